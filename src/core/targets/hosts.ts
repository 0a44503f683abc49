import { isRegion, short } from '../arn.ts'
import type { Family } from '../resource.ts'
import { mistake } from '../trouble.ts'
import { isBucketName } from './buckets.ts'
import { named } from './ids.ts'
import { resource, type Target } from './target.ts'
import { unsupportedEntry } from './unsupported.ts'

/** The endpoint of a resource, alone or inside an address (`postgres://…@host:5432/db`); `undefined` when there is none. */
export function readEndpoint(text: string): Target | undefined {
  const host = text.split(/[^A-Za-z0-9.-]+/).find(word => /\.(amazonaws\.com|on\.aws)\.?$/i.test(word))
  if (host === undefined) return undefined
  const labels = host.toLowerCase().replace(/\.$/, '').split('.').slice(0, -2)
  const path = text.slice(text.indexOf(host) + host.length).replace(/^:\d+/, '')
  return bucket(labels, path) ?? database(labels) ?? fileSystem(labels) ?? unsupported(labels) ?? unclear()
}

const unclear = (): Target =>
  mistake('This endpoint does not say which resource it belongs to: paste the ARN of the resource.')

const from = (what: string) => [`The name was read from the ${what}.`]

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
function bucket(labels: readonly string[], path: string): Target | undefined {
  const at = labels.findLastIndex(label => /^s3(-website|-accelerate|-fips)?(-[a-z]{2}(-[a-z]+){1,2}-\d)?$/.test(label))
  if (at < 0)
    return labels.some(label => /^s3-accesspoint/.test(label))
      ? mistake('This is an S3 access point: paste the ARN of its bucket.')
      : undefined
  const name = at > 0 ? labels.slice(0, at).join('.') : (path.split(/[/?#]/)[1] ?? '')
  return isBucketName(name) ? resource('s3', name, { notes: from('address of an object or a bucket') }) : undefined
}

/** NAME.hash.REGION.service: the second label tells an instance from a cluster and from what is neither. */
function database(labels: readonly string[]): Target | undefined {
  const [service, region = '', hash = '', name = ''] = labels.toReversed()
  if (service === 'dsql' || region === 'dsql') {
    const [id = '', , at] = labels
    return at !== undefined && isRegion(at) && named('dsql', id)
      ? resource('dsql', id, { region: at, notes: from('endpoint') })
      : undefined
  }
  if (!isRegion(region) || labels.length !== 4) return undefined
  if (service === 'redshift') return give('redshift', name, region)
  if (service !== 'rds' && service !== 'docdb' && service !== 'neptune') return undefined
  if (/^(proxy|cluster-custom)-/.test(hash))
    return mistake(
      `"${short(name)}" is ${hash.startsWith('proxy') ? 'a proxy' : 'a custom endpoint'}: paste the ARN of the database behind it.`,
    )
  return give(/^cluster-/.test(hash) ? 'rds-cluster' : 'rds-instance', name, region)
}

const give = (family: Family, name: string, region: string): Target | undefined =>
  named(family, name) ? resource(family, name, { region, notes: from('endpoint') }) : undefined

function fileSystem(labels: readonly string[]): Target | undefined {
  const [region = '', service, id = ''] = labels.toReversed()
  const family = service === 'efs' || service === 'fsx' ? service : undefined
  return family && isRegion(region) ? give(family, id, region) : undefined
}

const services: Readonly<Record<string, string>> = {
  cache: 'elasticache',
  memorydb: 'memorydb',
  es: 'es',
  aoss: 'aoss',
  'docdb-elastic': 'docdb-elastic',
  'timestream-influxdb': 'timestream-influxdb',
  ecr: 'ecr',
}

function unsupported(labels: readonly string[]): Target | undefined {
  const label = labels.findLast(some => Object.hasOwn(services, some))
  const service = label === undefined ? undefined : services[label]
  return service === undefined ? undefined : { found: 'unsupported', service, ...unsupportedEntry(service) }
}
