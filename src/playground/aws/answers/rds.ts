import type { RDS } from '@aws-sdk/client-rds'
import type { Call } from '../call.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { type Filters, type FilterTable, passing } from './filters.ts'

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/ — it answers for Neptune and Amazon DocumentDB too. */
export const rdsAnswers = {
  DescribeDBInstances: (input, { place }) => {
    const found = named(place.rds.DBInstances, input.DBInstanceIdentifier, each => [
      each.DBInstanceIdentifier,
      each.DBInstanceArn,
    ])
    if (found.length === 0 && input.DBInstanceIdentifier)
      throw missing('DBInstanceNotFoundFault', 'DBInstance', input.DBInstanceIdentifier)
    const chosen = filtered(found, input.Filters, {
      'db-cluster-id': each => [each.DBClusterIdentifier],
      'db-instance-id': each => [each.DBInstanceIdentifier, each.DBInstanceArn],
      'dbi-resource-id': each => [each.DbiResourceId],
      domain: each => (each.DomainMemberships ?? []).map(it => it.Domain),
      engine: each => [each.Engine],
    })
    const { items, Marker } = pageOf(chosen, input)
    return { DBInstances: items, ...Marker }
  },

  DescribeDBClusters: (input, { place }) => {
    const found = named(place.rds.DBClusters, input.DBClusterIdentifier, each => [
      each.DBClusterIdentifier,
      each.DBClusterArn,
    ])
    if (found.length === 0 && input.DBClusterIdentifier)
      throw missing('DBClusterNotFoundFault', 'DBCluster', input.DBClusterIdentifier)
    const chosen = filtered(found, input.Filters, {
      'db-cluster-id': each => [each.DBClusterIdentifier, each.DBClusterArn],
      'db-cluster-resource-id': each => [each.DbClusterResourceId],
      'clone-group-id': each => [each.CloneGroupId],
      domain: each => (each.DomainMemberships ?? []).map(it => it.Domain),
      engine: each => [each.Engine],
    })
    const { items, Marker } = pageOf(chosen, input)
    return { DBClusters: items, ...Marker }
  },

  DescribeOptionGroups: (input, { place }) => {
    const found = named(place.rds.OptionGroups, input.OptionGroupName, each => [each.OptionGroupName])
    if (found.length === 0 && input.OptionGroupName) {
      throw refuse('OptionGroupNotFoundFault', `Specified OptionGroupName: ${input.OptionGroupName} not found.`)
    }
    if (input.MajorEngineVersion && !input.EngineName)
      throw refuse('InvalidParameterCombination', 'MajorEngineVersion can be specified only together with EngineName.')
    const chosen = found.filter(
      each =>
        (!input.EngineName || each.EngineName === input.EngineName) &&
        (!input.MajorEngineVersion || each.MajorEngineVersion === input.MajorEngineVersion),
    )
    const { items, Marker } = pageOf(chosen, input)
    return { OptionGroupsList: items, ...Marker }
  },

  DescribeDBSnapshots: (input, { place }) => {
    const found = named(place.rds.DBSnapshots, input.DBSnapshotIdentifier, each => [
      each.DBSnapshotIdentifier,
      each.DBSnapshotArn,
    ])
    if (found.length === 0 && input.DBSnapshotIdentifier)
      throw missing('DBSnapshotNotFoundFault', 'DBSnapshot', input.DBSnapshotIdentifier)
    const fits = filtered(found, input.Filters, {
      'db-instance-id': each => [each.DBInstanceIdentifier],
      'db-snapshot-id': each => [each.DBSnapshotIdentifier],
      'dbi-resource-id': each => [each.DbiResourceId],
      'snapshot-type': each => [each.SnapshotType],
      engine: each => [each.Engine],
    })
    const chosen = fits.filter(
      each =>
        (!input.DBInstanceIdentifier || each.DBInstanceIdentifier === input.DBInstanceIdentifier) &&
        (!input.SnapshotType || each.SnapshotType === input.SnapshotType),
    )
    const { items, Marker } = pageOf(chosen, input)
    return { DBSnapshots: items, ...Marker }
  },

  DescribeDBClusterSnapshots: (input, { place }) => {
    const id = input.DBClusterSnapshotIdentifier
    const found = named(place.rds.DBClusterSnapshots, id, each => [
      each.DBClusterSnapshotIdentifier,
      each.DBClusterSnapshotArn,
    ])
    if (found.length === 0 && id) throw missing('DBClusterSnapshotNotFoundFault', 'DBClusterSnapshot', id)
    const fits = filtered(found, input.Filters, {
      'db-cluster-id': each => [each.DBClusterIdentifier],
      'db-cluster-snapshot-id': each => [each.DBClusterSnapshotIdentifier],
      'snapshot-type': each => [each.SnapshotType],
      engine: each => [each.Engine],
    })
    const chosen = fits.filter(
      each =>
        (!input.DBClusterIdentifier || each.DBClusterIdentifier === input.DBClusterIdentifier) &&
        (!input.SnapshotType || each.SnapshotType === input.SnapshotType),
    )
    const { items, Marker } = pageOf(chosen, input)
    return { DBClusterSnapshots: items, ...Marker }
  },

  ListTagsForResource: ({ ResourceName }, call) => ({ TagList: tagged(call, ResourceName).TagList ?? [] }),

  AddTagsToResource: ({ ResourceName, Tags = [] }, call) => {
    const record = tagged(call, ResourceName)
    if (Tags.some(({ Key }) => Key?.startsWith('aws:')))
      throw refuse('InvalidParameterValue', "Tag keys starting with 'aws:' are reserved for internal use.")
    const kept = (record.TagList ?? []).filter(tag => !Tags.some(({ Key }) => Key === tag.Key))
    record.TagList = [...kept, ...Tags]
    return {}
  },

  RemoveTagsFromResource: ({ ResourceName, TagKeys = [] }, call) => {
    const record = tagged(call, ResourceName)
    record.TagList = (record.TagList ?? []).filter(tag => !TagKeys.includes(tag.Key ?? ''))
    return {}
  },
} satisfies AnswersOf<RDS>

