import { DisableKeyCommand, EnableKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms'
import type { House } from '../../core/house.ts'
import { type Plan, plan } from '../../core/key-policy/plan.ts'
import { type FoundKey, policyText } from '../aws/keys.ts'
import type { World } from '../world.ts'
import { administrator } from './admin.ts'
import type { Entry, Target } from './switches.ts'

/** The bot's own plan for the key: what `policy` proposes is what the switch puts. */
const planOf = (house: House, { key, account, region }: FoundKey): Plan => {
  const meta = key.KeyMetadata
  return plan({
    key: {
      arn: meta.Arn ?? '',
      account,
      region,
      manager: meta.KeyManager === 'AWS' ? 'AWS' : 'CUSTOMER',
      state: meta.KeyState ?? '',
      spec: meta.KeySpec ?? '',
      usage: meta.KeyUsage ?? '',
      multiRegion: meta.MultiRegion ?? false,
    },
    policy: policyText(key.Policy),
    grants: key.Grants.map(it => ({
      id: it.GrantId ?? '',
      grantee: it.GranteePrincipal ?? '',
      operations: it.Operations ?? [],
      constrained: it.Constraints !== undefined,
    })),
    kinds: [],
    house,
  })
}

/** Fixes the key policy, and puts it back as it was; disables the key, and enables it. */
export const keySwitches = (world: World, house: House, url: string): readonly Entry[] => {
  const before = new Map<string, string>()
  const kms = (found: FoundKey) => new KMSClient(administrator(url, found))
  const own = ({ key }: Target) => (key?.key.KeyMetadata.KeyManager === 'CUSTOMER' ? key : undefined)
  const arnOf = (found: FoundKey) => found.key.KeyMetadata.Arn ?? ''
  const put = (found: FoundKey, policy: string) =>
    kms(found).send(new PutKeyPolicyCommand({ KeyId: arnOf(found), PolicyName: 'default', Policy: policy }))

  return [
    {
      id: 'fix-key-policy',
      of: target => {
        const found = own(target)
        if (!found || !target.held.through || found.account === world.central.account) return undefined
        const { need, policy } = planOf(house, found)
        return need === 'statements' && policy
          ? { label: 'Fix the key policy', hint: 'kms:PutKeyPolicy with the statements that the bot proposes' }
          : undefined
      },
      flip: async target => {
        const found = own(target)
        const wanted = found && planOf(house, found).policy
        if (!found || !wanted) return
        before.set(arnOf(found), policyText(found.key.Policy))
        await put(found, JSON.stringify(wanted))
      },
    },
    {
      id: 'break-key-policy',
      of: target => {
        const found = own(target)
        return found && before.has(arnOf(found))
          ? { label: 'Put the old key policy back', hint: 'kms:PutKeyPolicy' }
          : undefined
      },
      flip: async target => {
        const found = own(target)
        const old = found && before.get(arnOf(found))
        if (!found || !old) return
        await put(found, old)
        before.delete(arnOf(found))
      },
    },
    {
      id: 'disable-key',
      of: target =>
        own(target)?.key.KeyMetadata.KeyState === 'Enabled'
          ? { label: 'Disable the key', hint: 'kms:DisableKey' }
          : undefined,
      flip: async target => {
        const found = own(target)
        if (found) await kms(found).send(new DisableKeyCommand({ KeyId: arnOf(found) }))
      },
    },
    {
      id: 'enable-key',
      of: target =>
        own(target)?.key.KeyMetadata.KeyState === 'Disabled'
          ? { label: 'Enable the key', hint: 'kms:EnableKey' }
          : undefined,
      flip: async target => {
        const found = own(target)
        if (found) await kms(found).send(new EnableKeyCommand({ KeyId: arnOf(found) }))
      },
    },
  ]
}
