import { familyOf, isAccountId, isRegion, parseArn, shapes } from '../arn.ts'
import type { Family } from '../resource.ts'
import { isMistake, mistake } from '../trouble.ts'
import { foreign, keyId } from './arns.ts'
import { directoryBucket } from './buckets.ts'
import { asPair, named } from './ids.ts'
import { type Context, place, resource, type Target } from './target.ts'
import { unescapeUrl } from './tidy.ts'
import { consoleServices, unsupportedEntry, unsupportedServices } from './unsupported.ts'

/** What a page of the AWS console shows, read from its address alone; `undefined` when it is no console address. */
export function readConsole(text: string, context: Context): Target | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.hostname.endsWith('.awsapps.com')) return throughPortal(url, context)
  const partition = partitionOf(url.hostname)
  if (partition === undefined) return undefined
  if (partition !== (context.partition ?? 'aws')) return foreign(partition, context.partition ?? 'aws')
  const page = pageOf(url, partition)
  const reader = Object.hasOwn(readers, page.service) ? readers[page.service] : undefined
  return (reader ? reader(page) : unsupported(page)) ?? unclear
}

const unclear: Target = mistake(
  'This console page does not name one resource in its address: paste the ARN that the page shows.',
)

const consoles: Readonly<Record<string, string>> = {
  'console.aws.amazon.com': 'aws',
  'console.amazonaws.cn': 'aws-cn',
  'console.amazonaws-us-gov.com': 'aws-us-gov',
  'console.amazonaws-eusc.eu': 'aws-eusc',
}
const partitionOf = (host: string): string | undefined =>
  Object.entries(consoles).find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1]

type Page = {
  readonly service: string
  /** Path, query and fragment, unescaped. */
  readonly text: string
  readonly partition: string
  readonly at: { region?: string; account?: string }
  readonly value: (name: string) => string
}

function pageOf(url: URL, partition: string): Page {
  const text = unescapeUrl(url.pathname + url.search + url.hash)
  const value = (name: string) => new RegExp(`[?&;#:/]${name}=([^&;#?/]*)`).exec(text)?.[1] ?? ''
  // With several sessions open, the host begins with the account: 111122223333-abcdefgh.eu-central-1.console.aws.amazon.com
  const labels = url.hostname.split('.')
  const account = /^(\d{12})-/.exec(labels[0] ?? '')?.[1]
  const said = [...new Set([...labels, value('region')].filter(isRegion))]
  const region = said.length === 1 ? said[0] : undefined
  return { service: url.pathname.split('/')[1] ?? '', text, partition, at: place(region, account), value }
}

// The access portal's shortcut: …awsapps.com/start/#/console?account_id=…&role_name=…&destination=…
function throughPortal(url: URL, context: Context): Target {
  const query = new URLSearchParams(url.hash.slice(url.hash.indexOf('?') + 1))
  const destination = query.get('destination') ?? ''
  const account = query.get('account_id') ?? ''
  if (!partitionOf(URL.canParse(destination) ? new URL(destination).hostname : '')) return unclear
  const target = readConsole(destination, context) ?? unclear
  const takes =
    'found' in target && (target.found === 'resource' || target.found === 'recovery point' || target.found === 'key')
  return takes && isAccountId(account) && target.account === undefined ? { ...target, account } : target
}

const give = (page: Page, family: Family, name: string): Target | undefined =>
  named(family, name) ? resource(family, name, { partition: page.partition, ...page.at }) : undefined

