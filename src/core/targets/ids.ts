import { arnOf, isAccountId, isRegion, shapes, short } from '../arn.ts'
import { isJobId } from '../intent.ts'
import { type Family, families } from '../resource.ts'
import { mistake } from '../trouble.ts'
import { keyId } from './arns.ts'
import { directoryBucket, isBucketName } from './buckets.ts'
import { type Choice, type Context, resource, type Target } from './target.ts'
import { unsupportedEntry } from './unsupported.ts'

/** `s3://bucket/key`. */
export function readS3Uri(text: string): Target | undefined {
  const match = /^s3:\/\/([^/?#]*)(\/[^?#]+)?/i.exec(text)
  if (match === null) return undefined
  const [, bucket = '', key] = match
  if (!shapes.s3.read.test(bucket)) return mistake(`"${short(bucket)}" is no bucket name; write s3://NAME.`)
  const notes = key === undefined ? [] : [`The address was of an object; AWS Backup takes the whole bucket ${bucket}.`]
  return directoryBucket(bucket) ?? resource('s3', bucket, { notes })
}

const ids = [
  { at: /^vol-[0-9a-f]{8,17}$/, is: 'ebs' },
  { at: /^i-[0-9a-f]{8,17}$/, is: 'ec2' },
  { at: /^vm-[0-9A-F]{17,64}$/, is: 'vmware' },
] as const

const pointIds = [
  { at: /^snap-[0-9a-f]{8,17}$/, of: 'ebs' },
  { at: /^ami-[0-9a-f]{8,17}$/, of: 'ec2' },
  { at: /^backup-[0-9a-f]{17}$/, of: 'fsx' },
] as const

/** Ids that say by themselves what is wrong with them. */
const almost: readonly { readonly at: RegExp; readonly say: (id: string) => string }[] = [
  {
    at: /^fsvol-[0-9a-f]{8,40}$/,
    say: () => 'The id of an FSx volume does not say its file system: paste its ARN, …:volume/fs-…/fsvol-….',
  },
  { at: /^fsap-[0-9a-f]{8,17}$/, say: () => 'This is an EFS access point: paste the ARN of its file system.' },
  { at: /^svm-[0-9a-f]{8,17}$/, say: () => 'This is a storage virtual machine: paste the ARN of each of its volumes.' },
  {
    at: /^vol-(?=[0-9A-F]*[A-F])[0-9A-F]{8,30}$/,
    say: () => 'A volume id in capitals is of Storage Gateway: paste its ARN, …:gateway/sgw-…/volume/vol-….',
  },
  {
    at: /^sgw-[0-9A-Fa-f]{8,17}$/,
    say: () => 'This is a gateway; backups are made per volume: paste the ARN of the volume.',
  },
  {
    at: /^(bgw|hype)-[0-9A-Fa-f]{8,64}$/,
    say: () => 'This is part of a backup gateway: paste the ARN of the virtual machine, …:vm/vm-….',
  },
  {
    at: /^(db|cluster)-[A-Z0-9]{26}$/,
    say: () => 'This is the resource id of a database: paste its ARN, which ends in its name.',
  },
  {
    at: /^awsbackup:(copy)?job-[0-9a-f-]+$/i,
    say: () => 'This is the name of a snapshot without its service: paste its ARN.',
  },
  {
    at: /^(vol|i|snap|ami|fs)-[0-9a-f]+$/,
    say: id =>
      `"${short(id)}" looks like an id, but 8 or 17 characters follow the hyphen of one. For a bucket of that name write s3://${short(id)}.`,
  },
]

const ec2Ids = /^(sg|vpc|subnet|eni|rtb|igw|nat|acl|lt|eipalloc|pcx|tgw|vpce|vgw|cgw|dopt|eigw|pl)-[0-9a-f]{8,17}$/

/** An id without an ARN; `undefined` when it has none of the known forms. */
export function readId(text: string, context: Context): Target | undefined {
  const id = ids.find(({ at }) => at.test(text))
  if (id) return resource(id.is, text)
  const point = pointIds.find(({ at }) => at.test(text))
  if (point) return { found: 'recovery point', id: text, partition: 'aws', of: point.of }
  if (/^fs-[0-9a-f]{8,40}$/.test(text)) return fileSystem(text)
  const key = /^mrk-[0-9a-f]{32}$/.test(text) ? `key/${text}` : text
  if (keyId.test(key)) return { found: 'key', id: key, partition: 'aws' }
  if (isJobId(text)) return { found: 'job', id: text }
  const known = almost.find(({ at }) => at.test(text))
  if (known) return mistake(known.say(text))
  if (ec2Ids.test(text)) return { found: 'unsupported', service: 'ec2', ...unsupportedEntry('ec2') }
  return readPair(text) ?? readPlace(text, context)
}

const fileSystem = (id: string): Target => ({
  found: 'question',
  ask: `EFS and FSx both call their file systems fs-…. Which is ${id}?`,
  choices: [
    { label: 'EFS', target: `efs/${id}` },
    { label: 'FSx', target: `fsx/${id}` },
  ],
})

/** `family/name`, such as `efs/fs-0123456789abcdef0` or `rds-cluster/orders`: how a choice is written without an account. */
function readPair(text: string): Target | undefined {
  const slash = text.indexOf('/')
  const family = families.find(some => some === text.slice(0, slash))
  if (slash < 0 || family === undefined) return undefined
  const name = text.slice(slash + 1)
  return named(family, name)
    ? resource(family, name)
    : mistake(`"${short(name)}" does not name a resource of ${family}: paste its ARN, …:${shapes[family].form}.`)
}

/** Whether an ARN of the family could carry this name. */
export const named = (family: Family, name: string): boolean =>
  arnOf(family, { partition: 'aws', region: 'eu-central-1', account: '000000000000', name }) !== undefined

export const asPair = (
  label: string,
  family: Family,
  name: string,
  at: { region?: string; account?: string } = {},
): Choice => ({
  label,
  target: `${family}/${name}`,
  ...at,
})

function readPlace(text: string, { regions, accounts = [] }: Context): Target | undefined {
  const account = accounts.find(({ id, name }) => id === text || name === text)
  if (account && account.id !== text && isBucketName(text))
    return {
      found: 'question',
      ask: `${text} is the name of an account. Paste a resource of it, or did you mean a bucket of that name?`,
      choices: [{ label: `the bucket ${text}`, target: `s3://${text}` }],
    }
  if (account || isAccountId(text))
    return mistake('This is an account, not a resource: paste an ARN, an id or a console URL.')
  if (regions.includes(text) || isRegion(text))
    return mistake('This is a Region, not a resource: paste an ARN, an id or a console URL.')
  return undefined
}

/** A bare word, when nothing else fits: a bucket, or a cluster of Aurora DSQL. */
export function readWord(text: string): Target | undefined {
  const other = directoryBucket(text)
  if (other || !isBucketName(text)) return other
  if (/^(?=[a-z]*\d)[a-z0-9]{26}$/.test(text))
    return {
      found: 'question',
      ask: `${text} may be an Aurora DSQL cluster or a bucket. Which is it?`,
      choices: [asPair('Aurora DSQL cluster', 'dsql', text), { label: 'S3 bucket', target: `s3://${text}` }],
    }
  return resource('s3', text, { notes: [`Read as the S3 bucket ${text}; for anything else paste its ARN.`] })
}
