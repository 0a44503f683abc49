import type { EFS } from '@aws-sdk/client-efs'
import type { Call } from '../call.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystems.html */
export const efsAnswers = {
  DescribeFileSystems: ({ FileSystemId, CreationToken, MaxItems, Marker }, call) => {
    if (FileSystemId && CreationToken)
      throw refuse('BadRequest', 'Specify either a file system ID or a creation token, not both.')
    const chosen = FileSystemId
      ? [fileSystem(call, FileSystemId)]
      : call.place.efs.FileSystems.filter(it => !CreationToken || it.CreationToken === CreationToken)
    const { items, next } = page(chosen, {
      size: MaxItems ?? 100,
      token: Marker,
      onBadToken: () => refuse('BadRequest', 'Invalid Marker'),
    })
    return { FileSystems: items, ...(Marker ? { Marker } : {}), ...(next ? { NextMarker: next } : {}) }
  },

  TagResource: ({ ResourceId, Tags = [] }, call) => {
    const found = fileSystem(call, ResourceId ?? '')
    const kept = (found.Tags ?? []).filter(tag => !Tags.some(({ Key }) => Key === tag.Key))
    found.Tags = [...kept, ...Tags]
    return {}
  },
} satisfies AnswersOf<EFS>

const fileSystem = ({ place }: Call, id: string) => {
  if (!/^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system\/)?fs-[0-9a-f]{8,40}$/.test(id))
    throw refuse('BadRequest', `invalid file system ID: ${id}`)
  const found = place.efs.FileSystems.find(each => each.FileSystemId === id || each.FileSystemArn === id)
  if (!found) throw refuse('FileSystemNotFound', `File system '${id}' does not exist.`)
  return found
}
