import type { AnyRule } from '../rule.ts'
import { accountInOrganisation } from './account-in-organisation.ts'
import { advancedFeaturesOn } from './advanced-features-on.ts'
import { airGappedVaultKeyUsable } from './air-gapped-vault-key-usable.ts'
import { airGappedVaultTakesEncryption } from './air-gapped-vault-takes-encryption.ts'
import { airGappedVaultTakesType } from './air-gapped-vault-takes-type.ts'
import { authenticationModeApi } from './authentication-mode-api.ts'
import { backupOnSchedule } from './backup-on-schedule.ts'
import { backupRoleCanUseKey } from './backup-role-can-use-key.ts'
import { backupRoleExists } from './backup-role-exists.ts'
import { centralAccountInOrganisation } from './central-account-in-organisation.ts'
import { centralKeyForBackupsOnly } from './central-key-for-backups-only.ts'
import { centralPointExists } from './central-point-exists.ts'
import { centralVaultExists } from './central-vault-exists.ts'
import { centralVaultHasCustomerKey } from './central-vault-has-customer-key.ts'
import { centralVaultKeyEnabled } from './central-vault-key-enabled.ts'
import { centralVaultKeyUsable } from './central-vault-key-usable.ts'
import { centralVaultNotDefault } from './central-vault-not-default.ts'
import { centralVaultPolicyAllowsCopy } from './central-vault-policy-allows-copy.ts'
import { contentsKnown } from './contents-known.ts'
import { copyInOneAction } from './copy-in-one-action.ts'
import { copyLeavesAccount } from './copy-leaves-account.ts'
import { copyRoleExists } from './copy-role-exists.ts'
import { crossAccountBackupOn } from './cross-account-backup-on.ts'
import { delegatedAdministrator } from './delegated-administrator.ts'
import { engineSupported } from './engine-supported.ts'
import { everyRegionBackedUp } from './every-region-backed-up.ts'
import { houseCustomerKey } from './house-customer-key.ts'
import { keyEnabled } from './key-enabled.ts'
import { keyEncryptsData } from './key-encrypts-data.ts'
import { keyInRegion } from './key-in-region.ts'
import { keyNeedsNoSharing } from './key-needs-no-sharing.ts'
import { keySharedWithCentral } from './key-shared-with-central.ts'
import { lastCopyWorked } from './last-copy-worked.ts'
import { localPointExists } from './local-point-exists.ts'
import { localRetentionLongEnough } from './local-retention-long-enough.ts'
import { localRetentionWithinVaultLock } from './local-retention-within-vault-lock.ts'
import { localVaultKeyEnabled } from './local-vault-key-enabled.ts'
import { managementOptedIn } from './management-opted-in.ts'
import { memberVaultExists } from './member-vault-exists.ts'
import { newestPointCopied } from './newest-point-copied.ts'
import { noMarketplaceCode } from './no-marketplace-code.ts'
import { noS3Link } from './no-s3-link.ts'
import { notScratch } from './not-scratch.ts'
import { optionsAllowCopy } from './options-allow-copy.ts'
import { persistentStorageKnown } from './persistent-storage-known.ts'
import { placedInRegion } from './placed-in-region.ts'
import { regionCovered } from './region-covered.ts'
import { retentionWithinVaultLock } from './retention-within-vault-lock.ts'
import { rootDeviceEbs } from './root-device-ebs.ts'
import { s3GatewayEndpoint } from './s3-gateway-endpoint.ts'
import { sourceEncryptionCanBeCopied } from './source-encryption-can-be-copied.ts'
import { stateReady } from './state-ready.ts'
import { storageTypeAllowsCopy } from './storage-type-allows-copy.ts'
import { tagEnabled } from './tag-enabled.ts'
import { typeCanBeCopied } from './type-can-be-copied.ts'
import { typeOffered } from './type-offered.ts'
import { typeOptedIn } from './type-opted-in.ts'
import { versioningEnabled } from './versioning-enabled.ts'
import { volumeFlexvol } from './volume-flexvol.ts'
import { volumeReadWrite } from './volume-read-write.ts'

/** Asked about every resource, as far as they apply: in the order in which a backup comes about. */
export const commonRules: readonly AnyRule[] = [
  tagEnabled,
  regionCovered,
  typeOffered,
  typeOptedIn,
  managementOptedIn,
  delegatedAdministrator,
  stateReady,
  contentsKnown,
  memberVaultExists,
  localRetentionWithinVaultLock,
  localVaultKeyEnabled,
  backupRoleExists,
  keyEnabled,
  keyInRegion,
  keyEncryptsData,
  backupRoleCanUseKey,
  typeCanBeCopied,
  airGappedVaultTakesType,
  sourceEncryptionCanBeCopied,
  airGappedVaultTakesEncryption,
  keySharedWithCentral,
  keyNeedsNoSharing,
  copyLeavesAccount,
  accountInOrganisation,
  centralAccountInOrganisation,
  crossAccountBackupOn,
  copyRoleExists,
  centralVaultExists,
  centralVaultNotDefault,
  centralVaultHasCustomerKey,
  centralVaultKeyEnabled,
  centralVaultKeyUsable,
  airGappedVaultKeyUsable,
  centralVaultPolicyAllowsCopy,
  copyInOneAction,
  retentionWithinVaultLock,
  houseCustomerKey,
  centralKeyForBackupsOnly,
  s3GatewayEndpoint,
  localRetentionLongEnough,
  localPointExists,
  centralPointExists,
  lastCopyWorked,
  newestPointCopied,
  backupOnSchedule,
]

/** Asked about the types that name them in their own `rules`. */
const ownRules: readonly AnyRule[] = [
  versioningEnabled,
  rootDeviceEbs,
  noMarketplaceCode,
  placedInRegion,
  engineSupported,
  optionsAllowCopy,
  advancedFeaturesOn,
  notScratch,
  noS3Link,
  storageTypeAllowsCopy,
  volumeReadWrite,
  volumeFlexvol,
  authenticationModeApi,
  persistentStorageKnown,
  everyRegionBackedUp,
]

/** Every question that is asked about a resource: one file of this folder each. */
export const rules: readonly AnyRule[] = [...commonRules, ...ownRules]
