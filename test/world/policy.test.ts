import { DescribeKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { within } from '../../blocks/kit.ts'
import type { Reply } from '../../commands/command.ts'
import { commandOf } from '../../commands/index.ts'
import { parseIntent } from '../../src/core/intent.ts'
import type { Plan } from '../../src/core/key-policy/plan.ts'
import { isMistake } from '../../src/core/trouble.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'
import { policyResult } from './contract.ts'
import { startWorld, type TestWorld } from './playground.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const keys = () =>
  Object.values(world.aws.world.accounts)
    .flatMap(it => Object.values(it.regions))
    .flatMap(it => it.kms.Keys)
let before: (() => void)[] = []
// Many resources share a key: each test finds the policies as the world tells them.
beforeAll(() => {
  before = keys().map(key => {
    const { Policy } = key
    return () => {
      key.Policy = Policy
    }
  })
})
afterEach(() => {
  for (const restore of before) restore()
})

type Answer = Plan & { readonly others?: readonly Plan[]; readonly failedCopies: readonly { job: string }[] }

const run = (words: string): Promise<Reply> => {
  const intent = parseIntent(words)
  if (isMistake(intent)) throw new Error(intent.mistake)
  return commandOf(intent.verb).run(intent, world.deps, AbortSignal.timeout(10_000))
}
const ask = async (words: string) => {
  const reply = await run(`policy ${words}`)
  return { ...reply, plan: reply.json as Answer }
}
const check = async (words: string) => (await run(`check ${words}`)).json as Verdict
const example = (about: string) => {
  const found = world.aws.world.examples.find(it => it.about.startsWith(about))
  if (!found) throw new Error(`The world has no example "${about}"`)
  return found.words ?? found.arn
}

/** As the account's administrator, whose access key id is the account's id. */
const administrator = (account: string, region: string) =>
  new KMSClient({
    endpoint: world.aws.url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'playground' },
  })

/** What a person does who follows the `cli` format: the document of its here-document, put for its key. */
const apply = async (words: string): Promise<void> => {
  const { text = '' } = await ask(`${words} --format cli`)
  const Policy = /<<'END_OF_POLICY'\n([\s\S]*?)\nEND_OF_POLICY\n/.exec(text)?.[1] ?? ''
  const KeyId = /put-key-policy --key-id '([^']+)'/.exec(text)?.[1] ?? ''
  const [, , , region = '', account = ''] = KeyId.split(':')
  await administrator(account, region).send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }))
}

const keyOf = (arn: string) => {
  const key = keys().find(it => it.KeyMetadata.Arn === arn)
  if (!key) throw new Error(`The world has no key ${arn}`)
  return key
}

/** Every other example needs nothing. */
const needs: Readonly<Record<string, Plan['need']>> = {
  'EBS volume under aws/ebs': 'another key',
  'EBS volume whose customer managed key': 'statements',
  'EBS volume whose key is disabled': 'another key',
  'EBS volume whose key is pending': 'another key',
  'EBS volume whose key policy allows the copy, but a Deny': 'statements',
  'EBS volume whose key asks for an organisation path': 'unknown',
  'EBS volume whose key is open only through a VPC': 'statements',
  'EBS volume whose key lets the central account in': 'statements',
  'EC2 instance with two volumes on two keys': 'statements',
  'DynamoDB table that has lost its key': 'another key',
  'RDS instance under aws/rds': 'another key',
  'Aurora cluster under an AWS owned key': 'unknown',
  'FSx for Windows File Server whose key is not shared': 'statements',
  'Neptune cluster whose key is not shared': 'statements',
  'Storage Gateway stored volume': 'statements',
  'CloudFormation stack with one volume': 'statements',
  'EKS cluster that was never backed up': 'unknown',
  'EKS cluster with a volume under aws/ebs': 'another key',
  'EKS cluster without': 'unknown',
  'EBS volume in lab-dev': 'unknown',
  'Amazon DocumentDB cluster where': 'unknown',
}
const exits = { nothing: 0, statements: 1, 'another key': 1, unknown: 3 }

