import { type Arn, parseArn } from '../arn.ts'
import { isMistake } from '../trouble.ts'
import type { Draft, Target } from './request.ts'

/** One input of the form that only some types have. Texts are for people; the check is AWS's own naming rule. */
export type Field = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly required?: true
  /** Several values, one a line. */
  readonly lines?: true
  readonly choices?: readonly string[]
  /** Asked in this mode only. */
  readonly mode?: Target['mode']
  /** The key in the recovery point's restore metadata that fills it. */
  readonly from?: string
  /** One plain sentence saying what is wrong; `null`: nothing. */
  readonly check?: (value: string, where: Pick<Target, 'account' | 'region'>) => string | null
}

/** What a recipe makes metadata and commands of. */
export type Cooking = Pick<Draft, 'resource' | 'point' | 'target'> & {
  /** For CreationToken and the like: another one for each try, because a failed one may have left something behind. */
  readonly token: string
}

/** One word of a command: text that is quoted for the shell, or a piece of shell that is not. */
export type ShellWord = string | { readonly shell: string }
/** The id at the end of the ARN that the restore made. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
export const madeId: ShellWord = { shell: '"${MADE##*[/:]}"' }

/** How one type is restored: the fields of its form, the metadata of StartRestoreJob, the commands that look at the result. */
export type Recipe = {
  readonly kinds: readonly string[]
  /** What a restore makes: `a new table`. */
  readonly makes: string
  /** What really happens to the original; absent where AWS Backup never touches it. */
  readonly overwrites?: string
  /** Nothing that is in the original is lost then. */
  readonly spares?: true
  /** There is no other way than over something that exists. */
  readonly always?: 'overwrite'
  readonly fields: readonly Field[]
  /** The field that names the new resource, which must not exist yet. */
  readonly named?: string
  /** Put over the recovery point's own metadata; `null` takes a key away. */
  readonly metadata: (cooking: Cooking) => Readonly<Record<string, string | null>>
  /** Commands of the `aws` command line that show the restored resource, in words; without account and Region. */
  readonly verify: (cooking: Cooking) => readonly (readonly ShellWord[])[]
  /** What must be seen to before the command is run; `null`: nothing for this request. */
  readonly beforehand?: (draft: Pick<Draft, 'resource' | 'point' | 'target'>) => string | null
  /** Commands that make usable what was restored, in words; without account and Region. */
  readonly finish?: (cooking: Cooking) => readonly (readonly ShellWord[])[]
  /** What is left to do by hand afterwards. */
  readonly afterwards?: string
  /** Absent where the keys of the metadata are not documented in full: then the runbook says so. */
  readonly sure?: true
  readonly source: string
}

export const guide = (page: string): string => `https://docs.aws.amazon.com/aws-backup/latest/devguide/${page}.html`

const arnOfResource = ({ resource }: Pick<Draft, 'resource'>): Arn => {
  const arn = parseArn(resource.arn)
  if (isMistake(arn)) throw new Error(`A request holds the ARN ${resource.arn}: ${arn.mistake}`)
  return arn
}

/** The last part of the ARN: the id or name that the service's own calls take. */
export const idOf = (draft: Pick<Draft, 'resource'>): string =>
  arnOfResource(draft).resource.split(/[/:]/).at(-1) ?? draft.resource.name

export const linesOf = (text: string): readonly string[] =>
  text
    .split(/[\n,]/)
    .map(line => line.trim())
    .filter(Boolean)

/** The keys that were filled in, by their names in the metadata; lists as JSON text, as AWS wants them. */
export const filled = (
  { target: { parameters } }: Pick<Draft, 'target'>,
  names: Readonly<Record<string, string>>,
  lists: readonly string[] = [],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([id, key]) => {
      const value = parameters[id]
      return value === undefined || value === ''
        ? []
        : [[key, lists.includes(id) ? JSON.stringify(linesOf(value)) : value]]
    }),
  )

/** Keys of metadata are told apart by their letters, not by their capitals. https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html */
export const entryOf = <V>(metadata: Readonly<Record<string, V>>, key: string): V | undefined =>
  Object.entries(metadata).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1]

