import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms'
import { type Encryption, type Fact, type FactTable, type Key, type KeyFacts, known, unknown } from '../core/fact.ts'
import type { House } from '../core/house.ts'
import type { Grant } from '../core/key-policy/evaluate.ts'
import type { Resource } from '../core/resource.ts'
import { shareable } from './backup.ts'
import { type Ask, pages, pick, read, seen, sessionWithin } from './read.ts'
import type { Aws } from './sessions.ts'

/** Where a key is, from whatever the service reported of it. */
export type KeyPlace = {
  readonly arn: string
  readonly account: string
  readonly region: string
  readonly by: 'key' | 'alias' | 'alias of AWS'
}

/** An id, ARN, alias or alias ARN, completed from the resource that reports it. */
export const keyPlace = (
  id: string,
  { partition, region, account }: Omit<Resource, 'family' | 'name' | 'arn'>,
): KeyPlace => {
  const arn = id.startsWith('arn:')
    ? id
    : `arn:${partition}:kms:${region}:${account}:${id.startsWith('alias/') ? id : `key/${id}`}`
  const [, , , itsRegion = region, itsAccount = account, what = ''] = arn.split(':')
  const by = what.startsWith('alias/aws/') ? 'alias of AWS' : what.startsWith('alias/') ? 'alias' : 'key'
  return { arn, region: itsRegion, account: itsAccount, by }
}

/** One key by ARN or alias ARN. `ask` may be of another account than the key's; it must be of its Region. */
export const describeKey = async (ask: Ask, arn: string): Promise<Fact<Key>> => {
  const answer = await read(ask, 'kms:DescribeKey', options =>
    ask.session.client(KMSClient).send(new DescribeKeyCommand({ KeyId: arn }), options),
  )
  if (!answer.known) return answer
  const it = answer.value.KeyMetadata
  const { KeyManager, KeyState, KeySpec, KeyUsage } = it ?? {}
  const manager = (['AWS', 'CUSTOMER'] as const).find(known => known === KeyManager)
  if (!it?.Arn || !manager || !KeyState || !KeySpec || !KeyUsage)
    return unknown(
      'aws error',
      `${answer.call} ${answer.from} answered without KeyManager, KeyState, KeySpec or KeyUsage.`,
    )
  const [, , , region = '', account = ''] = it.Arn.split(':')
  const key: Key = {
    arn: it.Arn,
    account: it.AWSAccountId ?? account,
    region,
    manager,
    // While its primary Region changes, a multi-Region key is as usable as before and afterwards.
    // https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-update.html
    state: KeyState === 'Updating' ? 'Enabled' : KeyState,
    spec: KeySpec,
    usage: KeyUsage,
    multiRegion: it.MultiRegion === true,
  }
  return known(key, ...seen(answer.call, { KeyManager, KeyState, Arn: it.Arn }))
}

const policyOf = (ask: Ask, arn: string) =>
  read(ask, 'kms:GetKeyPolicy', options =>
    ask.session.client(KMSClient).send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' }), options),
  )

const keyPolicy = async (ask: Ask, arn: string): Promise<Fact<string>> =>
  pick(await policyOf(ask, arn), 'Policy', it => it.Policy)

/** The policy of a vault's key, which every check of the Region asks for. */
export const vaultKeyPolicy = async (aws: Aws, ask: Ask, arn: string): Promise<Fact<string>> =>
  pick(await shareable(aws, ask, 'kms:GetKeyPolicy', arn, own => policyOf(own, arn)), 'Policy', it => it.Policy)