const after = (page: Page, before: RegExp): string => {
  const match = before.exec(page.text)
  return match === null ? '' : (page.text.slice(match.index + match[0].length).split(/[/?&;#]/)[0] ?? '')
}

function rds(page: Page): Target | undefined {
  const name = page.value('id')
  if (!/#\/?database:/.test(page.text) || !named('rds-instance', name)) return undefined
  const cluster = page.value('is-cluster')
  if (cluster === 'true' || cluster === 'false')
    return give(page, cluster === 'true' ? 'rds-cluster' : 'rds-instance', name)
  return {
    found: 'question',
    ask: `The address does not say whether ${name} is a DB instance or a cluster. Which is it?`,
    choices: [asPair('DB instance', 'rds-instance', name, page.at), asPair('Cluster', 'rds-cluster', name, page.at)],
  }
}

function ec2(page: Page): Target | undefined {
  const ids = [...new Set(page.text.match(/(?<![A-Za-z0-9-])(vol|i|snap|ami)-[0-9a-f]{8,17}(?![A-Za-z0-9-])/g))]
  const [id = ''] = ids
  if (ids.length > 1)
    return {
      found: 'question',
      ask: 'The address names several resources. Which one?',
      choices: ids.slice(0, 5).map(each => ({ label: each, target: each, ...page.at })),
    }
  if (id.startsWith('snap-') || id.startsWith('ami-'))
    return {
      found: 'recovery point',
      id,
      partition: page.partition,
      ...page.at,
      of: id.startsWith('ami-') ? 'ec2' : 'ebs',
    }
  return give(page, id.startsWith('vol-') ? 'ebs' : 'ec2', id)
}

function s3(page: Page): Target | undefined {
  const name = after(page, /^\/s3\/(buckets|object|bucket|get|upload)\//)
  if (!shapes.s3.read.test(name)) return undefined
  const notes = page.text.startsWith('/s3/object/')
    ? [`The page is of an object; AWS Backup takes the whole bucket ${name}.`]
    : []
  // The Region in the address is where the console was, not always where the bucket is.
  return directoryBucket(name) ?? resource('s3', name, { partition: page.partition, account: page.at.account, notes })
}

const fsId = (page: Page): string => /(?<![A-Za-z0-9-])fs-[0-9a-f]{8,40}(?![0-9a-f])/.exec(page.text)?.[0] ?? ''

function fsx(page: Page): Target | undefined {
  if (/fsvol-[0-9a-f]/.test(page.text))
    return mistake('This is the page of an FSx volume: paste the ARN that it shows, …:volume/fs-…/fsvol-….')
  return give(page, 'fsx', fsId(page))
}

function dynamodb(page: Page): Target | undefined {
  return give(page, 'dynamodb', page.value('name') || page.value('table') || page.value('selected'))
}

function docdb(page: Page): Target | undefined {
  const cluster = after(page, /#\/?cluster-details[/?](id=)?/)
  const instance = after(page, /#\/?instance-details[/?](id=)?/)
  return cluster ? give(page, 'rds-cluster', cluster) : give(page, 'rds-instance', instance)
}

function redshift(page: Page): Target | undefined {
  if (/serverless|workgroup|namespace/.test(page.text))
    return mistake('This is a page of Redshift Serverless: paste the ARN of the namespace, …:namespace/UUID.')
  return give(page, 'redshift', page.value('cluster'))
}

function kms(page: Page): Target | undefined {
  const id = `key/${after(page, /\/kms\/(keys|defaultKeys|awsManagedKeys)\//)}`
  return keyId.test(id) ? { found: 'key', id, partition: page.partition, ...page.at } : undefined
}

function backup(page: Page): Target | undefined {
  const id = /(?<![0-9a-f-])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/i.exec(page.text)?.[0]
  if (id !== undefined && /job/i.test(page.text)) return { found: 'job', id, ...page.at }
  return mistake(
    'This page of AWS Backup does not carry an ARN in its address: paste the ARN of the resource that it shows.',
  )
}

function timestream(page: Page): Target | undefined {
  const [database, table] = [after(page, /\bdatabases\//), after(page, /\btables\//)]
  if (database && !table)
    return {
      found: 'question',
      ask: `${database} is a Timestream database; backups are made per table. Which table? Paste its ARN.`,
      choices: [],
    }
  return give(page, 'timestream', `${database}/${table}`)
}

const readers: Readonly<Record<string, (page: Page) => Target | undefined>> = {
  ec2,
  ec2v2: ec2,
  s3,
  rds,
  neptune: rds,
  docdb,
  dynamodb,
  dynamodbv2: dynamodb,
  efs: page => give(page, 'efs', fsId(page)),
  fsx,
  redshift,
  redshiftv2: redshift,
  eks: page => give(page, 'eks', after(page, /\/clusters\//)),
  dsql: page => give(page, 'dsql', after(page, /\/clusters\//)),
  kms,
  backup,
  timestream,
  cloudformation: () =>
    mistake('The name of a stack is not enough: paste its ARN, …:stack/NAME/UUID, from the page "Stack info".'),
}

function unsupported({ service: path }: Page): Target | undefined {
  const service = Object.hasOwn(consoleServices, path) ? (consoleServices[path] ?? path) : path
  const known = Object.hasOwn(unsupportedServices, service)
  return known ? { found: 'unsupported', service, ...unsupportedEntry(service) } : undefined
}

/** Path and fragment of the page about a resource. */
const paths: { readonly [F in Family]?: (name: string, arn: string, kind: string | undefined) => string } = {
  ebs: name => `ec2/home?region=R#VolumeDetails:volumeId=${name}`,
  ec2: name => `ec2/home?region=R#InstanceDetails:instanceId=${name}`,
  'rds-instance': name => `rds/home?region=R#database:id=${name};is-cluster=false`,
  'rds-cluster': (name, _, kind) =>
    kind === 'documentdb'
      ? `docdb/home?region=R#cluster-details/${name}`
      : `${kind === 'neptune' ? kind : 'rds'}/home?region=R#database:id=${name};is-cluster=true`,
  dynamodb: name => `dynamodbv2/home?region=R#table?name=${name}`,
  efs: name => `efs/home?region=R#/file-systems/${name}`,
  fsx: name => `fsx/home?region=R#file-system-details/${name}`,
  dsql: name => `dsql/clusters/${name}/home?region=R`,
  redshift: name => `redshiftv2/home?region=R#cluster-details?cluster=${name}`,
  cloudformation: (_, arn) => `cloudformation/home?region=R#/stacks/stackinfo?stackId=${encodeURIComponent(arn)}`,
  eks: name => `eks/clusters/${name}?region=R`,
}

/** The console page of a resource or a key; `undefined` where no page is known. `kind` tells DocumentDB and Neptune apart. */
export function consoleUrl(text: string, kind?: string): string | undefined {
  const arn = parseArn(text)
  if (isMistake(arn)) return undefined
  const domain = Object.entries(consoles).find(([, partition]) => partition === arn.partition)?.[0]
  if (domain === undefined) return undefined
  const match = familyOf(arn)
  if (match?.family === 's3') return `https://${domain}/s3/buckets/${match.name}`
  const key = arn.service === 'kms' && arn.resource.startsWith('key/') ? arn.resource.slice(4) : undefined
  const path = key ? `kms/home?region=R#/kms/keys/${key}` : match && paths[match.family]?.(match.name, text, kind)
  if (path === undefined || !isRegion(arn.region)) return undefined
  return `https://${arn.region}.${domain}/${path.replace('region=R', `region=${arn.region}`)}`
}
