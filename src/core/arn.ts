import type { Family } from './resource.ts'
import { type Mistake, mistake } from './trouble.ts'

/** The six parts of an ARN; `region` and `account` are '' where the ARN leaves them empty. */
export type Arn = {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

// Two to four letters (`eu`, `eusc`), one or two words, a number: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
export const isRegion = (text: string): boolean => /^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/.test(text)
/** `aws`, unless the ARN says otherwise. */
export const partitionOf = (arn: string): string => arn.split(':')[1] || 'aws'
export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text)

/** Splits an ARN strictly; the Mistake names the part that is wrong. */
export function parseArn(text: string): Arn | Mistake {
  const [prefix, partition = '', service = '', region = '', account = '', ...rest] = text.split(':')
  const resource = rest.join(':')
  if (prefix !== 'arn') return mistake('An ARN starts with "arn:".')
  if (rest.length === 0)
    return mistake('This ARN is cut off: it needs six parts, arn:partition:service:region:account:resource.')
  if (!/^aws(-[a-z]+)*$/.test(partition))
    return mistake(`The partition of this ARN, its second part, is "${short(partition)}"; it should be "aws".`)
  if (!/^[a-z0-9-]+$/.test(service))
    return mistake(`The service of this ARN, its third part, is "${short(service)}"; that is no AWS service.`)
  if (region !== '' && !isRegion(region)) return mistake(wrongRegion(region))
  if (account !== '' && !isAccountId(account))
    return mistake(`The account of this ARN, its fifth part, is "${short(account)}"; an account id has 12 digits.`)
  if (!/^\S+$/.test(resource))
    return mistake('The resource of this ARN, all that follows the fifth colon, is empty or holds a space.')
  return { partition, service, region, account, resource }
}

export const printArn = (arn: Arn): string =>
  ['arn', arn.partition, arn.service, arn.region, arn.account, arn.resource].join(':')

/** How the ARN of a family looks. `read` captures the name; a name of two parts is joined by `/`. */
type Shape = {
  readonly service: string
  readonly read: RegExp
  /** Absent where the ARN holds more than the name: a parent or an id. */
  readonly write?: (name: string) => string | undefined
  /** The resource part, as an example for people. */
  readonly form: string
}

