import type { FSx } from '@aws-sdk/client-fsx'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { type Filters, type FilterTable, passing } from './filters.ts'

/** https://docs.aws.amazon.com/fsx/latest/APIReference/ */
export const fsxAnswers = {
  DescribeFileSystems: (input, { place }) => {
    const chosen = byId(place.fsx.FileSystems, input.FileSystemIds, 'FileSystemId', id =>
      refuse('FileSystemNotFound', `File system '${id}' does not exist.`),
    )
    const { items, NextToken } = pageOf(chosen, input)
    return { FileSystems: items, ...NextToken }
  },

  DescribeVolumes: (input, { place }) => {
    const chosen = byId(place.fsx.Volumes, input.VolumeIds, 'VolumeId', id =>
      refuse('VolumeNotFound', `Volume '${id}' does not exist.`),
    )
    const fits = filtered(chosen, input.Filters, {
      'file-system-id': volume => [volume.FileSystemId],
      'storage-virtual-machine-id': volume => [volume.OntapConfiguration?.StorageVirtualMachineId],
    })
    const { items, NextToken } = pageOf(fits, input)
    return { Volumes: items, ...NextToken }
  },

  DescribeDataRepositoryAssociations: (input, { place }) => {
    const chosen = byId(place.fsx.Associations, input.AssociationIds, 'AssociationId', id =>
      refuse('DataRepositoryAssociationNotFound', `Data repository association '${id}' does not exist.`),
    )
    const fits = filtered(chosen, input.Filters, { 'file-system-id': association => [association.FileSystemId] })
    const { items, NextToken } = pageOf(fits, input)
    return { Associations: items, ...NextToken }
  },
} satisfies AnswersOf<FSx>

const byId = <T>(
  records: readonly T[],
  ids: string[] | undefined,
  member: keyof T,
  missing: (id: string) => Error,
): T[] =>
  (ids ?? []).length === 0
    ? [...records]
    : (ids ?? []).map(id => {
        const record = records.find(each => each[member] === id)
        if (!record) throw missing(id)
        return record
      })

const filtered = <T>(records: readonly T[], asked: Filters, table: FilterTable<T>): T[] =>
  passing(records, asked, table, name => refuse('BadRequest', `Invalid filter: ${name}`))

type Paging = { MaxResults?: number | undefined; NextToken?: string | undefined }
const pageOf = <T>(items: readonly T[], { MaxResults: size = 100, NextToken: token }: Paging) => {
  const { items: shown, next } = page(items, {
    size,
    token,
    onBadToken: () => refuse('BadRequest', 'Invalid NextToken'),
  })
  return { items: shown, NextToken: next ? { NextToken: next } : {} }
}
