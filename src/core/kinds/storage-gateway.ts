import { no, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** Volume Gateway only, cached or stored; the tag belongs on the volume. The backup is an EBS snapshot. */
export const storageGateway = {
  id: 'storage-gateway',
  name: 'Storage Gateway volume',
  family: 'storage-gateway',
  backupType: 'Storage Gateway',
  optInKey: 'Storage Gateway',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('L', [at.features], 'nothing says otherwise'),
  incremental: yes('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features]),

  copyWhen: {
    none: 'ok',
    awsOwned: 'ok',
    // No key aws/storagegateway exists; should one turn up all the same, nobody could share it.
    awsManaged: 'blocked',
    customer: 'ok',
    sources: [at.encryption, at.gatewayEncryption, at.messages],
  },
  keyMustBeShared: true,
  via: 'ec2',
  localBackupUses: 'the volume’s own key, or none',
  copyUses: 'the central vault’s key',

  states: { ok: ['AVAILABLE'], waits: [], sources: [at.services] },
  absentIn: [],
  houseKey: 'required',
  rules: [],
  sources: [at.encryption, at.gatewayEncryption, at.messages],
} as const satisfies Kind
