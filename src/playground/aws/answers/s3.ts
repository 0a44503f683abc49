import type { S3 } from '@aws-sdk/client-s3'
import type { BucketOfWorld } from '../../world.ts'
import type { Call } from '../call.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ */
export const s3Answers = {
  ListBuckets: ({ Prefix, BucketRegion, MaxBuckets, ContinuationToken }, { world, account }) => {
    const buckets = Object.entries(world.accounts[account]?.regions ?? {})
      .filter(([region]) => !BucketRegion || region === BucketRegion)
      .flatMap(([region, { s3 }]) =>
        s3.Buckets.map(({ Name, CreationDate }) => ({ Name, CreationDate, BucketRegion: region })),
      )
      .filter(({ Name }) => Name.startsWith(Prefix ?? ''))
      .toSorted((a, b) => (a.Name < b.Name ? -1 : 1))
    const onBadToken = () => refuse('InvalidArgument', 'The continuation token provided is incorrect')
    const { items, next } = page(buckets, { size: MaxBuckets, token: ContinuationToken, onBadToken })
    return {
      Owner: { ID: account.padStart(64, '0') },
      Buckets: items,
      ...(Prefix === undefined ? {} : { Prefix }),
      ...(next ? { ContinuationToken: next } : {}),
    }
  },

  HeadBucket: (input, call) => {
    const { region, bucket } = bucketOf(call, input)
    return {
      BucketRegion: region,
      BucketArn: `arn:${call.world.partition}:s3:::${bucket.Name}`,
      AccessPointAlias: false,
    }
  },

  GetBucketLocation: (input, call) => {
    const { region } = bucketOf(call, input, { anywhere: true })
    // The oldest Region has no name here, and is null in the answer.
    return region === 'us-east-1' ? {} : { LocationConstraint: region as never }
  },

  GetBucketVersioning: (input, call) => bucketOf(call, input).bucket.Versioning,

  PutBucketVersioning: (input, call) => {
    const { bucket } = bucketOf(call, input)
    const { Status } = input.VersioningConfiguration ?? {}
    if (Status !== 'Enabled' && Status !== 'Suspended') {
      throw refuse('IllegalVersioningConfigurationException', 'The Versioning element must be specified')
    }
    bucket.Versioning = { Status }
    return {}
  },

  GetBucketEncryption: (input, call) => {
    const { bucket } = bucketOf(call, input)
    if (!bucket.Encryption) {
      throw refuse(
        'ServerSideEncryptionConfigurationNotFoundError',
        'The server side encryption configuration was not found',
        {
          status: 404,
          members: { BucketName: bucket.Name },
        },
      )
    }
    return { ServerSideEncryptionConfiguration: bucket.Encryption }
  },

  GetBucketTagging: (input, call) => {
    const { bucket } = bucketOf(call, input)
    if (bucket.Tags.length === 0) {
      throw refuse('NoSuchTagSet', 'The TagSet does not exist', { status: 404, members: { BucketName: bucket.Name } })
    }
    return { TagSet: bucket.Tags }
  },

  PutBucketTagging: (input, call) => {
    const { bucket } = bucketOf(call, input)
    const tags = (input.Tagging?.TagSet ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }))
    if (new Set(tags.map(tag => tag.Key)).size < tags.length) {
      throw refuse('InvalidTag', 'Cannot provide multiple Tags with the same key', { status: 400 })
    }
    if (tags.some(tag => tag.Key.startsWith('aws:')))
      throw refuse('InvalidTag', 'System tags cannot be added/updated by requester', { status: 400 })
    if (tags.length > 50) throw refuse('BadRequest', 'Bucket tag count cannot be greater than 50', { status: 400 })
    bucket.Tags = tags
    return {}
  },
} satisfies AnswersOf<S3>

type Asked = { Bucket?: string | undefined; ExpectedBucketOwner?: string | undefined }

/** The bucket, wherever it is; throws S3's own error when it is missing, another's, or in another Region. */
const bucketOf = (
  call: Call,
  { Bucket, ExpectedBucketOwner }: Asked,
  { anywhere = false } = {},
): { readonly bucket: BucketOfWorld; readonly region: string } => {
  const found = Object.entries(call.world.accounts).flatMap(([owner, { regions }]) =>
    Object.entries(regions).flatMap(([region, place]) =>
      place.s3.Buckets.filter(bucket => bucket.Name === Bucket).map(bucket => ({ owner, region, bucket })),
    ),
  )[0]
  if (!found) {
    throw refuse('NoSuchBucket', 'The specified bucket does not exist', {
      status: 404,
      members: { BucketName: Bucket ?? '' },
    })
  }
  const headers = { 'x-amz-bucket-region': found.region }
  if (found.region !== call.region && !anywhere) {
    throw refuse(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      { status: 301, members: { Endpoint: `s3.${found.region}.amazonaws.com`, Bucket: Bucket ?? '' }, headers },
    )
  }
  const wrongOwner = ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== found.owner
  // No bucket of the world shares itself with another account by a bucket policy.
  if (wrongOwner || found.owner !== call.account)
    throw refuse('AccessDenied', 'Access Denied', { status: 403, headers })
  return found
}
