import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { within } from '../../blocks/kit.ts'
import { commandOf } from '../../commands/index.ts'
import { parseIntent } from '../../src/core/intent.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import { rules } from '../../src/core/rules/index.ts'
import { isMistake } from '../../src/core/trouble.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'
import { checkResult } from './contract.ts'
import { startWorld, type TestWorld } from './playground.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const check = async (words: string) => {
  const intent = parseIntent(`check ${words}`)
  if (isMistake(intent) || intent.verb !== 'check') throw new Error(`check ${words} is no check`)
  const reply = await commandOf('check').run(intent, world.deps, AbortSignal.timeout(10_000))
  return { ...reply, verdict: reply.json as Verdict }
}

/** Types that AWS never copies, or of which its documents disagree, can do no better than this. */
const best: Readonly<Record<string, Pick<Verdict, 'verdict' | 'stages'>>> = {
  ...Object.fromEntries(
    ['rds-multi-az-cluster', 'dynamodb-basic', 'redshift', 'redshift-serverless'].map(id => [
      id,
      { verdict: 'no', stages: { selected: 'yes', 'backed up': 'yes', copied: 'no' } },
    ]),
  ),
  cloudformation: { verdict: 'unsure', stages: { selected: 'yes', 'backed up': 'yes', copied: 'unsure' } },
}
const allWell: Pick<Verdict, 'verdict' | 'stages'> = {
  verdict: 'yes',
  stages: { selected: 'yes', 'backed up': 'yes', copied: 'yes' },
}

describe('a check of every resource of the world', () => {
  const verdicts: Verdict[] = []
  const wrong: string[] = []
  beforeAll(async () => {
    for (const { arn, words = arn, expect: expected, about } of world.aws.world.examples) {
      const { verdict, blocks, exit, json } = await check(words)
      verdicts.push(verdict)
      const exits = { yes: 0, no: 1, 'by choice': 1, unsure: 3 }
      if (verdict.verdict !== expected || exit !== exits[expected])
        wrong.push(`${arn} (${about}): ${verdict.verdict}, not ${expected}\n${asText(blocks)}`)
      wrong.push(...problemsOf(within(blocks)).map(it => `${arn}: ${it}`))
      wrong.push(...(checkResult.safeParse(json).error?.issues ?? []).map(it => `${arn}: ${it.message}`))
    }
  }, 180_000)

  it('gives the verdict that the world expects, within the limits of Slack', () => {
    expect(wrong).toEqual([])
  })

  it('keeps the shape and the folding for a logically air-gapped vault, too', { timeout: 180_000 }, async () => {
    const odd: string[] = []
    for (const { arn, words = arn } of world.aws.world.examples) {
      const { json, exit, verdict } = await check(`${words} --to air-gapped`)
      odd.push(...(checkResult.safeParse(json).error?.issues ?? []).map(it => `${arn}: ${it.message}`))
      if ((exit === 0) !== (verdict.verdict === 'yes')) odd.push(`${arn}: ${verdict.verdict} exits ${exit}`)
    }
    expect(odd).toEqual([])
  })

  it.each(kinds)('finds a $id as good as AWS lets it be, and one with a fault', ({ id }) => {
    const ofType = verdicts.filter(it => it.resource.type === id)
    const good = ofType.filter(it => it.verdict === (best[id] ?? allWell).verdict)
    expect(good.map(it => it.stages)).toContainEqual((best[id] ?? allWell).stages)
    // Beside what no resource of the type can have otherwise.
    const faults = ofType.flatMap(it => it.findings.filter(({ outcome }) => outcome === 'blocked'))
    expect(faults.map(it => it.rule).filter(rule => rule !== 'type-can-be-copied')).not.toEqual([])
  })

  it('meets a fault of each sort that a resource can have', () => {
    const met = verdicts
      .flatMap(it => [it, ...it.nested])
      .flatMap(it => it.findings.filter(({ outcome }) => outcome !== 'ok').map(({ rule }) => rule))
    const never = [
      // Asked about what cannot exist: a type in a Region without it, and data under a key that only signs.
      'type-offered',
      'key-encrypts-data',
      // Never a fault.
      'contents-known',
      'key-needs-no-sharing',
      // Asked only where the copy goes elsewhere.
      'air-gapped-vault-takes-type',
      'air-gapped-vault-takes-encryption',
      'copy-in-one-action',
      // Faults of the organisation, its roles and its central vault, which the world keeps well.
      'copy-leaves-account',
      'account-in-organisation',
      'central-account-in-organisation',
      'backup-role-exists',
      'copy-role-exists',
      'management-opted-in',
      'cross-account-backup-on',
      'central-vault-not-default',
      'central-vault-has-customer-key',
      'central-vault-key-enabled',
      'central-vault-key-usable',
      'retention-within-vault-lock',
      // And of the local vaults, which it keeps well, too.
      'local-retention-within-vault-lock',
      'local-vault-key-enabled',
    ]
    // What exists already, and whether it came when it was due, is no fault of the resource.
    const asked = rules.filter(it => !it.optional).map(it => it.id)
    expect(asked.filter(id => !met.includes(id)).sort()).toEqual(never.sort())
  })

  it('has at least 20 resources in 3 accounts and 2 Regions, and every verdict', () => {
    const { examples } = world.aws.world
    expect(examples.length).toBeGreaterThanOrEqual(20)
    expect(new Set(examples.map(it => it.expect))).toEqual(new Set(['yes', 'no', 'unsure', 'by choice']))
    const arns = examples.map(it => it.arn.split(':'))
    expect(new Set(arns.map(it => it[4]).filter(Boolean)).size).toBeGreaterThanOrEqual(3)
    expect(new Set(arns.map(it => it[3]).filter(Boolean)).size).toBeGreaterThanOrEqual(2)
  })
})