/** Identifiers are stored in lower case and asked for in any, or by ARN. */
const named = <T>(records: readonly T[], id: string | undefined, names: (record: T) => (string | undefined)[]): T[] =>
  id ? records.filter(record => names(record).includes(id) || names(record).includes(id.toLowerCase())) : [...records]

const missing = (code: string, what: string, id: string) => refuse(code, `${what} ${id} not found.`)

const filtered = <T>(records: readonly T[], asked: Filters, table: FilterTable<T>): T[] =>
  passing(records, asked, table, name => refuse('InvalidParameterValue', `Unrecognized filter name: ${name}`))

type Paging = { MaxRecords?: number | undefined; Marker?: string | undefined }
const pageOf = <T>(items: readonly T[], { MaxRecords: size = 100, Marker: token }: Paging) => {
  if (size < 20 || size > 100)
    throw refuse('InvalidParameterValue', `Invalid value ${size} for MaxRecords. Must be between 20 and 100`)
  const { items: shown, next } = page(items, {
    size,
    token,
    onBadToken: () => refuse('InvalidParameterValue', 'The parameter Marker is not valid.'),
  })
  return { items: shown, Marker: next ? { Marker: next } : {} }
}

const tagged = ({ place: { rds } }: Call, arn: string | undefined) => {
  const [, , service, , , kind] = arn?.split(':') ?? []
  if (service !== 'rds')
    throw refuse('InvalidParameterValue', `The specified resource name does not match an RDS resource in this region.`)
  const record =
    rds.DBInstances.find(each => each.DBInstanceArn === arn) ??
    rds.DBClusters.find(each => each.DBClusterArn === arn) ??
    rds.DBSnapshots.find(each => each.DBSnapshotArn === arn) ??
    rds.DBClusterSnapshots.find(each => each.DBClusterSnapshotArn === arn)
  if (record) return record
  const name = arn?.split(':').slice(6).join(':') ?? ''
  const [code, what] = kindErrors.get(kind ?? '') ?? ['InvalidParameterValue', 'Resource']
  throw missing(code, what, name)
}

const kindErrors: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['db', ['DBInstanceNotFoundFault', 'DBInstance']],
  ['cluster', ['DBClusterNotFoundFault', 'DBCluster']],
  ['snapshot', ['DBSnapshotNotFoundFault', 'DBSnapshot']],
  ['cluster-snapshot', ['DBClusterNotFoundFault', 'DBCluster']],
])
