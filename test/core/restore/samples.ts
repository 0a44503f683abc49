import { known } from '../../../src/core/fact.ts'
import type { House } from '../../../src/core/house.ts'
import { kindOf } from '../../../src/core/kinds/index.ts'
import type { ChosenPoint, FormContext, FormValues } from '../../../src/core/restore/form.ts'
import { recipeOf } from '../../../src/core/restore/recipes/index.ts'
import { type Draft, file, type Person, type Request } from '../../../src/core/restore/request.ts'

export const now = '2026-11-20T10:00:00.000Z'

export const house: House = {
  name: 'Example Group',
  organisationId: 'o-exampleorg1',
  central: {
    account: '692653576357',
    name: 'cbackupstorage-prod',
    vault: 'central-backup-vault',
    airGappedVault: null,
    key: 'arn:aws:kms:eu-central-1:692653576357:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234',
    retentionDays: 35,
  },
  member: { vault: 'local-backup-vault', retentionDays: 1, backupRole: 'aws-controltower-BackupRole' },
  regions: ['eu-central-1', 'eu-west-1'],
  tag: { key: 'backup', enabled: 'enabled', disabled: 'disabled', custom: 'custom' },
  readRole: 'backup-bot-read',
  actRole: null,
  externalId: null,
  houseRules: { customerKey: 'required' },
  accounts: [
    { id: '111122223333', name: 'shop-prod', ou: 'Prod', owners: 'S0SHOP', channel: 'C0SHOP' },
    { id: '333344445555', name: 'lab-dev', ou: 'Dev', owners: 'S0LAB', channel: 'C0LAB' },
  ],
  slack: { alerts: 'C0ALERTS', cdxChannel: 'C0CDX', cdxGroup: 'S0CDX', whoMayAsk: 'everyone' },
  restore: { approvals: 1, approvalsForOverwrite: 2, approvalsForProduction: 1, timeZone: 'Europe/Berlin' },
}

export const uma: Person = { kind: 'person', id: 'U0UMA', name: 'Uma', cdx: false }
export const cora: Person = { kind: 'person', id: 'U0CORA', name: 'Cora', cdx: true }
export const carl: Person = { kind: 'person', id: 'U0CARL', name: 'Carl', cdx: true }

/** Of every kind, a resource that a restore may be asked for. */
const arns: Readonly<Record<string, string>> = {
  s3: 'arn:aws:s3:::shop-assets',
  ebs: 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0123456789abcdef0',
  ec2: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0',
  'rds-instance': 'arn:aws:rds:eu-central-1:111122223333:db:orders',
  'rds-multi-az-cluster': 'arn:aws:rds:eu-central-1:111122223333:cluster:orders',
  aurora: 'arn:aws:rds:eu-central-1:111122223333:cluster:orders',
  'aurora-dsql': 'arn:aws:dsql:eu-central-1:111122223333:cluster/abcdefghijklmnopqrstuvwxy1',
  'dynamodb-basic': 'arn:aws:dynamodb:eu-central-1:111122223333:table/Orders',
  'dynamodb-advanced': 'arn:aws:dynamodb:eu-central-1:111122223333:table/Orders',
  efs: 'arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0123456789abcdef0',
  'fsx-windows': 'arn:aws:fsx:eu-central-1:111122223333:file-system/fs-0123456789abcdef0',
  'fsx-lustre': 'arn:aws:fsx:eu-central-1:111122223333:file-system/fs-0123456789abcdef0',
  'fsx-openzfs': 'arn:aws:fsx:eu-central-1:111122223333:file-system/fs-0123456789abcdef0',
  'fsx-ontap': 'arn:aws:fsx:eu-central-1:111122223333:volume/fs-0123456789abcdef0/fsvol-0123456789abcdef0',
  documentdb: 'arn:aws:rds:eu-central-1:111122223333:cluster:docs',
  neptune: 'arn:aws:rds:eu-central-1:111122223333:cluster:graph',
  redshift: 'arn:aws:redshift:eu-central-1:111122223333:cluster:sales',
  'redshift-serverless':
    'arn:aws:redshift-serverless:eu-central-1:111122223333:namespace/01234567-89ab-cdef-0123-456789abcdef',
  timestream: 'arn:aws:timestream:eu-central-1:111122223333:database/metrics/table/cpu',
  'storage-gateway':
    'arn:aws:storagegateway:eu-central-1:111122223333:gateway/sgw-12345678/volume/vol-0123456789ABCDEF0',
  vmware: 'arn:aws:backup-gateway:eu-central-1:111122223333:vm/vm-0123456789ABCDEF0',
  'sap-hana': 'arn:aws:ssm-sap:eu-central-1:111122223333:HANA/erp/DB/HDB',
  cloudformation: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/01234567-89ab-cdef-0123-456789abcdef',
  eks: 'arn:aws:eks:eu-central-1:111122223333:cluster/shop',
}