describe('a check in Slack', () => {
  const say = async (text: string, user = 'U0ANNA') => {
    const before = world.slack.workspace.messages.length
    const answer = await world.slack.command(user, 'C0GENERAL', text)
    await world.idle()
    return { answer, messages: world.slack.workspace.messages.slice(before) }
  }
  const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'

  it('answers at once, and the answer takes the place of the first line; only the asker sees it', async () => {
    const { answer, messages } = await say(`check ${volume}`)
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.body).toContain('Checking')
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ onlyFor: 'U0ANNA', edited: true })
    expect(messages[0]?.text).toContain('vol-07e3943d858664410')
  })

  it('puts words into every button, and pressing is typing', async () => {
    const { messages } = await say(`check ${volume}`)
    const [message] = messages
    const index = message?.blocks.findIndex(it => it.type === 'actions') ?? -1
    const elements = (message?.blocks[index]?.elements ?? []) as {
      action_id: string
      value: string
      text: { text: string }
    }[]
    expect(elements.map(it => it.value)).toContain(`check ${volume}`)
    const share = elements.find(it => it.text.text === 'Share with the channel')
    expect(share?.value).toBe(`check ${volume} --share`)
    await world.slack.click('U0ANNA', message?.ts ?? '', share?.action_id ?? '', index)
    await world.idle()
    const shared = world.slack.workspace.messages.at(-1)
    expect(shared?.onlyFor).toBeUndefined()
    expect(shared?.text).toContain('vol-07e3943d858664410')
  })

  it.each<[string, string, RegExp]>([
    ['nothing', '', /check/],
    ['a bucket without its account', 'check s3://shop-prod-invoices', /Which one is it/],
    ['an unknown verb', 'chekc x', /check/],
    [
      'an account outside the organisation',
      'check arn:aws:ec2:eu-central-1:999999999999:volume/vol-07e3943d858664410',
      /not one of the organisation/,
    ],
    ['a secret', 'check arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf', /Secrets Manager/],
    ['a mention', 'check <!channel>', /./],
  ])('%s gets a plain answer', async (_, text, expected) => {
    const { messages } = await say(text)
    const last = messages.at(-1)
    const drawn = JSON.stringify(last?.blocks)
    expect(drawn).toMatch(expected)
    expect(drawn).not.toContain('<!channel>')
    expect(last?.onlyFor).toBe('U0ANNA')
  })

  it('had no trouble on the way', () => expect(world.trouble).toEqual([]))
})
