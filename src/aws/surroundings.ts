import { setImmediate as afterwards } from 'node:timers/promises'
import { type Fact, type FactTable, type Key, known, unknown, type Vault } from '../core/fact.ts'
import type { Destination, House } from '../core/house.ts'
import { crossAccountBackup, lastCopy, newestPoint, regionSettings } from './backup.ts'
import { describeKey, vaultKeyPolicy } from './keys.ts'
import { type Ask, sessionWithin } from './read.ts'
import type { Aws } from './sessions.ts'
import { destination, vaultNamed } from './vault.ts'

type Asked = {
  readonly aws: Aws
  readonly house: House
  readonly to: Destination
  readonly history: boolean
  /** By ARN; shared by all resources of one check. */
  readonly vaultKeys: Map<string, Promise<Fact<Key>>>
}

type Around = {
  readonly arn: string
  readonly inMember: Ask
  readonly inCentral: Ask
  /** Where organisation.json names the management account. */
  readonly inManagement?: Ask
}

/** The facts that do not depend on what the resource is: opt-in, organisation, vaults, and history where it is asked for. */
export const surroundings = async (
  { aws, house, to, history, vaultKeys }: Asked,
  { arn, inMember, inCentral, inManagement }: Around,
): Promise<FactTable> => {
  const organisation = import('./organisation.ts')
  const { vault, policy } = destination(aws, inCentral, house, to)
  const vaultName = to === 'air-gapped' ? house.central.airGappedVault : house.central.vault
  /** Whom its key lets in; a logically air-gapped vault may be under AWS's own, of which nothing is asked. */
  const keyPolicyOf = async (): Promise<FactTable> => {
    const it = await vault
    const arn = it.known ? it.value.key : null
    if (arn === null) return to === 'central' ? { centralVaultKeyPolicy: it.known ? keyless(it.value) : it } : {}
    const { account, region } = inCentral.session
    const [, , , , owner = account] = arn.split(':')
    const isOurs = owner !== account && house.accounts.some(({ id }) => id === owner)
    const session = isOurs ? await sessionWithin(inCentral.signal, aws, owner, region) : inCentral.session
    return { centralVaultKeyPolicy: await vaultKeyPolicy(aws, { ...inCentral, session }, arn) }
  }
  const past = async (): Promise<FactTable> => {
    if (!history) return {}
    const [localPoint, centralPoint, copy] = await Promise.all([
      newestPoint(inMember, house.member.vault, arn),
      vaultName === null ? undefined : newestPoint(inCentral, vaultName, arn),
      lastCopy(inMember, arn, house.central.account),
    ])
    return { localPoint, lastCopy: copy, ...(centralPoint ? { centralPoint } : {}) }
  }
  const fromManagement = async (): Promise<FactTable> => {
    if (inManagement === undefined) return {}
    const [{ optIn }, administrators] = await Promise.all([
      regionSettings(aws, inManagement),
      organisation.then(it => it.delegatedAdministrators(aws, inManagement)),
    ])
    return {
      managementOptIn: optIn,
      // It decides nothing, so that it leaves nothing open.
      ...(administrators.known ? { delegatedAdministrators: administrators } : {}),
    }
  }
  // The vault’s key takes another round, so that what leads to it goes out first.
  const leading = Promise.all([vault, policy, vault.then(it => vaultKey(vaultKeys, it, inCentral)), keyPolicyOf()])
  await afterwards()
  const [
    [centralVault, centralVaultPolicy, centralVaultKey, keyPolicy],
    points,
    { optIn, management },
    crossAccount,
    memberVault,
    memberOrganisation,
    centralOrganisation,
    backupRole,
    copyRole,
    ofManagement,
  ] = await Promise.all([
    leading,
    past(),
    regionSettings(aws, inMember),
    crossAccountBackup(aws, inMember),
    vaultNamed(aws, inMember, house.member.vault),
    organisation.then(it => it.organisationOf(aws, inMember)),
    organisation.then(it => it.organisationOf(aws, inCentral)),
    organisation.then(it => it.roleTrust(aws, inMember, house.member.backupRole)),
    organisation.then(it =>
      it.roleExists(aws, inCentral, 'aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup'),
    ),
    fromManagement(),
  ])
  return {
    optIn,
    management,
    crossAccountBackup: crossAccount,
    centralVault,
    centralVaultKey,
    centralVaultPolicy,
    memberVault,
    memberOrganisation,
    centralOrganisation,
    backupRole,
    copyRole,
    ...ofManagement,
    ...keyPolicy,
    ...points,
  }
}

/** The key of the local vault, which encrypts the backups of what AWS Backup manages fully. */
export const localVaultKey = async (
  { aws, house, signal, vaultKeys }: Pick<Asked, 'aws' | 'house' | 'vaultKeys'> & { readonly signal: AbortSignal },
  inMember: Ask,
): Promise<FactTable> => {
  const vault = await vaultNamed(aws, inMember, house.member.vault)
  if (!vault.known) return { memberVaultKey: vault }
  if (vault.value.key === null) return { memberVaultKey: known(null, ...vault.evidence) }
  const { account, region } = inMember.session
  const [, , , , owner] = vault.value.key.split(':')
  const session = await sessionWithin(signal, aws, owner === house.central.account ? owner : account, region)
  return { memberVaultKey: await vaultKey(vaultKeys, vault, { session, signal }) }
}

const keyless = ({ name }: Vault) =>
  unknown('not found', `The backup vault ${name} names no key: AWS owns the key that encrypts it.`)

const vaultKey = async (vaultKeys: Asked['vaultKeys'], vault: Fact<Vault>, inCentral: Ask): Promise<Fact<Key>> => {
  if (!vault.known) return vault
  const { key: arn } = vault.value
  if (arn === null) return keyless(vault.value)
  const read = vaultKeys.get(arn) ?? describeKey(inCentral, arn)
  vaultKeys.set(arn, read)
  return read
}
