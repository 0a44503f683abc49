import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { KMS } from '@aws-sdk/client-kms'
import type { KeyOfWorld } from '../../world.ts'
import { policyText } from '../keys.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { findKey } from './kms-find.ts'
import { checkGrant, checkPolicy } from './kms-policy.ts'

/** https://docs.aws.amazon.com/kms/latest/APIReference/ */
export const kmsAnswers = {
  DescribeKey: ({ KeyId }, call) => ({
    KeyMetadata: findKey(call, KeyId, 'kms:DescribeKey', { alias: true, elsewhere: true }).KeyMetadata,
  }),

  GetKeyPolicy: ({ KeyId, PolicyName }, call) => {
    const key = findKey(call, KeyId, 'kms:GetKeyPolicy')
    onlyDefault(PolicyName)
    return { Policy: policyText(key.Policy), PolicyName: 'default' }
  },

  PutKeyPolicy: ({ KeyId, PolicyName, Policy, BypassPolicyLockoutSafetyCheck }, call) => {
    const key = findKey(call, KeyId, 'kms:PutKeyPolicy')
    onlyDefault(PolicyName)
    checkPolicy(call, key, Policy ?? '', BypassPolicyLockoutSafetyCheck === true)
    key.Policy = Policy ?? ''
    return {}
  },

  ListGrants: ({ KeyId, GrantId, GranteePrincipal, Limit, Marker }, call) => {
    const key = findKey(call, KeyId, 'kms:ListGrants', { elsewhere: true })
    const grants = key.Grants.filter(
      grant =>
        (GrantId === undefined || grant.GrantId === GrantId) &&
        (GranteePrincipal === undefined || grant.GranteePrincipal === GranteePrincipal),
    )
    const { items, next } = page(grants, { size: Limit ?? 50, token: Marker, onBadToken: badMarker })
    return { Grants: items, Truncated: next !== undefined, ...(next ? { NextMarker: next } : {}) }
  },

  CreateGrant: (input, call) => {
    const key = findKey(call, input.KeyId, 'kms:CreateGrant', { elsewhere: true })
    usable(key)
    checkGrant(call, input)
    if (input.DryRun) throw dryRun()
    const GrantToken = randomBytes(96).toString('base64')
    const same = key.Grants.find(grant => input.Name && wholeGrant.every(it => isDeepStrictEqual(grant[it], input[it])))
    if (same) return { GrantId: same.GrantId, GrantToken }
    const GrantId = randomBytes(32).toString('hex')
    key.Grants.push({
      KeyId: key.KeyMetadata.Arn,
      GrantId,
      Name: input.Name ?? '',
      CreationDate: call.now.toISOString(),
      GranteePrincipal: input.GranteePrincipal,
      ...(input.RetiringPrincipal ? { RetiringPrincipal: input.RetiringPrincipal } : {}),
      IssuingAccount: `arn:${call.world.partition}:iam::${call.account}:root`,
      Operations: input.Operations,
      ...(input.Constraints ? { Constraints: input.Constraints } : {}),
    })
    return { GrantId, GrantToken }
  },

  RevokeGrant: ({ KeyId, GrantId, DryRun }, call) => {
    const key = findKey(call, KeyId, 'kms:RevokeGrant', { elsewhere: true })
    const at = key.Grants.findIndex(grant => grant.GrantId === GrantId)
    if (at < 0) throw refuse('NotFoundException', `Grant ID ${GrantId} not found`)
    if (DryRun) throw dryRun()
    key.Grants.splice(at, 1)
    return {}
  },

  ListKeys: ({ Limit, Marker }, { place }) => {
    const keys = place.kms.Keys.map(({ KeyMetadata }) => ({ KeyId: KeyMetadata.KeyId, KeyArn: KeyMetadata.Arn }))
    const { items, next } = page(keys, { size: Limit ?? 100, token: Marker, onBadToken: badMarker })
    return { Keys: items, Truncated: next !== undefined, ...(next ? { NextMarker: next } : {}) }
  },

  ListKeyPolicies: ({ KeyId }, call) => {
    findKey(call, KeyId, 'kms:ListKeyPolicies')
    return { PolicyNames: ['default'], Truncated: false }
  },

  ListAliases: ({ KeyId, Limit, Marker }, call) => {
    const keys = KeyId === undefined ? call.place.kms.Keys : [findKey(call, KeyId, 'kms:ListAliases')]
    const aliases = keys.flatMap(key =>
      key.Aliases.map(AliasName => ({
        AliasName,
        AliasArn: `arn:${call.world.partition}:kms:${call.region}:${call.account}:${AliasName}`,
        TargetKeyId: key.KeyMetadata.KeyId,
        CreationDate: key.KeyMetadata.CreationDate,
      })),
    )
    const { items, next } = page(aliases, { size: Limit ?? 50, token: Marker, onBadToken: badMarker })
    return { Aliases: items, Truncated: next !== undefined, ...(next ? { NextMarker: next } : {}) }
  },

  DisableKey: ({ KeyId }, call) => {
    const key = findKey(call, KeyId, 'kms:DisableKey')
    notPending(key)
    Object.assign(key.KeyMetadata, { KeyState: 'Disabled', Enabled: false })
    return {}
  },

  EnableKey: ({ KeyId }, call) => {
    const key = findKey(call, KeyId, 'kms:EnableKey')
    notPending(key)
    Object.assign(key.KeyMetadata, { KeyState: 'Enabled', Enabled: true })
    return {}
  },

  ScheduleKeyDeletion: ({ KeyId, PendingWindowInDays = 30 }, call) => {
    const key = findKey(call, KeyId, 'kms:ScheduleKeyDeletion')
    notPending(key)
    const DeletionDate = new Date(call.now.getTime() + PendingWindowInDays * 86_400_000)
    Object.assign(key.KeyMetadata, {
      KeyState: 'PendingDeletion',
      Enabled: false,
      DeletionDate: DeletionDate.toISOString(),
    })
    return { KeyId: key.KeyMetadata.Arn, DeletionDate, KeyState: 'PendingDeletion' as const, PendingWindowInDays }
  },

  CancelKeyDeletion: ({ KeyId }, call) => {
    const key = findKey(call, KeyId, 'kms:CancelKeyDeletion')
    if (key.KeyMetadata.KeyState !== 'PendingDeletion')
      throw refuse('KMSInvalidStateException', `${key.KeyMetadata.Arn} is not pending deletion.`)
    const { DeletionDate: _, ...rest } = key.KeyMetadata
    // A key that is saved from deletion is not usable until somebody enables it.
    key.KeyMetadata = { ...rest, KeyState: 'Disabled', Enabled: false }
    return { KeyId: key.KeyMetadata.Arn }
  },
} satisfies AnswersOf<KMS>

/** Asked for again under the same name and with all of this the same, a grant is given and not made twice. */
const wholeGrant = ['Name', 'GranteePrincipal', 'RetiringPrincipal', 'Operations', 'Constraints'] as const

const dryRun = () =>
  refuse('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.')

const badMarker = () => refuse('InvalidMarkerException', 'The marker is not valid.')

const onlyDefault = (name: string | undefined) => {
  if (name !== undefined && name !== 'default') throw refuse('NotFoundException', `No such policy exists`)
}

const notPending = (key: KeyOfWorld) => {
  if (key.KeyMetadata.KeyState === 'PendingDeletion')
    throw refuse('KMSInvalidStateException', `${key.KeyMetadata.Arn} is pending deletion.`)
}

const usable = (key: KeyOfWorld) => {
  notPending(key)
  if (key.KeyMetadata.KeyState === 'Disabled') throw refuse('DisabledException', `${key.KeyMetadata.Arn} is disabled.`)
}