const pair = (name: string, write: (parent: string, child: string) => string): string | undefined => {
  const [parent, child] = name.split('/')
  return parent === undefined || child === undefined ? undefined : write(parent, child)
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html#resource-arns-table
export const shapes: { readonly [F in Family]: Shape } = {
  // Buckets made in us-east-1 before March 2018 may have capitals, underscores and up to 255 characters:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  s3: { service: 's3', read: /^([A-Za-z0-9._-]{3,255})$/, write: name => name, form: 'NAME' },
  ebs: {
    service: 'ec2',
    read: /^volume\/(vol-[0-9a-f]{8,17})$/,
    write: name => `volume/${name}`,
    form: 'volume/vol-0123456789abcdef0',
  },
  ec2: {
    service: 'ec2',
    read: /^instance\/(i-[0-9a-f]{8,17})$/,
    write: name => `instance/${name}`,
    form: 'instance/i-0123456789abcdef0',
  },
  'rds-instance': {
    service: 'rds',
    read: /^db:([A-Za-z0-9-]{1,63})$/,
    write: name => `db:${name}`,
    form: 'db:NAME',
  },
  'rds-cluster': {
    service: 'rds',
    read: /^cluster:([A-Za-z0-9-]{1,63})$/,
    write: name => `cluster:${name}`,
    form: 'cluster:NAME',
  },
  dynamodb: {
    service: 'dynamodb',
    read: /^table\/([A-Za-z0-9_.-]{3,255})$/,
    write: name => `table/${name}`,
    form: 'table/NAME',
  },
  efs: {
    service: 'elasticfilesystem',
    read: /^file-system\/(fs-[0-9a-f]{8,40})$/,
    write: name => `file-system/${name}`,
    form: 'file-system/fs-0123456789abcdef0',
  },
  fsx: {
    service: 'fsx',
    read: /^file-system\/(fs-[0-9a-f]{8,40})$/,
    write: name => `file-system/${name}`,
    form: 'file-system/fs-0123456789abcdef0',
  },
  'fsx-volume': {
    service: 'fsx',
    read: /^volume\/fs-[0-9a-f]{8,40}\/(fsvol-[0-9a-f]{17,40})$/,
    form: 'volume/fs-0123456789abcdef0/fsvol-0123456789abcdef0',
  },
  dsql: {
    service: 'dsql',
    read: /^cluster\/([a-z0-9]{26})$/,
    write: name => `cluster/${name}`,
    form: 'cluster/ID (26 letters and digits)',
  },
  redshift: {
    service: 'redshift',
    read: /^cluster:([a-z0-9-]{1,63})$/,
    write: name => `cluster:${name}`,
    form: 'cluster:NAME',
  },
  'redshift-serverless': {
    service: 'redshift-serverless',
    read: /^namespace\/([0-9a-f-]{36})$/,
    write: name => `namespace/${name}`,
    form: 'namespace/UUID',
  },
  timestream: {
    service: 'timestream',
    read: /^database\/([A-Za-z0-9_.-]{3,256})\/table\/([A-Za-z0-9_.-]{3,256})$/,
    write: name => pair(name, (database, table) => `database/${database}/table/${table}`),
    form: 'database/NAME/table/NAME',
  },
  'storage-gateway': {
    service: 'storagegateway',
    read: /^gateway\/sgw-[A-Za-z0-9]{8,20}\/volume\/(vol-[A-Za-z0-9]{8,30})$/,
    form: 'gateway/sgw-12345678/volume/vol-0123456789ABCDEF0',
  },
  vmware: {
    service: 'backup-gateway',
    read: /^vm\/(vm-[A-Za-z0-9]{3,64})$/,
    write: name => `vm/${name}`,
    form: 'vm/vm-0123456789ABCDEF0',
  },
  'sap-hana': {
    service: 'ssm-sap',
    read: /^HANA\/([\w.-]{1,100})\/DB\/([\w.%-]{1,300})$/,
    write: name => pair(name, (application, database) => `HANA/${application}/DB/${database}`),
    form: 'HANA/APPLICATION/DB/DATABASE',
  },
  cloudformation: {
    service: 'cloudformation',
    read: /^stack\/([A-Za-z][A-Za-z0-9-]{0,127})\/[0-9a-f-]{36}$/,
    form: 'stack/NAME/UUID',
  },
  eks: {
    service: 'eks',
    read: /^cluster\/([A-Za-z0-9][A-Za-z0-9_-]{0,99})$/,
    write: name => `cluster/${name}`,
    form: 'cluster/NAME',
  },
}

const entries = Object.entries(shapes) as [Family, Shape][]

/** The shapes of a service's resources, `[]` when AWS Backup takes none of it. */
export const shapesOf = (service: string): Shape[] =>
  entries.flatMap(([, shape]) => (shape.service === service ? [shape] : []))

/** Family and name of a resource that AWS Backup protects; `undefined` for every other ARN. Looks at service and resource only. */
export function familyOf(arn: Pick<Arn, 'service' | 'resource'>): { family: Family; name: string } | undefined {
  for (const [family, shape] of entries) {
    const match = shape.service === arn.service ? shape.read.exec(arn.resource) : null
    if (match) return { family, name: match.slice(1).join('/') }
  }
  return undefined
}

/**
 * The ARN of a named resource; a bucket's has neither Region nor account. `undefined` where the name does not fit the
 * family, or where the ARN holds more than the name (an FSx or gateway volume, a stack): that one has to be read.
 */
export function arnOf(
  family: Family,
  at: { readonly partition: string; readonly region: string; readonly account: string; readonly name: string },
): string | undefined {
  const { service, read, write } = shapes[family]
  const resource = write?.(at.name)
  if (resource === undefined || read.exec(resource)?.slice(1).join('/') !== at.name) return undefined
  const { region, account } = family === 's3' ? { region: '', account: '' } : at
  if (family !== 's3' && !(isRegion(region) && isAccountId(account))) return undefined
  return printArn({ partition: at.partition, service, region, account, resource })
}

/** Outside text inside a sentence: one line, at most 60 characters. */
export const short = (text: string): string => {
  const line = text.replace(/\s/g, ' ')
  return line.length > 60 ? `${Array.from(line).slice(0, 59).join('')}…` : line
}

function wrongRegion(region: string): string {
  const zone = /^([a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d)[a-z]$/.exec(region)
  return zone
    ? `The Region of this ARN, its fourth part, is "${region}", an Availability Zone; the Region is ${zone[1]}.`
    : `The Region of this ARN, its fourth part, is "${short(region)}"; that is no AWS Region such as eu-central-1.`
}