/** Some metadata with changes put over it, whatever the capitals of the keys. */
export const over = <V>(
  metadata: Readonly<Record<string, V>>,
  changes: Readonly<Record<string, V>>,
): Readonly<Record<string, V>> => ({
  ...Object.fromEntries(Object.entries(metadata).filter(([key]) => entryOf(changes, key) === undefined)),
  ...changes,
})

const fits = (pattern: RegExp, sentence: string) => (value: string) => (pattern.test(value) ? null : sentence)
const each = (pattern: RegExp, sentence: string) => (value: string) =>
  linesOf(value).every(line => pattern.test(line)) ? null : sentence

const itemsRule = (value: string): string | null => {
  const lines = linesOf(value)
  if (lines.length > 5) return 'AWS Backup takes at most five items in one restore.'
  return lines.every(line => line.length <= 1024) ? null : 'An item is at most 1,024 characters long.'
}

/** AWS's naming rules, each with the sentence that stands at the field. */
export const rules = {
  instanceClass: fits(/^db\.[a-z0-9-]+\.[a-z0-9-]+$/, 'An instance class looks like db.r6g.large.'),
  instanceType: fits(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'An instance type looks like m6i.large.'),
  subnet: fits(/^subnet-[0-9a-f]{8,17}$/, 'A subnet looks like subnet-0123456789abcdef0.'),
  subnets: each(/^subnet-[0-9a-f]{8,17}$/, 'Each line is a subnet such as subnet-0123456789abcdef0.'),
  securityGroups: each(/^sg-[0-9a-f]{8,17}$/, 'Each line is a security group such as sg-0123456789abcdef0.'),
  vpc: fits(/^vpc-[0-9a-f]{8,17}$/, 'A VPC looks like vpc-0123456789abcdef0.'),
  key: fits(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/,
    'A key is given by its ARN, arn:aws:kms:REGION:ACCOUNT:key/ID.',
  ),
  number: fits(/^[1-9]\d{0,9}$/, 'This is a whole number above zero.'),
  dbName: fits(
    /^(?=.{1,63}$)[A-Za-z](-?[A-Za-z0-9])*$/,
    'A name has up to 63 letters, digits and hyphens, starts with a letter, and neither ends with a hyphen nor has two in a row.',
  ),
  groupName: fits(
    /^[A-Za-z0-9][A-Za-z0-9._ -]{0,254}$/,
    'A group name has up to 255 letters, digits, dots, hyphens and underscores.',
  ),
  table: fits(/^[A-Za-z0-9_.-]{3,255}$/, 'A table name has 3 to 255 letters, digits, dots, hyphens and underscores.'),
  bucket: fits(
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens, and starts and ends with a letter or digit.',
  ),
  zone: (value: string, { region }: Pick<Target, 'region'>) =>
    new RegExp(`^${region}[a-z]$`).test(value)
      ? null
      : `An Availability Zone of the target Region looks like ${region}a.`,
  stack: fits(
    /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
    'A stack name has up to 128 letters, digits and hyphens and starts with a letter.',
  ),
  cluster: fits(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
    'A cluster name has up to 100 letters, digits, hyphens and underscores.',
  ),
  redshift: fits(
    /^(?=.{1,63}$)[a-z](-?[a-z0-9])*$/,
    'A cluster identifier has up to 63 lower-case letters, digits and hyphens, starts with a letter, and has no two hyphens in a row.',
  ),
  timestream: fits(/^[A-Za-z0-9_.-]{3,256}$/, 'A name has 3 to 256 letters, digits, dots, hyphens and underscores.'),
  namespaces: (value: string) =>
    linesOf(value).length > 5 ? 'AWS Backup restores at most five namespaces at once.' : null,
  hana: fits(
    /^arn:aws[a-z-]*:ssm-sap:[a-z0-9-]+:\d{12}:HANA\/[^/]+\/DB\/[^/]+$/,
    'A database is given by its ARN, arn:aws:ssm-sap:REGION:ACCOUNT:HANA/APPLICATION/DB/DATABASE.',
  ),
  items: itemsRule,
  fileItems: (value: string) =>
    linesOf(value).every(line => line.startsWith('/'))
      ? itemsRule(value)
      : 'Each item is a path from the root of the file system, such as /data/reports.',
} as const satisfies Record<string, NonNullable<Field['check']>>
