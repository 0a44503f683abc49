import { type Arn, familyOf, parseArn, printArn, shapes, shapesOf, short } from '../arn.ts'
import { isMistake, mistake } from '../trouble.ts'
import { directoryBucket } from './buckets.ts'
import { type Context, place, resource, type Target } from './target.ts'
import { unsupportedEntry } from './unsupported.ts'

/** Reads one full ARN. */
export function readArn(text: string, context: Context): Target {
  const arn = parseArn(text.replace(/^arn:/i, 'arn:'))
  if (isMistake(arn)) return arn
  const home = context.partition ?? 'aws'
  if (arn.partition !== home) return foreign(arn.partition, home)
  return (
    noAccount(arn) ??
    inBackup(arn) ??
    recoveryPoint(arn) ??
    key(arn) ??
    supported(arn) ??
    ofBucket(arn) ??
    ofTable(arn) ??
    holder(arn) ??
    other(arn)
  )
}

const partitions: Readonly<Record<string, string>> = {
  aws: 'the standard AWS Regions',
  'aws-cn': 'the China Regions',
  'aws-us-gov': 'AWS GovCloud (US)',
  'aws-eusc': 'the AWS European Sovereign Cloud',
}

export function foreign(partition: string, home: string): Target {
  const where = partitions[partition] ?? `the partition ${short(partition)}`
  return mistake(
    `This is in ${where}, and the organisation is in the partition ${home}: backups cannot be copied between the two.`,
  )
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: these leave Region or account empty.
const placeless = (arn: Arn): boolean =>
  arn.service === 's3' || (arn.service === 'ec2' && /^(snapshot|image)\//.test(arn.resource))

function noAccount(arn: Arn): Target | undefined {
  if (placeless(arn) || (shapesOf(arn.service).length === 0 && arn.service !== 'kms')) return undefined
  if (arn.region === '') return mistake('This ARN lacks its Region, the fourth part.')
  return arn.account === '' ? mistake('This ARN lacks its account, the fifth part.') : undefined
}

function supported(arn: Arn): Target | undefined {
  const match = familyOf(arn)
  if (match === undefined) return undefined
  if (match.family !== 's3') return resource(match.family, match.name, { ...arn, arn: printArn(arn) })
  if (arn.region !== '' || arn.account !== '') return undefined
  return directoryBucket(match.name) ?? resource('s3', match.name, { ...arn, arn: printArn(arn) })
}

/** A point of any type in a vault, or a part of AWS Backup itself. */
function inBackup(arn: Arn): Target | undefined {
  if (arn.service !== 'backup') return undefined
  const [type = '', id = ''] = split(arn.resource)
  if (arn.region === '' || arn.account === '') return mistake('This ARN lacks its Region or its account.')
  if (type !== 'recovery-point' || id === '')
    return mistake(
      `This is part of AWS Backup itself (${short(type)}), not something to back up: paste the resource's own ARN.`,
    )
  const of = /^(composite:)?eks\//.test(id) ? 'eks' : 'unknown'
  return {
    found: 'recovery point',
    id: printArn(arn),
    arn: printArn(arn),
    partition: arn.partition,
    ...place(arn.region, arn.account),
    of,
  }
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html: recovery point ARNs of the services
const points = [
  { service: 'ec2', at: /^snapshot\/snap-[0-9a-f]{8,17}$/, of: 'ebs' },
  { service: 'ec2', at: /^image\/ami-[0-9a-f]{8,17}$/, of: 'ec2' },
  { service: 'rds', at: /^snapshot:[A-Za-z0-9:-]+$/, of: 'rds-instance' },
  { service: 'rds', at: /^cluster-snapshot:[A-Za-z0-9:-]+$/, of: 'rds-cluster' },
  { service: 'dynamodb', at: /^table\/([A-Za-z0-9_.-]{3,255})\/backup\/[^/]+$/, of: 'dynamodb' },
  { service: 'fsx', at: /^backup\/backup-[0-9a-f]{8,40}$/, of: 'fsx' },
  { service: 'redshift', at: /^snapshot:([a-z0-9-]{1,63})\/[A-Za-z0-9:-]+$/, of: 'redshift' },
  { service: 'redshift-serverless', at: /^snapshot[:/][A-Za-z0-9:/-]+$/, of: 'redshift-serverless' },
] as const

function recoveryPoint(arn: Arn): Target | undefined {
  for (const { service, at, of } of points) {
    const match = service === arn.service ? at.exec(arn.resource) : null
    if (match === null) continue
    if (arn.region === '') return mistake('This ARN lacks its Region, the fourth part.')
    return {
      found: 'recovery point',
      id: printArn(arn),
      arn: printArn(arn),
      partition: arn.partition,
      ...place(arn.region, arn.account),
      of,
      ...(match[1] === undefined ? {} : { source: { family: of, name: match[1] } }),
    }
  }
  return undefined
}

export const keyId =
  /^(key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|alias\/[A-Za-z0-9/_-]{1,250})$/

function key(arn: Arn): Target | undefined {
  if (arn.service !== 'kms') return undefined
  if (!keyId.test(arn.resource))
    return mistake(
      `"${short(arn.resource)}" is no key: the ARN of a KMS key ends in key/ and its id, or in alias/ and a name.`,
    )
  return {
    found: 'key',
    id: arn.resource,
    arn: printArn(arn),
    partition: arn.partition,
    ...place(arn.region, arn.account),
  }
}

function ofBucket(arn: Arn): Target | undefined {
  if (arn.service !== 's3') return undefined
  const [type, name = ''] = split(arn.resource)
  if (arn.region !== '' || arn.account !== '')
    return type === 'accesspoint'
      ? mistake(`"${short(name)}" is an access point; paste the ARN of its bucket, arn:${arn.partition}:s3:::NAME.`)
      : mistake(`The ARN of a bucket has neither Region nor account: arn:${arn.partition}:s3:::NAME.`)
  const [bucket = ''] = arn.resource.split('/')
  if (!shapes.s3.read.test(bucket))
    return mistake(`"${short(bucket)}" is no bucket name: those have 3 to 63 small letters, digits, dots and hyphens.`)
  const whole = printArn({ ...arn, resource: bucket })
  return (
    directoryBucket(bucket) ??
    resource('s3', bucket, {
      ...arn,
      arn: whole,
      notes: [`The ARN was of objects; AWS Backup takes the whole bucket ${bucket}.`],
    })
  )
}

function ofTable(arn: Arn): Target | undefined {
  const match =
    arn.service === 'dynamodb'
      ? /^table\/([A-Za-z0-9_.-]{3,255})\/(index|stream|export|import)\//.exec(arn.resource)
      : null
  if (match === null) return undefined
  const [, name = '', part = ''] = match
  const whole = printArn({ ...arn, resource: `table/${name}` })
  const article = part === 'index' || part === 'export' || part === 'import' ? 'an' : 'a'
  return resource('dynamodb', name, {
    ...arn,
    arn: whole,
    notes: [`The ARN was of ${article} ${part}; AWS Backup takes the table ${name}.`],
  })
}

type Part = { readonly is: string; readonly paste: string }
const ofDatabase = 'the DB instance (db:NAME) or the cluster (cluster:NAME)'
const ofCluster = 'the cluster'

/** Parts of something that AWS Backup takes, by service and type word. */
const parts: Readonly<Record<string, Readonly<Record<string, Part>>>> = {
  rds: {
    pg: { is: 'a DB parameter group', paste: ofDatabase },
    'cluster-pg': { is: 'a cluster parameter group', paste: ofDatabase },
    og: { is: 'an option group', paste: ofDatabase },
    subgrp: { is: 'a DB subnet group', paste: ofDatabase },
    secgrp: { is: 'a DB security group', paste: ofDatabase },
    es: { is: 'an event subscription', paste: ofDatabase },
    ri: { is: 'a reserved DB instance', paste: ofDatabase },
    'db-proxy': { is: 'a proxy', paste: `${ofDatabase} behind it` },
    'db-proxy-endpoint': { is: 'a proxy endpoint', paste: `${ofDatabase} behind it` },
    'target-group': { is: 'a proxy target group', paste: `${ofDatabase} behind it` },
    'cluster-endpoint': { is: 'an endpoint of a cluster', paste: 'the cluster (cluster:NAME)' },
    'global-cluster': { is: 'a global cluster', paste: 'its regional cluster (cluster:NAME)' },
    'auto-backup': { is: 'an automated backup', paste: 'its DB instance (db:NAME)' },
    'cluster-auto-backup': { is: 'an automated backup', paste: 'its cluster (cluster:NAME)' },
  },
  elasticfilesystem: { 'access-point': { is: 'an access point', paste: 'its file system (file-system/fs-…)' } },
  fsx: {
    association: { is: 'a data repository association', paste: 'its file system (file-system/fs-…)' },
    snapshot: { is: 'a snapshot inside a file system', paste: 'the file system (file-system/fs-…)' },
    task: { is: 'a data repository task', paste: 'its file system (file-system/fs-…)' },
  },
  dynamodb: { 'global-table': { is: 'a global table', paste: 'its table in one Region (table/NAME)' } },
  redshift: {
    namespace: { is: 'the namespace of a cluster', paste: 'the cluster (cluster:NAME)' },
    parametergroup: { is: 'a parameter group', paste: 'the cluster (cluster:NAME)' },
    subnetgroup: { is: 'a subnet group', paste: 'the cluster (cluster:NAME)' },
    dbuser: { is: 'a database user', paste: 'the cluster (cluster:NAME)' },
    dbname: { is: 'a database in a cluster', paste: 'the cluster (cluster:NAME)' },
  },
  'redshift-serverless': { workgroup: { is: 'a workgroup', paste: 'its namespace (namespace/UUID)' } },
  eks: {
    nodegroup: { is: 'a node group', paste: ofCluster },
    addon: { is: 'an add-on', paste: ofCluster },
    fargateprofile: { is: 'a Fargate profile', paste: ofCluster },
    'access-entry': { is: 'an access entry', paste: ofCluster },
    podidentityassociation: { is: 'a pod identity association', paste: ofCluster },
    identityproviderconfig: { is: 'an identity provider configuration', paste: ofCluster },
  },
  cloudformation: {
    stackset: { is: 'a stack set', paste: 'one of its stacks (stack/NAME/UUID)' },
    changeSet: { is: 'a change set', paste: 'its stack (stack/NAME/UUID)' },
  },
  'backup-gateway': {
    gateway: { is: 'a backup gateway', paste: 'the virtual machine (vm/vm-…)' },
    hypervisor: { is: 'a hypervisor', paste: 'the virtual machine (vm/vm-…)' },
  },
}

/** What holds several things that AWS Backup takes, for the reader to list: by service, with its name. */
const holders = [
  { service: 'timestream', at: /^database\/([A-Za-z0-9_.-]{3,256})$/, family: 'timestream' },
  { service: 'ssm-sap', at: /^HANA\/([\w.-]{1,100})(?:\/COMPONENT\/[\w-]{1,100})?$/, family: 'sap-hana' },
  { service: 'storagegateway', at: /^gateway\/(sgw-[A-Za-z0-9]{8,20})$/, family: 'storage-gateway' },
  { service: 'fsx', at: /^storage-virtual-machine\/fs-[0-9a-f]{8,17}\/(svm-[0-9a-f]{17})$/, family: 'fsx' },
] as const

function holder(arn: Arn): Target | undefined {
  for (const { service, at, family } of holders) {
    const name = service === arn.service ? at.exec(arn.resource)?.[1] : undefined
    if (name !== undefined) return resource(family, name, { ...arn, arn: printArn(arn) })
  }
  return undefined
}

function other(arn: Arn): Target {
  const whole = printArn(arn)
  const [type, rest = ''] = split(arn.resource)
  const part = own(own(parts, arn.service), type)
  if (part) {
    const cluster = arn.service === 'eks' ? `: ${printArn({ ...arn, resource: `cluster/${rest.split('/')[0]}` })}` : ''
    return mistake(`This is ${part.is}, which is not backed up by itself: paste the ARN of ${part.paste}${cluster}.`)
  }
  const volumesOrSo = shapesOf(arn.service)
  const close = volumesOrSo.find(({ form }) => split(form)[0] === type)
  if (close) return mistake(`The resource of this ARN is "${short(arn.resource)}"; expected ${close.form}.`)
  const shareOrTape = arn.service === 'storagegateway' && /^(share|tape)/.test(type)
  if (volumesOrSo.length > 0 && arn.service !== 'ec2' && !shareOrTape) {
    const forms = volumesOrSo.map(({ form }) => form).join(' or ')
    return mistake(`AWS Backup does not take "${short(arn.resource)}"; of ${arn.service} it takes ${forms}.`)
  }
  const { what, advice } = unsupportedEntry(arn.service)
  const named = arn.service === 'ec2' ? `EC2 ${short(type)}` : what
  return { found: 'unsupported', service: arn.service, what: named, advice, arn: whole }
}

const own = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined

/** The type word of a resource part and what follows its first `/` or `:`. */
function split(text: string): [string, string?] {
  const at = text.search(/[/:]/)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
