import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { isRegion } from './core/arn.ts'
import type { House } from './core/house.ts'
import { runsAround } from './core/schedule.ts'

const account = z.string().regex(/^\d{12}$/, '12 digits')
const region = z.string().refine(isRegion, 'an AWS Region such as eu-central-1')
const name = z.string().min(1, 'a name')
const role = z.string().regex(/^[\w+=,.@-]{1,64}$/, 'the name of a role: up to 64 letters, digits and + = , . @ _ -')
const roleAndPath = z
  .string()
  .regex(
    /^(?:[\w+=,.@-]{1,64}\/){0,8}[\w+=,.@-]{1,64}$/,
    'the name of a role, after its path where it has one: up to 64 letters, digits and + = , . @ _ -',
  )
const keyArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/, 'a key ARN, arn:aws:kms:<region>:<account>:key/<id>')
const slackId = (letter: string, what: string) =>
  z.string().regex(new RegExp(`^${letter}[A-Z0-9]+$`), `the id of a Slack ${what}, ${letter}…`)
const days = z.int('a whole number of days').min(1, 'at least 1 day')
const approvals = z.int().min(1).max(5)
const timeZone = z
  .string()
  .refine(it => Intl.supportedValuesOf('timeZone').includes(it) || it === 'UTC', 'a time zone such as Europe/Berlin')
const cron = z
  .string()
  .refine(it => runsAround({ cron: it, timeZone: 'UTC' }, new Date(0)), 'a cron expression of AWS, cron(0 5 ? * * *)')

const isUnique = (items: readonly string[]) => new Set(items).size === items.length

const exampleUrl = 'https://backup-bot.example.com'

const schema = z.strictObject({
  name,
  organisationId: z.string().regex(/^o-[a-z0-9]{4,32}$/, "the organisation's id, o-…"),
  central: z.strictObject({
    account,
    name,
    vault: name,
    airGappedVault: name.nullable().default(null),
    key: keyArn,
    retentionDays: days,
    regions: z.record(region, region).default({}),
  }),
  member: z.strictObject({
    vault: name,
    retentionDays: days,
    backupRole: roleAndPath,
    schedule: z
      .strictObject({ cron, timeZone: timeZone.default('UTC') })
      .nullable()
      .default(null),
  }),
  management: z.strictObject({ account }).nullable().default(null),
  regions: z.array(region).min(1, 'at least one Region').refine(isUnique, 'each Region once'),
  tag: z.strictObject({ key: name, enabled: name, disabled: name, custom: name }),
  readRole: role.nullable(),
  actRole: role.nullable().default(null),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id: 2 to 1,224 letters, digits and + = , . @ : / _ -')
    .nullable()
    .default(null),
  houseRules: z
    .strictObject({ customerKey: z.enum(['required', 'advised', 'off']) })
    .default({ customerKey: 'required' }),
  accounts: z
    .array(
      z.strictObject({
        id: account,
        name,
        ou: name,
        owners: slackId('S', 'user group'),
        channel: slackId('C', 'channel'),
      }),
    )
    .refine(all => isUnique(all.map(it => it.id)), 'each account once')
    .default([]),
  slack: z.strictObject({
    alerts: slackId('C', 'channel'),
    cdxChannel: slackId('C', 'channel'),
    cdxGroup: slackId('S', 'user group'),
    whoMayAsk: z
      .string()
      .regex(/^(everyone|owners|S[A-Z0-9]+)$/, 'everyone, owners, or the id of a Slack user group')
      .default('everyone'),
  }),
  restore: z
    .strictObject({
      approvals: approvals.default(1),
      approvalsForOverwrite: approvals.default(2),
      approvalsForProduction: approvals.default(1),
      timeZone: timeZone.default('Europe/Berlin'),
    })
    .default({ approvals: 1, approvalsForOverwrite: 2, approvalsForProduction: 1, timeZone: 'Europe/Berlin' }),
  deployment: z
    .strictObject({
      account: account.nullable().default(null),
      region: region.nullable().default(null),
      organisationalUnits: z
        .array(z.string().regex(/^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/, 'ou-… or r-…'))
        .default([]),
      url: z
        .url({ protocol: /^https$/, error: 'an https URL without a path' })
        .refine(it => !URL.canParse(it) || new URL(it).pathname === '/', 'an https URL without a path')
        .default(exampleUrl),
      certificate: z
        .string()
        .regex(/^arn:aws[a-z-]*:acm:/, 'the ARN of an ACM certificate')
        .nullable()
        .default(null),
      vaultTopics: z
        .array(z.string().regex(/^arn:aws[a-z-]*:sns:[^:]+:\d{12}:[^:.]+$/, 'the ARN of an SNS topic'))
        .default([]),
    })
    .refine(it => it.certificate === null || it.url !== exampleUrl, {
      path: ['url'],
      error: 'the URL of the domain that deployment.certificate is for',
    })
    .refine(it => it.certificate === null || it.certificate.split(':')[3] === it.region, {
      path: ['certificate'],
      error: 'a certificate in deployment.region, where the endpoint is',
    })
    .default({
      account: null,
      region: null,
      organisationalUnits: [],
      url: exampleUrl,
      certificate: null,
      vaultTopics: [],
    }),
}) satisfies z.ZodType<House>

/** A settings file or an environment that cannot be used: every mistake at once, one a line. */
export class BadSettings extends Error {}

const place = (path: readonly PropertyKey[]) =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i ? `.${String(step)}` : String(step))).join('')

/** Reads organisation.json. Throws `BadSettings` naming each mistake with its path and what is expected there. */
export const parseOrganisation = (text: string, from = 'organisation.json'): House => {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new BadSettings(`${from} is not JSON: ${(error as Error).message}`)
  }
  const result = schema.safeParse(json, { reportInput: true })
  if (result.success) return result.data
  const lines = result.error.issues.map(
    issue => `${from}: ${place(issue.path) || 'the file'}: expected ${expected(issue)}`,
  )
  throw new BadSettings(lines.join('\n'))
}

const sortOf = (value: unknown): string =>
  value === undefined
    ? 'missing'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : `of type ${typeof value}`

const expected = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `no key ${issue.keys.map(key => `"${key}"`).join(', ')} (a slip of the pen?)`
    case 'invalid_type':
      return `${issue.expected}, but it is ${sortOf(issue.input)}`
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`
    default:
      return issue.message
  }
}

/** The file that was `named`, else the one of the setting, where that is not empty. */
export const organisationFile = (env: NodeJS.ProcessEnv, named?: string): string =>
  named ?? (env.BACKUP_BOT_ORGANISATION || 'organisation.json')

/** Reads the file; `BadSettings` when there is none. */
export const loadOrganisation = (file: string): House => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new BadSettings(
      `There is no readable file ${file}; name one with --organisation FILE or BACKUP_BOT_ORGANISATION.`,
    )
  }
  return parseOrganisation(text, file)
}
