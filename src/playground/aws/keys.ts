import { parsePolicy } from '../../core/key-policy/document.ts'
import { type Answer, evaluate } from '../../core/key-policy/evaluate.ts'
import { contextOf } from '../../core/key-policy/needs.ts'
import { isMistake } from '../../core/trouble.ts'
import type { KeyOfWorld, World } from '../world.ts'
import type { Identity } from './identity.ts'

export type FoundKey = { readonly key: KeyOfWorld; readonly account: string; readonly region: string }

/** Every key of the world with the place it is in. */
export const keysOf = (world: World): FoundKey[] =>
  Object.entries(world.accounts).flatMap(([account, { regions }]) =>
    Object.entries(regions).flatMap(([region, place]) => place.kms.Keys.map(key => ({ key, account, region }))),
  )

/** By key ARN. A replica of a multi-Region key is a key of its own. */
export const keyByArn = (world: World, arn: string): FoundKey | undefined =>
  keysOf(world).find(found => found.key.KeyMetadata.Arn === arn)

export const policyText = (policy: KeyOfWorld['Policy']): string =>
  typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2)

export type Caller = { readonly arn: string; readonly account: string }

/** IAM's name of a caller in a policy: the role, not the session. */
export const callerOf = (world: World, identity: Identity): Caller => {
  const role = world.accounts[identity.account]?.roles.find(each => each.RoleName === identity.role)
  if (!role) return identity
  return {
    arn: `arn:${world.partition}:iam::${identity.account}:role${role.Path}${role.RoleName}`,
    account: identity.account,
  }
}

/** What the key's policy and grants say of one call by a role or user. */
export const askKey = (
  world: World,
  { key, account, region }: FoundKey,
  caller: Caller,
  action: string,
  via?: string,
): Answer => {
  const document = parsePolicy(policyText(key.Policy))
  if (isMistake(document)) return { allowed: false, because: document.mistake }
  const member = world.accounts[caller.account] !== undefined
  const context = contextOf({
    principal: caller,
    organisation: member ? world.organisation.id : '',
    action,
    via: via === undefined ? undefined : [via],
    key: { account, region, partition: world.partition },
  })
  const grants = key.Grants.map(grant => ({
    id: grant.GrantId ?? '',
    grantee: grant.GranteePrincipal ?? '',
    operations: grant.Operations ?? [],
    constrained: grant.Constraints !== undefined,
  }))
  return evaluate(document, { principal: caller, action, resource: key.KeyMetadata.Arn ?? '', context }, grants)
}
