import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import type { Deps } from '../../commands/command.ts'
import { commandOf } from '../../commands/index.ts'
import { parseIntent } from '../../src/core/intent.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'
import { copyJob, house, member, region, type Stage, startStage, volume } from './notices-stage.ts'

let stage: Stage
const id = (letter: string) => `0000000${letter}-7D1A-4E8E-9C55-3B2A19F0D7E4`
const stack = `arn:aws:cloudformation:${region}:${member}:stack/shop/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`

beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], rounds: false })
  const place = stage.world.accounts[member]?.regions[region]
  const old = place?.backup.CopyJobs.find(it => it.CopyJobId === copyJob)
  if (!place || !old) throw new Error('no job')
  const { StatusMessage: _, MessageCategory: __, CompletionDate: ___, ...rest } = old
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  place.backup.CopyJobs.push(
    { ...old, CopyJobId: id('A'), StatusMessage: 'The flux of the vault is out of phase' },
    { ...rest, CopyJobId: id('B'), State: 'CREATED', CreationDate: ago(90) },
    { ...rest, CopyJobId: id('C'), State: 'RUNNING', CreationDate: ago(5) },
    { ...rest, CopyJobId: id('D'), State: 'COMPLETED', MessageCategory: 'SUCCESS', CreationDate: ago(50) },
    {
      ...old,
      CopyJobId: id('F'),
      DestinationBackupVaultArn: `arn:aws:backup:${region}:${house.central.account}:backup-vault:${house.central.airGappedVault}`,
    },
    { ...old, CopyJobId: id('E'), SourceRecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-gone` },
    {
      ...rest,
      CopyJobId: id('1'),
      ResourceArn: stack,
      ResourceType: 'CloudFormation',
      State: 'PARTIAL',
      IsParent: true,
    },
    { ...old, CopyJobId: id('2'), ParentJobId: id('1') },
  )
  stage.world.accounts[house.central.account]?.regions[region]?.backup.CopyJobs.push({ ...old, CopyJobId: id('9') })
})
afterAll(() => stage.close())

const explain = async (words: string, more: Partial<Deps> = {}) => {
  const intent = parseIntent(`explain ${words}`)
  if (isMistake(intent) || intent.verb !== 'explain') throw new Error('not understood')
  const reply = await commandOf('explain').run(intent, { ...stage.deps, ...more }, AbortSignal.timeout(10_000))
  expect(problemsOf(reply.blocks)).toEqual([])
  return { text: asText(reply.blocks), exit: reply.exit, json: reply.json as Record<string, unknown> }
}
const at = `--account ${member} --region ${region}`

describe('explain', () => {
  it('confirms the cause on the live key, and says until when it can be mended', async () => {
    const { text, exit, json } = await explain(`${copyJob} ${at}`)
    expect(exit).toBe(0)
    expect(json.causes).toMatchObject([{ id: 'KMS_EBS_KEY_NOT_ACCESSIBLE', sure: 'confirmed' }])
    expect(text).toMatch(/Can be re-run until \S+ \(in \d+ h\)/)
  })

  it('shows an unknown message as it is, with the check’s findings, and offers to record it', async () => {
    const { text, exit, json } = await explain(`${id('A')} ${at}`)
    expect(exit).toBe(3)
    expect(json.diagnosis).toBe('unrecognised')
    expect(text).toContain('AWS says: The flux of the vault is out of phase')
    expect(text).toContain('What the check finds now')
    expect(text).toContain(`Record as a new cause (CDX): /backup explain ${id('A')} ${at} --record`)
  })

  it('a job is looked for in the central account, too, where copies back begin', async () => {
    const { text } = await explain(id('9'))
    expect(text).not.toContain('I found no copy')
  })

  it.each<[string, string, string]>([
    ['a job that is nowhere', id('0'), `I found no copy or backup job ${id('0')}`],
    ['a Region that is none', `${copyJob} --region nowhere`, '"nowhere" is not an AWS Region'],
    ['a Region that is none beside a message', '"a b" --region nowhere', '"nowhere" is not an AWS Region'],
  ])('%s is the asker’s mistake', async (_, words, expected) => {
    const { text, exit } = await explain(words)
    expect([text, exit]).toEqual([expect.stringContaining(expected), 2])
  })

  it('without any account to look in, it asks for one', async () => {
    const { text, exit } = await explain(copyJob, { house: { ...house, accounts: [] } })
    expect([text, exit]).toEqual([expect.stringContaining('Add --account'), 3])
  })

  it.each<[string, string, string]>([
    ['a copy that waits', id('B'), 'waiting for more than an hour'],
    ['a copy under way', id('C'), 'still under way (RUNNING)'],
    ['a copy that landed', id('D'), 'nothing to explain'],
  ])('%s is no failure', async (_, job, expected) => {
    const { text, exit, json } = await explain(`${job} ${at}`)
    expect(text).toContain(expected)
    expect(text).not.toContain('failed')
    expect([exit, json.causes]).toEqual([0, []])
  })

  it('judges a copy into the logically air-gapped vault by the rules of that vault', async () => {
    const rules = async (job: string) => {
      const { json } = await explain(`${job} ${at}`)
      return (json.findings as { rule: string }[]).map(it => it.rule)
    }
    expect(await rules(id('F'))).toContain('air-gapped-vault-takes-type')
    expect(await rules(copyJob)).not.toContain('air-gapped-vault-takes-type')
  })

  it('has no deadline where the recovery point is gone', async () => {
    expect((await explain(`${id('E')} ${at}`)).json.deadline).toBeNull()
  })

  it('takes the reason of a composite from the job inside', async () => {
    const { text, json } = await explain(`${id('1')} ${at}`)
    expect(text).toContain('1 job inside it failed')
    expect(json.inside).toMatchObject([{ job: id('2'), resource: volume }])
    expect(json.causes).toMatchObject([{ id: 'KMS_EBS_KEY_NOT_ACCESSIBLE' }])
  })
})

describe('what cannot be explained as it stands', () => {
  it('keeps the verb in the choices of a question, and the target once', async () => {
    expect((await explain('vol-07e3943d858664410')).text).toContain('/backup explain vol-07e3943d858664410 --account')
  })

  it('is a mistake in the ARN, not a message that nobody knows', async () => {
    expect((await explain(`${volume} --account 222233334444`)).text).toContain('Leave one of them out')
  })

  it('is unsure where the copies could not be read', async () => {
    const account = stage.world.accounts[member]
    if (!account) throw new Error('no account')
    account.denied = ['backup:ListCopyJobs']
    const fine = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'
    expect(await explain(fine)).toMatchObject({ exit: 3 })
    account.denied = []
  })
})

describe('recording an unknown message', () => {
  const words = `${id('A')} ${at} --record`
  it.each<[string, { asker?: string }, RegExp]>([
    ['nobody', {}, /in Slack, where it is known who asks/],
    ['an engineer', { asker: 'U0ANNA' }, /Only the CDX team/],
  ])('%s may not', async (_, more, expected) => {
    const { text, exit } = await explain(words, more)
    expect(text).toMatch(expected)
    expect(exit).toBe(2)
  })

  it('is CDX’s, and counts', async () => {
    expect((await explain(words, { asker: 'U0CARL' })).text).toContain('Recorded for the catalogue: ')
    expect((await explain(words, { asker: 'U0CARL' })).text).toContain('(2 times by now)')
  })

  it('fails closed when Slack does not say who is CDX', async () => {
    const other = await startStage({
      keeps: [],
      rounds: false,
      house: { ...house, slack: { ...house.slack, cdxGroup: 'S0NOBODY' } },
    })
    expect(await other.office.desk.record('x', null, 'U0CARL')).toHaveProperty('mistake')
    await other.close()
  })
})

describe('the message shortcut', () => {
  it('explains any message, for the one who asks alone', async () => {
    stage.slack.workspace.say(
      'C0GENERAL',
      'U0CARL',
      'It says: "Encrypted snapshots with Amazon EBS default key cannot be shared"',
    )
    const said = stage.slack.workspace.messages.at(-1)
    const answer = await stage.slack.interact.shortcut('U0ANNA', said?.ts ?? '', 'explain_message')
    await stage.idle()
    expect(answer.status).toBe(200)
    const last = stage.slack.workspace.messages.at(-1)
    expect(last).toMatchObject({ channel: 'C0GENERAL', onlyFor: 'U0ANNA' })
    expect(JSON.stringify(last?.blocks)).toContain('aws/ebs')
    expect(said?.edited).toBe(false)
  })
})