/** Values of every field that any kind asks for. */
export const parameters: Readonly<Record<string, string>> = {
  name: 'restored1',
  bucket: 'shop-restored',
  cluster: 'shop-2',
  zone: 'eu-central-1a',
  subnet: 'subnet-0123456789abcdef0',
  subnets: 'subnet-0123456789abcdef0\nsubnet-0fedcba9876543210',
  svm: 'svm-0123456789abcdef0',
  size: '1024',
  database: 'metrics',
  instanceType: 'm6i.large',
  changeSet: 'from-backup',
}

export const resourceOf = (kind: string): Draft['resource'] => ({
  arn: arns[kind] ?? '',
  name: (arns[kind] ?? '').split(/[:/]/).at(-1) ?? '',
  kind,
  account: '111122223333',
  region: 'eu-central-1',
})

export const point: Draft['point'] = {
  arn: 'arn:aws:backup:eu-central-1:692653576357:recovery-point:1EB3B5E7-9EB0-435A-A80B-108B488B0D45',
  vault: 'central-backup-vault',
  account: '692653576357',
  region: 'eu-central-1',
  createdAt: '2026-11-10T01:00:00.000Z',
  expiresAt: '2026-12-15T01:00:00.000Z',
  key: house.central.key,
  bytes: 5_368_709_120,
  metadata: {},
}
export const localPoint: Draft['point'] = { ...point, vault: 'local-backup-vault', account: '111122223333' }

export const draftOf = (kind = 'dynamodb-advanced', change: Partial<Draft> = {}): Draft => {
  const fields = recipeOf(kind)?.fields.map(it => it.id) ?? []
  return {
    resource: resourceOf(kind),
    point,
    target: {
      mode: 'new',
      account: '111122223333',
      region: 'eu-central-1',
      pointInTime: null,
      parameters: Object.fromEntries(Object.entries(parameters).filter(([id]) => fields.includes(id))),
    },
    reason: 'Rows were deleted by mistake.',
    urgency: 'normal',
    neededBy: null,
    ticket: null,
    ...change,
  }
}

export const requestOf = (kind?: string, change: Partial<Request> = {}, id = 'R-7KQ4M'): Request => ({
  ...file(draftOf(kind), house, { id, at: now, by: { id: uma.id, name: uma.name }, where: 'slack', preflight: [] }),
  ...change,
})

export const contextOf = (kind = 'dynamodb-advanced', change: Partial<FormContext> = {}): FormContext => {
  const row = kindOf(kind)
  const recipe = recipeOf(kind)
  if (row === undefined || recipe === undefined) throw new Error(`No kind ${kind}`)
  const resource = resourceOf(kind)
  const chosen: ChosenPoint = { ...point, resource: resource.arn, status: 'COMPLETED' }
  return { house, kind: row, recipe, resource, point: known(chosen), taken: known(false), now, ...change }
}

export const valuesOf = (kind = 'dynamodb-advanced', change: FormValues = {}): FormValues => ({
  mode: recipeOf(kind)?.always ?? 'new',
  confirm: resourceOf(kind).name,
  account: '111122223333',
  region: 'eu-central-1',
  reason: 'Rows were deleted by mistake.',
  urgency: 'normal',
  ...Object.fromEntries(Object.entries(parameters).map(([id, value]) => [`p-${id}`, value])),
  ...change,
})
