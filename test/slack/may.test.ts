import { describe, expect, it } from 'vitest'
import type { Aws } from '../../src/aws/sessions.ts'
import type { Intent } from '../../src/core/intent.ts'
import { createMay } from '../../src/slack/may.ts'
import { createPeople } from '../../src/slack/people.ts'
import { house as plain } from './stage.ts'

const shop = plain.accounts[0]?.id ?? ''
const data = '222233334444'
const groups: Readonly<Record<string, readonly string[]>> = {
  S0SHOP: ['U0ANNA'],
  S0DATA: ['U0BEN'],
  S0CDX: ['U0CARL'],
  S0ASKS: ['U0LEA'],
}
const houseWith = (whoMayAsk: string) => ({
  ...plain,
  accounts: [...plain.accounts, { id: data, name: 'data-prod', ou: 'Prod', owners: 'S0DATA', channel: 'C0DATA' }],
  slack: { ...plain.slack, whoMayAsk },
})

/** Slack as far as it knows who is in which group; `silent`: it does not say. */
const mayIn = (whoMayAsk: string, silent = false) => {
  const house = houseWith(whoMayAsk)
  const list = async ({ usergroup }: { usergroup: string }) => {
    if (silent) throw new Error('no_such_subteam')
    return { ok: true, users: [...(groups[usergroup] ?? [])] }
  }
  const slack = { usergroups: { users: { list } } } as unknown as Parameters<typeof createPeople>[0]
  const people = createPeople(slack, house, () => new Date(0))
  return createMay({ house, people, accountOfNotice: async id => (id === 'G-DATA000000-1' ? data : undefined) })
}

const volume = (account: string) => `arn:aws:ec2:eu-central-1:${account}:volume/vol-07e3943d858664410`
const check = (account: string): Intent => ({ verb: 'check', target: volume(account) })
const questions: readonly (readonly [string, Intent])[] = [
  ['check', check(data)],
  ['check of an id with its account', { verb: 'check', target: 'vol-07e3943d858664410', account: data }],
  ['check of an id with its account’s name', { verb: 'check', target: 'vol-07e3943d858664410', account: 'data-prod' }],
  ['policy', { verb: 'policy', target: volume(data) }],
  [
    'policy of a key',
    { verb: 'policy', target: `arn:aws:kms:eu-central-1:${data}:key/7e922890-d818-4ed7-8657-2d2c39f014ba` },
  ],
  ['explain', { verb: 'explain', what: volume(data) }],
  ['explain of a message in an account', { verb: 'explain', what: 'it did not work', account: data }],
  ['restore', { verb: 'restore', target: volume(data) }],
  ['notice', { verb: 'notice', act: 'mute', id: 'G-DATA000000-1' }],
  ['retry', { verb: 'retry', id: 'G-DATA000000-1' }],
]

describe('owners', () => {
  const may = mayIn('owners')
  it.each(questions)('%s: the owners of the account and CDX, nobody else', async (_, intent) => {
    const answers = await Promise.all(
      ['U0BEN', 'U0CARL', 'U0ANNA', 'U0LEA', undefined].map(async asker => !(await may.refused(intent, asker))),
    )
    expect(answers).toEqual([true, true, false, false, false])
  })
  it('names the account, and pings nobody', async () => {
    const { mistake = '' } = (await may.refused(check(data), 'U0ANNA')) ?? {}
    expect(mistake).toContain('data-prod')
    expect(mistake).not.toMatch(/[<@!]/)
  })
  it('helps everyone', async () => {
    expect(await may.refused({ verb: 'help' }, 'U0LEA')).toBeUndefined()
  })
  it('keeps accounts shut that turn up on the way only', async () => {
    const opened: string[] = []
    const session = async (account: string, region: string) => {
      opened.push(account)
      return { account, region, log: () => undefined, client: () => undefined as never }
    }
    const aws: Aws = { region: 'eu-central-1', cache: (_, load) => load(), now: () => 0, session }
    const seen = may.aws(aws, 'U0ANNA')
    const foreign = await seen.session(data, 'eu-central-1')
    expect(() => foreign.client(Object as never)).toThrow(/data-prod/)
    await seen.session(shop, 'eu-central-1')
    await seen.session(plain.central.account, 'eu-central-1')
    expect(opened).toEqual([shop, plain.central.account])
  })
  it('lists only what the asker may ask about', async () => {
    const all = [volume(shop), volume(data), 'arn:aws:s3:::invoices']
    expect(await may.among('U0ANNA', all)).toEqual([volume(shop)])
    expect(await may.among('U0CARL', all)).toEqual(all)
    expect(await may.among('U0LEA', all)).toEqual([])
  })
})

describe('a user group', () => {
  const may = mayIn('S0ASKS')
  const anything: readonly Intent[] = [
    ...questions.map(([, intent]) => intent),
    { verb: 'explain', what: 'Given key ID is not accessible' },
    { verb: 'requests', act: 'list' },
  ]
  it('asks about every account, as CDX does, and the owners do not', async () => {
    for (const intent of anything) {
      const answers = await Promise.all(
        ['U0LEA', 'U0CARL', 'U0BEN', undefined].map(async asker => !(await may.refused(intent, asker))),
      )
      expect(answers, JSON.stringify(intent)).toEqual([true, true, false, false])
    }
  })
})

describe('when Slack does not say who is in a group', () => {
  it.each(['owners', 'S0ASKS'])('%s: nobody is answered', async who => {
    const may = mayIn(who, true)
    expect((await may.refused(check(data), 'U0CARL'))?.mistake).toMatch(/Try again/)
    expect(await may.among('U0CARL', [volume(data)])).toEqual([])
  })
  it('everyone: nobody has to be looked up', async () => {
    const may = mayIn('everyone', true)
    expect(await may.refused(check(data), undefined)).toBeUndefined()
    expect(await may.among(undefined, [volume(data)])).toEqual([volume(data)])
  })
})
