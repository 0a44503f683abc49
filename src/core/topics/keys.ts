import { isComposite } from '../composite.ts'
import type { House } from '../house.ts'
import { needs } from '../key-policy/needs.ts'
import { statementsFor } from '../key-policy/statements.ts'
import type { Kind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { code, line, names, see, strong, type Topic, text } from './topic.ts'

const named = (which: (kind: Kind) => boolean): string => names(kinds.filter(which).map(kind => kind.name))
const kept = (kind: Kind): boolean => kind.keyMustBeShared

/** What `policy` would write for a key of which the central account may use nothing yet, whatever the key encrypts. */
const statements = (house: House): string => {
  const resource = { account: house.central.account, region: house.regions[0] ?? '', partition: 'aws' }
  const missing = kinds.filter(kept).flatMap(kind =>
    needs({ kind, leg: 'copy to central', house, resource })
      .filter(need => need.weight !== 'nice')
      .map(need => ({ action: need.action, service: need.via === undefined ? null : kind.via })),
  )
  return JSON.stringify(statementsFor(missing, { house, partition: 'aws', style: 'least' }), null, 2)
}

const demand: Readonly<Record<House['houseRules']['customerKey'], string>> = {
  required:
    'The house demands a customer managed key on every resource whose backup keeps the resource’s own key: without one the answer is no, even where AWS would copy.',
  advised:
    'The house advises a customer managed key on every resource whose backup keeps the resource’s own key: without one the answer carries the advice.',
  off: 'The house makes no demand of its own: what AWS copies is fine.',
}

export const keys: Topic = {
  id: 'keys',
  title: 'Keys',
  questions: [
    'Which key must a resource be encrypted with?',
    'What happens if my resource is not encrypted?',
    'How do I share my key with the central account?',
    'What is the central backup key for, and may I use it for my resources?',
    'Can I change the key of a resource?',
    'Why can an AWS managed key not be used?',
  ],
  rules: [
    'house-customer-key',
    'source-encryption-can-be-copied',
    'key-shared-with-central',
    'key-enabled',
    'central-key-for-backups-only',
  ],
  tell: house => [
    text`It depends on the type (${code('help types')}).`,
    {
      is: 'points',
      lines: [
        line`${strong('Any key, or none:')} ${named(kind => kind.fullManagement.value === 'yes' && !isComposite(kind))}. AWS Backup manages them fully and encrypts the backup with the vault’s key (${see('encryption', at.encryption)}). The backup role must be able to decrypt with the resource’s key.`,
        line`${strong('A customer managed key that the central account may use:')} ${named(kept)}. Their local backup keeps the resource’s own key; the copy gets the central vault’s.`,
        line`${strong('By what is inside:')} ${named(isComposite)}.`,
      ],
    },
    text`${demand[house.houseRules.customerKey]}`,
    text`Not encrypted: AWS copies ${named(kind => kept(kind) && kind.copyWhen.none === 'ok')} and encrypts the copy; of ${named(kind => kind.copyWhen.none === 'stays unencrypted')} the copy stays unencrypted.`,
    text`An AWS managed key such as ${code('aws/ebs')} never works for them: nobody can change its policy, so no other account can be let in (${see('copies to another account', at.crossAccount)}). Whether ${named(kind => kind.copyWhen.awsOwned === 'unknown')} can be copied under an AWS owned key, no page says.`,
    text`The key policy must allow the central account ${code(house.central.account)}. ${code('policy <arn>')} takes the policy in force, adds only what is missing, and proves it. For a key that lets nobody in yet it comes to:`,
    { is: 'code', what: 'Statements for the key policy', text: statements(house) },
    text`The central key ${code(house.central.key)} encrypts the backups in the vaults (${see('Control Tower', at.controlTowerKey)}). Do not encrypt resources with it: one key would then guard the data and its backups.`,
    text`The key of an EBS volume or a database cannot be changed in place: make a snapshot, copy it under the new key, restore from the copy (${see('RDS', at.rdsEncryption)}). Keep the old key enabled as long as recovery points under it live.`,
    ...differencesOf('keys'),
  ],
}
