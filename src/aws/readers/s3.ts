import {
  GetBucketEncryptionCommand,
  type GetBucketEncryptionCommandOutput,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { type EncryptedPart, known } from '../../core/fact.ts'
import { isProduction } from '../../core/house.ts'
import { awsOwned, tagMap, tagsFrom, whole } from '../describe.ts'
import { type Ask, pick, read } from '../read.ts'
import { isNamed } from '../trouble.ts'
import type { Reader } from './reader.ts'

/** A bucket's name, and its owner as a proof that the bucket is the one that is meant. */
const bucket = ({ name, account }: { name: string; account: string }) => ({
  Bucket: name,
  ...(account ? { ExpectedBucketOwner: account } : {}),
})

/** The Region of a bucket; any Region's session may ask. */
export const bucketRegion = async (ask: Ask, of: { name: string; account: string }) =>
  pick(
    await read(ask, 's3:HeadBucket', options =>
      ask.session.client(S3Client).send(new HeadBucketCommand(bucket(of)), options),
    ),
    'BucketRegion',
    it => it.BucketRegion,
  )

const none =
  <T>(value: T, ...names: string[]) =>
  (error: unknown): T => {
    if (isNamed(error, ...names)) return value
    throw error
  }

const versions = ['Enabled', 'Suspended', 'Off'] as const

const rule = (it: Pick<GetBucketEncryptionCommandOutput, 'ServerSideEncryptionConfiguration'>) =>
  it.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault

// A bucket without a configuration uses keys of S3's own: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
const byOf = (it: GetBucketEncryptionCommandOutput): EncryptedPart['by'] | undefined => {
  const { SSEAlgorithm, KMSMasterKeyID = 'alias/aws/s3' } = rule(it) ?? {}
  if (!it.ServerSideEncryptionConfiguration || SSEAlgorithm === 'AES256') return awsOwned
  return SSEAlgorithm?.startsWith('aws:kms') ? { kind: 'key', id: KMSMasterKeyID } : undefined
}

export const s3: Reader = async scope => {
  const { session, resource, house } = scope
  const client = () => session.client(S3Client)
  const it = bucket(resource)
  const account = house.accounts.find(({ id }) => id === resource.account)
  // The house asks for it in Prod only. The client of EC2 is loaded for those alone.
  const later =
    account && isProduction(account)
      ? import('./vpcs.ts').then(async ({ vpcsWithoutS3Endpoint }) => ({
          vpcsWithoutS3Endpoint: await vpcsWithoutS3Endpoint(scope),
        }))
      : undefined
  const [region, tags, versioning, encryption] = await Promise.all([
    scope.placed ? known(resource.region) : bucketRegion(scope, resource),
    read(scope, 's3:GetBucketTagging', options =>
      client()
        .send(new GetBucketTaggingCommand(it), options)
        .then(({ TagSet }) => TagSet, none([], 'NoSuchTagSet')),
    ),
    read(scope, 's3:GetBucketVersioning', options => client().send(new GetBucketVersioningCommand(it), options)),
    read(scope, 's3:GetBucketEncryption', options =>
      client()
        .send(new GetBucketEncryptionCommand(it), options)
        .catch(
          none<GetBucketEncryptionCommandOutput>({ $metadata: {} }, 'ServerSideEncryptionConfigurationNotFoundError'),
        ),
    ),
  ])
  if (region.known && region.value !== resource.region)
    return {
      follow: { ...resource, region: region.value },
      note: `The bucket is in ${region.value}, not in ${resource.region}.`,
    }
  return {
    kind: 's3',
    // S3 answers from anywhere. A Region that was only typed proves nothing of where the bucket is, and so of its vaults.
    ...(region.known || region.why === 'not found'
      ? {}
      : { resource: { ...resource, region: '' }, notes: [`Where it is, is not known: ${region.detail}`] }),
    facts: {
      tags: tagsFrom(tags, 'TagSet', house.tag.key, tagMap),
      versioning: pick(
        versioning,
        'Status',
        ({ Status = 'Off' }) => versions.find(it => it === Status),
        ({ Status }) => Status ?? 'absent',
      ),
      encryption: pick(
        encryption,
        'SSEAlgorithm',
        value => whole(resource.name, byOf(value)),
        value => rule(value)?.KMSMasterKeyID ?? rule(value)?.SSEAlgorithm ?? 'absent',
      ),
    },
    ...(later ? { later } : {}),
  }
}