const keyGrants = async (ask: Ask, arn: string): Promise<Fact<readonly Grant[]>> => {
  const call = 'kms:ListGrants'
  const answer = await read(ask, call, options =>
    pages(
      Marker => ask.session.client(KMSClient).send(new ListGrantsCommand({ KeyId: arn, Limit: 100, Marker }), options),
      it => it.Grants,
      it => (it.Truncated ? it.NextMarker : undefined),
    ),
  )
  if (!answer.known) return answer
  const { items, whole } = answer.value
  if (!whole)
    return unknown(
      'aws error',
      `${call} ${answer.from}: the key has more than ${items.length} grants; not all were read.`,
    )
  const grants = items.map(
    (it): Grant => ({
      id: it.GrantId ?? '',
      grantee: it.GranteePrincipal ?? '',
      operations: it.Operations ?? [],
      constrained: Object.keys(it.Constraints ?? {}).length > 0,
    }),
  )
  return known(grants, ...seen(call, { Grants: `${grants.length}` }))
}

/** What an alias/aws/… says by itself. DescribeKey on such an alias would create the key: https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
const awsManaged = ({ arn, account, region }: KeyPlace): FactTable => ({
  key: known<Key>(
    {
      arn,
      account,
      region,
      manager: 'AWS',
      state: 'Enabled',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      multiRegion: false,
    },
    { call: 'the alias itself', field: 'alias', value: arn },
  ),
})

type Reach = {
  readonly aws: Aws
  readonly house: Pick<House, 'accounts' | 'central'>
  readonly signal: AbortSignal
  readonly resource: Resource
}

/** State, policy and grants of one key; policy and grants only from inside the account that owns it. */
const factsOf = async ({ aws, house, signal, resource }: Reach, place: KeyPlace): Promise<FactTable> => {
  if (place.by === 'alias of AWS') return awsManaged(place)
  const ours =
    place.account === resource.account ||
    place.account === house.central.account ||
    house.accounts.some(account => account.id === place.account)
  const inside: Ask | null = ours
    ? { session: await sessionWithin(signal, aws, place.account, place.region), signal }
    : null
  const near: Ask =
    inside && place.account === resource.account
      ? inside
      : { session: await sessionWithin(signal, aws, resource.account, place.region), signal }

  const described = describeKey(near, place.arn).then(key =>
    !key.known && inside && inside !== near ? describeKey(inside, place.arn) : key,
  )
  // KMS takes no alias for a policy: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
  const target =
    place.by === 'alias' ? described.then(key => (key.known ? key.value.arn : null)) : Promise.resolve(place.arn)
  const outside = unknown(
    'no reader',
    `The key belongs to account ${place.account}, which is not in the organisation file; AWS KMS shows a key policy inside its own account only.`,
  )
  const inOwner = async <T>(what: (ask: Ask, arn: string) => Promise<Fact<T>>): Promise<Fact<T>> => {
    const arn = await target
    if (arn === null) return (await described) as Fact<never>
    return inside ? what(inside, arn) : outside
  }
  const [key, policy, grants] = await Promise.all([described, inOwner(keyPolicy), inOwner(keyGrants)])
  return key.known && key.value.manager === 'AWS' ? { key } : { key, keyPolicy: policy, keyGrants: grants }
}

/** Every key that encrypts the resource, once each. `memo` is of one check, so that nested resources share what was read. */
export const readKeys = async (
  reach: Reach,
  encryption: Fact<Encryption> | undefined,
  memo: Map<string, Promise<FactTable>>,
): Promise<KeyFacts[]> => {
  if (!encryption?.known) return []
  const byArn = new Map<string, { id: string; place: KeyPlace; of: string[] }>()
  for (const { of, by } of encryption.value.parts) {
    if (by.kind !== 'key') continue
    const place = keyPlace(by.id, reach.resource)
    const there = byArn.get(place.arn)
    if (there) there.of.push(of)
    else byArn.set(place.arn, { id: by.id, place, of: [of] })
  }
  return Promise.all(
    [...byArn.values()].map(async ({ id, place, of }) => {
      const facts = memo.get(place.arn) ?? factsOf(reach, place)
      memo.set(place.arn, facts)
      return { id, of, facts: await facts }
    }),
  )
}
