import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BadSettings, loadOrganisation, parseOrganisation } from '../src/organisation.ts'

const good = JSON.parse(readFileSync('organisation.json', 'utf8')) as Record<string, unknown>
const changed = (change: (it: Record<string, Record<string, unknown>>) => void) => {
  const copy = structuredClone(good) as Record<string, Record<string, unknown>>
  change(copy)
  return JSON.stringify(copy)
}
const complaint = (text: string) => {
  try {
    parseOrganisation(text)
  } catch (error) {
    if (error instanceof BadSettings) return error.message.split('\n')
    throw error
  }
  return []
}

describe('organisation.json', () => {
  it('is good as it stands', () => expect(loadOrganisation('organisation.json')).toMatchObject(good))

  it('gives what may be left out its default', () => {
    const text = changed(it => {
      for (const key of ['actRole', 'externalId', 'houseRules', 'restore', 'accounts']) delete it[key]
      delete it.slack?.whoMayAsk
      delete it.central?.airGappedVault
      delete it.member?.schedule
    })
    expect(parseOrganisation(text)).toMatchObject({
      actRole: null,
      externalId: null,
      houseRules: { customerKey: 'required' },
      restore: { approvals: 1, approvalsForOverwrite: 2, approvalsForProduction: 1 },
      accounts: [],
      slack: { whoMayAsk: 'everyone' },
      central: { airGappedVault: null },
      member: { schedule: null },
    })
  })

  it.each<[string, string, string[]]>([
    ['not JSON', '{', ["organisation.json is not JSON: Expected property name or '}' in JSON at position 1"]],
    ['not an object', '[]', ['organisation.json: the file: expected object']],
    [
      'an account of 11 digits',
      changed(it => Object.assign(it.central ?? {}, { account: '69265357635' })),
      ['organisation.json: central.account: expected 12 digits'],
    ],
    [
      'several mistakes at once',
      changed(it => {
        Object.assign(it, { organisationId: 'example', regions: ['Frankfurt'] })
        delete it.member
      }),
      [
        "organisation.json: organisationId: expected the organisation's id, o-…",
        'organisation.json: member: expected object, but it is missing',
        'organisation.json: regions[0]: expected an AWS Region such as eu-central-1',
      ],
    ],
    [
      'a schedule that is none',
      changed(it => Object.assign(it.member ?? {}, { schedule: { cron: '0 5 * * *', timeZone: 'Berlin' } })),
      [
        'organisation.json: member.schedule.cron: expected a cron expression of AWS, cron(0 5 ? * * *)',
        'organisation.json: member.schedule.timeZone: expected a time zone such as Europe/Berlin',
      ],
    ],
    [
      'a slip of the pen',
      changed(it => Object.assign(it, { region: [] })),
      ['organisation.json: the file: expected no key "region" (a slip of the pen?)'],
    ],
    [
      'a word that is none of the list',
      changed(it => Object.assign(it, { houseRules: { customerKey: 'yes' } })),
      ['organisation.json: houseRules.customerKey: expected one of required, advised, off'],
    ],
    [
      'a Region and an account twice',
      changed(it => {
        Object.assign(it, { regions: ['eu-west-1', 'eu-west-1'] })
        if (Array.isArray(it.accounts)) it.accounts.push(it.accounts[0])
      }),
      [
        'organisation.json: regions: expected each Region once',
        'organisation.json: accounts: expected each account once',
      ],
    ],
    [
      'what IAM would not take',
      changed(it => Object.assign(it, { readRole: 'backup bot', externalId: 'x' })),
      [
        'organisation.json: readRole: expected the name of a role',
        'organisation.json: externalId: expected an external id',
      ],
    ],
    [
      'a certificate for no domain, or of another Region',
      changed(it => {
        delete it.deployment?.url
        Object.assign(it.deployment ?? {}, { certificate: 'arn:aws:acm:us-east-1:444455556666:certificate/x' })
      }),
      [
        'organisation.json: deployment.url: expected the URL of the domain',
        'organisation.json: deployment.certificate: expected a certificate in deployment.region',
      ],
    ],
    [
      'a URL with a path',
      changed(it => Object.assign(it.deployment ?? {}, { url: 'https://example.com/slack' })),
      ['organisation.json: deployment.url: expected an https URL without a path'],
    ],
    [
      'an address that is none',
      changed(it => Object.assign(it.deployment ?? {}, { url: 'no address' })),
      ['organisation.json: deployment.url: expected an https URL without a path'],
    ],
  ])('%s is named', (_, text, expected) => {
    const lines = complaint(text)
    for (const [i, line] of expected.entries()) expect(lines[i]).toContain(line)
    expect(lines).toHaveLength(expected.length)
  })

  it.each([
    ['7', 'of type number'],
    ['null', 'null'],
    ['[]', 'a list'],
  ])('a name that is %s is named with what it is', (value, is) => {
    expect(() => parseOrganisation(`{"name":${value}}`)).toThrow(`name: expected string, but it is ${is}`)
  })

  it('a byte order mark, as editors on Windows write it, is no mistake', () => {
    const text = readFileSync('organisation.json', 'utf8')
    expect(parseOrganisation(`\uFEFF${text}`)).toEqual(parseOrganisation(text))
  })

  it('a missing file is named with the way to name another', () => {
    expect(() => loadOrganisation('nowhere.json')).toThrow(/no readable file nowhere\.json/)
  })
})
