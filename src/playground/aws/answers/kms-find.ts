import { randomUUID } from 'node:crypto'
import type { KeyOfWorld } from '../../world.ts'
import type { Call } from '../call.ts'
import { askKey, callerOf, type FoundKey, keyByArn } from '../keys.ts'
import { refuse } from '../refusal.ts'

type Reach = {
  /** The operation takes alias names and alias ARNs. */
  readonly alias?: true
  /** The operation works on keys of other accounts. */
  readonly elsewhere?: true
}

/**
 * The key that an identifier means to the caller; throws KMS's own error when there is none, or when the key's policy
 * does not let the caller near it. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export const findKey = (call: Call, id: string | undefined, action: string, reach: Reach = {}): KeyOfWorld => {
  const found = locate(call, id ?? '', action, reach)
  const foreign = found.account !== call.account
  const named = askKey(call.world, found, callerOf(call.world, call.identity), action)
  if (foreign && (!reach.elsewhere || named.allowed !== true)) throw closed(call, action)
  if (named.allowed !== true) {
    const how = named.denied
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${action} action`
    const sentence = `User: ${call.identity.arn} is not authorized to perform: ${action} on resource: ${found.key.KeyMetadata.Arn} ${how}`
    throw refuse('AccessDeniedException', sentence)
  }
  return found.key
}

/** Of another account's keys, KMS does not say whether they are there. */
const closed = ({ identity }: Call, action: string) =>
  refuse(
    'AccessDeniedException',
    `User: ${identity.arn} is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  )

const locate = (call: Call, id: string, action: string, reach: Reach): FoundKey => {
  const here = { account: call.account, region: call.region }
  const at = `arn:${call.world.partition}:kms:${call.region}:${call.account}`
  const [, region, account, what] = /^arn:[a-z-]+:kms:([^:]*):(\d{12}):(.+)$/.exec(id) ?? []
  if (id.startsWith('arn:') && !what) throw refuse('InvalidArnException', `Invalid arn ${id}`)
  // KMS looks no further than its own Region, whatever the ARN says.
  if (region && region !== call.region) throw refuse('NotFoundException', `Invalid arn ${region}`)
  const name = what ?? id
  const owner = account ?? call.account
  const foreign = owner !== call.account
  if (name.startsWith('alias/')) {
    if (!reach.alias) throw refuse('NotFoundException', `Invalid keyId '${id}'`)
    const keys = call.world.accounts[owner]?.regions[call.region]?.kms.Keys ?? []
    const key = keys.find(each => each.Aliases.includes(name)) ?? (foreign ? undefined : firstUse(call, name))
    if (!key) throw foreign ? closed(call, action) : refuse('NotFoundException', `Alias ${at}:${name} is not found.`)
    return { key, account: owner, region: call.region }
  }
  if (!what && !/^(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/.test(id))
    throw refuse('NotFoundException', `Invalid keyId '${id}'`)
  const arn = what ? id : `${at}:key/${id}`
  const found = keyByArn(call.world, arn)
  if (!found) throw foreign ? closed(call, action) : refuse('NotFoundException', `Key '${arn}' does not exist`)
  return found.account === call.account ? { key: found.key, ...here } : found
}

/** Asking for `alias/aws/…` makes KMS create the AWS managed key, where the account has none yet. */
const firstUse = (call: Call, alias: string): KeyOfWorld | undefined => {
  const service = /^alias\/aws\/(ebs|rds|s3|backup|elasticfilesystem|fsx|dynamodb|redshift)$/.exec(alias)?.[1]
  if (!service) return undefined
  const KeyId = randomUUID()
  const key: KeyOfWorld = {
    KeyMetadata: {
      AWSAccountId: call.account,
      KeyId,
      Arn: `arn:${call.world.partition}:kms:${call.region}:${call.account}:key/${KeyId}`,
      CreationDate: call.now.toISOString(),
      Enabled: true,
      Description: `Default key that protects my ${service} data when no other key is defined`,
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'AWS',
      KeySpec: 'SYMMETRIC_DEFAULT',
      MultiRegion: false,
    },
    Policy: managedKeyPolicy(call, service),
    Grants: [],
    Aliases: [alias],
  }
  call.place.kms.Keys.push(key)
  return key
}

const managedKeyPolicy = ({ world, account, region }: Call, service: string) => ({
  Version: '2012-10-17',
  Id: `auto-${service}-2`,
  Statement: [
    {
      Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `${service}.${region}.amazonaws.com` },
      },
    },
    {
      Sid: 'Allow direct access to key metadata to the account',
      Effect: 'Allow',
      Principal: { AWS: `arn:${world.partition}:iam::${account}:root` },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
      Resource: '*',
    },
  ],
})