describe('the key policy of every resource of the world', () => {
  it('needs what the world expects, in the shape that others rely on and within the limits of Slack', async () => {
    const { examples } = world.aws.world
    const expected = (about: string) =>
      Object.entries(needs).find(([start]) => about.startsWith(start))?.[1] ?? 'nothing'
    for (const { arn, words = arn, about } of examples) {
      const { plan, exit, blocks } = await ask(words)
      expect({ about, need: plan.need, exit }).toEqual({
        about,
        need: expected(about),
        exit: exits[expected(about)],
      })
      expect(policyResult.safeParse(plan).error?.issues ?? []).toEqual([])
      expect(problemsOf(within(blocks))).toEqual([])
      expect([plan, ...(plan.others ?? [])].flatMap(it => it.proof.outsiders).filter(it => it.gains)).toEqual([])
    }
    const starts = Object.keys(needs).filter(start => !examples.some(it => it.about.startsWith(start)))
    expect(starts, 'no example is described so').toEqual([])
  }, 180_000)

  it('says nothing wherever the check says yes', async () => {
    for (const { arn, words = arn } of world.aws.world.examples.filter(it => it.expect === 'yes'))
      expect((await ask(words)).plan.need, arn).toBe('nothing')
  }, 180_000)

  it('is judged key by key where a resource has several', async () => {
    const { plan } = await ask(example('EC2 instance with two volumes on two keys'))
    expect([plan, ...(plan.others ?? [])].map(it => [it.need, it.for])).toEqual([
      ['statements', ['ec2']],
      ['nothing', ['ec2']],
    ])
    const { plan: stack } = await ask(example('CloudFormation stack with one volume'))
    expect(stack.for).toEqual(['ebs'])
  })

  it('is planned for EC2, RDS and FSx together where the key alone is known', async () => {
    const { plan: volume } = await ask(example('EBS volume whose customer managed key'))
    const { plan, blocks } = await ask(volume.key.arn)
    expect(plan).toMatchObject({ need: 'statements', for: [], key: { arn: volume.key.arn } })
    expect(JSON.stringify(plan.statements)).toMatch(/ec2\.\*.*fsx\.\*.*rds\.\*/)
    expect(JSON.stringify(blocks)).toContain(`"value":"policy ${volume.key.arn}"`)
  })

  it('is read in the account of the key, which alone can change it', async () => {
    const words = example('EBS volume under a key of data-prod')
    const { plan } = await ask(words)
    expect([plan.need, plan.key.account]).toEqual(['nothing', '222233334444'])
    keyOf(plan.key.arn).Policy = {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222233334444:root' }, Action: 'kms:*', Resource: '*' },
      ],
    }
    const { plan: closed } = await ask(words)
    expect(closed).toMatchObject({ need: 'another key', statements: [] })
    expect(closed.instead[0]).toContain(`policy ${plan.key.arn}`)
  })

  it('of no account outside the organisation is read', async () => {
    const reply = await run('policy arn:aws:kms:eu-central-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab')
    expect(reply).toMatchObject({ exit: 2, json: { mistake: expect.stringContaining('999999999999') } })
  })
})

describe('after the change', () => {
  it.each([
    'EBS volume whose customer managed key',
    'EBS volume whose key is open only through a VPC',
    'EC2 instance with two volumes on two keys',
    'Neptune cluster whose key is not shared',
    'Storage Gateway stored volume',
  ])('%s: the check says yes, and the policy needs nothing more', async about => {
    const words = example(about)
    expect((await check(words)).verdict).toBe('no')
    await apply(words)
    expect(await check(words)).toMatchObject({ verdict: 'yes' })
    expect((await ask(words)).plan).toMatchObject({ need: 'nothing', statements: [], missing: [] })
  })

  it('the local backup works too, where the policy left nothing to the IAM of the account', async () => {
    const words = example('EBS volume whose key is shared by the guide')
    const { plan: before } = await ask(words)
    const key = keyOf(before.key.arn)
    const policy = before.policy as unknown as { Statement: { Principal: { AWS: string }; Action: unknown }[] }
    const root = `arn:aws:iam::${before.key.account}:root`
    const own = policy.Statement.filter(it => it.Principal.AWS === root)
    expect(own).not.toEqual([])
    for (const it of own) it.Action = ['kms:PutKeyPolicy', 'kms:GetKeyPolicy', 'kms:ListGrants', 'kms:DescribeKey']
    key.Policy = JSON.stringify(policy)
    const broken = await check(words)
    expect(broken.findings.filter(it => it.outcome === 'blocked').map(it => it.rule)).toEqual([
      'backup-role-can-use-key',
    ])
    const { plan } = await ask(words)
    expect(plan.statements.map(it => it.Sid)).toEqual(['LocalBackupUseOfKey', 'LocalBackupGrants'])
    expect(plan.proof.outsiders.filter(it => it.gains)).toEqual([])
    await apply(words)
    expect(await check(words)).toMatchObject({ verdict: 'yes' })
    expect((await ask(words)).plan.need).toBe('nothing')
  })

  it('a key that serves two services is widened for the second', async () => {
    const [graph, volume] = [
      example('Neptune cluster whose key is not shared'),
      example('Storage Gateway stored volume'),
    ]
    await apply(graph)
    expect((await check(volume)).verdict).toBe('unsure')
    expect((await ask(volume)).plan).toMatchObject({
      need: 'statements',
      statements: [{ Sid: 'CentralBackupReadForCopy' }],
    })
    await apply(volume)
    expect((await check(volume)).verdict).toBe('yes')
    expect((await check(graph)).verdict).toBe('yes')
  })

  it('other roles of the central account are refused as before', async () => {
    const words = example('Neptune cluster whose key is not shared')
    await apply(words)
    const { plan } = await ask(words)
    const kms = administrator('692653576357', plan.key.region)
    await expect(kms.send(new DescribeKeyCommand({ KeyId: plan.key.arn }))).rejects.toThrow(/not authorized/)
  })
})
