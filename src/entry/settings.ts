import type { House } from '../core/house.ts'
import { BadSettings, loadOrganisation, organisationFile } from '../organisation.ts'

/** What the long-running bot needs; read once, here. */
export type Settings = {
  readonly house: House
  readonly botToken: string
  /** Absent in Socket Mode, where nothing is signed. */
  readonly signingSecret: string
  readonly appToken?: string
  readonly apiUrl?: string
  readonly port: number
  /** Absent: checks work, and there are no notices. */
  readonly tableName?: string
  /** Of the queue that EventBridge's events come by. */
  readonly queueUrl?: string
}

type Environment = Readonly<Record<string, string | undefined>>

const required = {
  SLACK_BOT_TOKEN: 'the bot token, xoxb-…, from api.slack.com → your app → OAuth & Permissions',
  SLACK_SIGNING_SECRET: 'from api.slack.com → your app → Basic Information → Signing Secret',
} as const

/** Throws `BadSettings` that names everything missing or malformed at once, each with where to get it. */
export const readSettings = (env: Environment): Settings => {
  const problems: string[] = []
  const need = (name: keyof typeof required): string => {
    const value = env[name] ?? ''
    if (!value) problems.push(`${name} is missing: ${required[name]}.`)
    return value
  }
  const botToken = need('SLACK_BOT_TOKEN')
  if (botToken && !botToken.startsWith('xoxb-'))
    problems.push(`SLACK_BOT_TOKEN does not start with xoxb-: ${required.SLACK_BOT_TOKEN}.`)
  const appToken = env.SLACK_APP_TOKEN
  if (appToken && !appToken.startsWith('xapp-'))
    problems.push(
      'SLACK_APP_TOKEN does not start with xapp-: from api.slack.com → your app → Basic Information → App-Level Tokens (leave it out for HTTP).',
    )
  const signingSecret = appToken ? (env.SLACK_SIGNING_SECRET ?? '') : need('SLACK_SIGNING_SECRET')
  const apiUrl = env.SLACK_API_URL
  if (apiUrl && !isWebAddress(apiUrl)) problems.push('SLACK_API_URL is not a URL: leave it out for Slack itself.')
  const port = readPort(env.PORT, 3000, problems)
  const { QUEUE_URL: queueUrl, LOG_LEVEL: level } = env
  const tableName = readTableName(env.TABLE_NAME, problems)
  if (level && !levels.includes(level.toUpperCase()))
    problems.push(`LOG_LEVEL is ${level}: one of ${levels.join(', ')} is expected, or leave it out.`)
  if (queueUrl && !isWebAddress(queueUrl))
    problems.push('QUEUE_URL is not a URL: the queue’s URL from the SQS console, or leave it out.')
  if (queueUrl && !tableName) problems.push('TABLE_NAME is missing: events from QUEUE_URL must be remembered.')
  let house: House | undefined
  try {
    house = loadOrganisation(organisationFile(env))
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    problems.push(error.message)
  }
  if (problems.length || !house) throw new BadSettings(problems.join('\n'))
  return {
    house,
    botToken,
    signingSecret,
    port,
    ...(appToken ? { appToken } : {}),
    ...(apiUrl ? { apiUrl } : {}),
    ...(tableName ? { tableName } : {}),
    ...(queueUrl ? { queueUrl } : {}),
  }
}

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT']

const isWebAddress = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)

/** A name, or an ARN, as DynamoDB takes both. */
export const readTableName = (text: string | undefined, problems: string[]): string | undefined => {
  if (text && !/^(arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/)?[A-Za-z0-9_.-]{3,255}$/.test(text))
    problems.push(`TABLE_NAME is ${text}: 3 to 255 letters, digits, dots, hyphens and underscores are expected.`)
  return text || undefined
}

export type WorkSettings = Pick<Settings, 'house' | 'botToken' | 'apiUrl' | 'tableName' | 'queueUrl'>

/** The same for what works without a door for Slack: the signing secret is not needed. */
export const readWorkSettings = (env: Environment): WorkSettings =>
  readSettings({ ...env, SLACK_SIGNING_SECRET: 'not needed', PORT: '' })

/** 0 asks for any free port. */
export const readPort = (text: string | undefined, otherwise: number, problems: string[]): number => {
  if (text === undefined || text === '') return otherwise
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push(`PORT is ${text}: a number from 0 to 65535 is expected.`)
  return port
}

const taken: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there, or set PORT to another (0 for any free one)',
  EACCES: 'may not be listened on by this user: set PORT to one above 1023',
}

/** Why a port cannot be listened on, as a `BadSettings` where PORT is to blame; any other error as it is. */
export const portTrouble = (error: unknown, port: number): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return taken[code] ? new BadSettings(`Port ${port} ${taken[code]}.`) : error
}
