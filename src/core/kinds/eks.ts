import { no, open, yes } from '../cell.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { authenticationModeApi } from '../rules/authentication-mode-api.ts'
import { persistentStorageKnown } from '../rules/persistent-storage-known.ts'

/** A composite: the cluster’s state, and the storage behind its persistent volumes, each by its own rules. */
export const eks = {
  id: 'eks',
  name: 'EKS cluster',
  family: 'eks',
  backupType: 'EKS',
  optInKey: 'EKS',

  fullManagement: yes('H', [at.features, at.eks], 'the cluster’s state; storage follows EBS, EFS or S3'),
  crossAccountCopy: yes('H', [at.eks], 'the composite and its storage; the state cannot be copied alone'),
  crossRegionCopy: yes('H', [at.eks]),
  bothInOneAction: open('L', [at.eks]),
  incremental: no('M', [at.features], 'storage by type'),
  pointInTime: no('H', [at.eks], 'buckets inside are snapshots only'),
  coldStorage: no('M', [at.features, at.eks], 'storage by type'),
  airGappedVault: yes('H', [at.history], 'since 2026-03-12; not in me-south-1 and me-central-1'),

  copyWhen: { none: 'ok', awsOwned: 'ok', awsManaged: 'ok', customer: 'ok', sources: [at.eks, at.features] },
  keyMustBeShared: false,
  via: null,
  localBackupUses: 'the state the local vault’s key, volumes their own',
  copyUses: 'the central vault’s key',

  states: { ok: ['ACTIVE'], waits: [], sources: [at.eks] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [authenticationModeApi, persistentStorageKnown],
  sources: [at.eks, at.features, at.history],
} as const satisfies Kind
