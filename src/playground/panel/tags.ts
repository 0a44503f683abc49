import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { AddTagsToResourceCommand, RDSClient, RemoveTagsFromResourceCommand } from '@aws-sdk/client-rds'
import { PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import type { administrator } from './admin.ts'
import type { Held } from './resources.ts'

type Settings = ReturnType<typeof administrator>
type Tag = { readonly Key: string; readonly Value: string }

const serviceOf = (arn: string) => arn.split(':')[2] ?? ''
const idOf = (arn: string) => arn.split('/').at(-1) ?? arn

/** The services whose tags the embedded AWS lets an administrator change. */
export const canTag = (arn: string): boolean => ['ec2', 'rds', 's3'].includes(serviceOf(arn))

/** Sets one tag, or takes it away. */
export const setTag = async (
  settings: Settings,
  arn: string,
  key: string,
  value: string | null,
  all: Held['tags'],
): Promise<unknown> => {
  const tag: Tag = { Key: key, Value: value ?? '' }
  switch (serviceOf(arn)) {
    case 'ec2': {
      const Resources = [idOf(arn)]
      return value === null
        ? new EC2Client(settings).send(new DeleteTagsCommand({ Resources, Tags: [{ Key: key }] }))
        : new EC2Client(settings).send(new CreateTagsCommand({ Resources, Tags: [tag] }))
    }
    case 'rds':
      return value === null
        ? new RDSClient(settings).send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys: [key] }))
        : new RDSClient(settings).send(new AddTagsToResourceCommand({ ResourceName: arn, Tags: [tag] }))
    case 's3': {
      // A bucket's tags are only ever put as a whole.
      const others = all.flatMap(({ Key = '', Value = '' }) => (Key === key ? [] : [{ Key, Value }]))
      const TagSet = value === null ? others : [...others, tag]
      return new S3Client({ ...settings, forcePathStyle: true }).send(
        new PutBucketTaggingCommand({ Bucket: arn.split(':::')[1] ?? '', Tagging: { TagSet } }),
      )
    }
    default:
      throw new Error(`The embedded AWS cannot change the tags of ${arn}.`)
  }
}
