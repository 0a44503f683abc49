import type { Intent } from './intent.ts'

export type Verb = Intent['verb']

type Entry = { readonly usage: string; readonly about: string; readonly examples: readonly string[] }

/** How each verb is asked for: the words after `/backup` in Slack, or after `backup-bot` in a shell. */
export const verbs: { readonly [V in Verb]: Entry } = {
  check: {
    usage: 'check <arn | id | console URL | s3://bucket> [--account A] [--region R] [--to central|air-gapped] [--all]',
    about: 'Is this resource backed up and copied to the central account, and if not, why',
    examples: [
      'check arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410',
      'check s3://shop-prod-invoices shop-prod',
    ],
  },
  explain: {
    usage: 'explain <copy job id | arn | "the message"> [--account A] [--region R]',
    about: 'Why did a backup or a copy fail, who must act, and until when it can be run again',
    examples: ['explain "Given key ID is not accessible"'],
  },
  policy: {
    usage:
      'policy <arn of a resource or a key> [--format statements|policy|diff|cli|terraform|cdk|cloudformation] [--style least|guide]',
    about: 'The statements that a key policy needs for the copy, merged into it and proved',
    examples: ['policy arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'],
  },
  notice: {
    usage: 'notice <ack | mute | unmute> <G-…>',
    about: 'Acknowledge a failure notice, or silence its cause for a day; the buttons of the notice do the same',
    examples: ['notice ack G-0123456789-1'],
  },
  retry: {
    usage: 'retry <G-…>',
    about:
      'Offer the button that starts the copies of a notice again that have not landed; for the owners of the account and CDX',
    examples: ['retry G-0123456789-1'],
  },
  restore: {
    usage: 'restore [arn | id | console URL] [--account A] [--region R]',
    about: 'Ask the CDX team to restore from a recovery point; opens a form',
    examples: ['restore vol-07e3943d858664410 shop-prod'],
  },
  requests: {
    usage:
      'requests [list [--state S] [--urgent] | <show | runbook | approve | decline | withdraw | copy | copied | restore | finish | fail> R-… | export --csv|--json]',
    about: 'Restore requests: yours, and for CDX the queue, with what can be done next',
    examples: ['requests', 'requests show R-7KQ4M'],
  },
  help: {
    usage: 'help [verb | topic | type]',
    about: 'What can be asked for, and answers about tags, keys, types, Regions, cost and restores',
    examples: ['help keys', 'help types', 'help ebs'],
  },
}

export const isVerb = (word: string): word is Verb => Object.hasOwn(verbs, word)

/** What only the command line does: the operators' side of the notices. */
export const operations: Readonly<Record<'event' | 'sweep' | 'table', Entry>> = {
  event: {
    usage: 'event <FILE | ->',
    about: 'Take in one EventBridge event, or an SQS batch, as the bot does; replays a dead letter',
    examples: ['event dead-letter.json', 'event - --json'],
  },
  sweep: {
    usage: 'sweep [--since ISO]',
    about: 'Find failed jobs that no event announced, in every account and Region',
    examples: ['sweep', 'sweep --since 2026-11-20T00:00:00Z'],
  },
  table: {
    usage: 'table [create]',
    about: "The bot's DynamoDB table (TABLE_NAME): is it there, or make it",
    examples: ['table', 'table create'],
  },
}

export type Operation = keyof typeof operations
export const isOperation = (word: string | undefined): word is Operation =>
  word !== undefined && Object.hasOwn(operations, word)

export const shells = ['bash', 'zsh', 'fish'] as const

/** Every word that a shell has beside the verbs. */
export const shellWords: Readonly<Record<Operation | 'completion', Entry>> = {
  ...operations,
  completion: {
    usage: 'completion <bash | zsh | fish>',
    about: 'Print a script that makes the Tab key complete these words; source it in your profile',
    examples: ['completion bash', 'completion zsh', 'completion fish'],
  },
}
export const isShellWord = (word: string | undefined): word is keyof typeof shellWords =>
  word !== undefined && Object.hasOwn(shellWords, word)
