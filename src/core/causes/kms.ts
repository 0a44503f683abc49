import type { Cause } from '../cause.ts'
import { awsManagedKey, disabledKey, keptKey, vaultKey } from './key-readings.ts'
import { links } from './links.ts'

/** A key is refused or unusable, whatever the type; and FSx. */
export const kms = [
  {
    id: 'KMS_DISABLED_OR_PENDING_DELETION',
    example: 'KMS key is either disabled or pending deletion or access to KMS key is denied',
    pattern: /KMS key is either disabled or pending deletion or access to KMS key is denied/i,
    jobs: ['backup', 'copy', 'restore'],
    category: 'KMS_KEY_ERROR',
    because:
      'One sentence for three states of affairs: the key is disabled, the key is awaiting deletion, or its policy refuses the call.',
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: 'Look at the key first. Disabled: enable it. Pending deletion: cancel the deletion, then enable it, because it comes back disabled. Enabled: it is the policy.',
    snippet: 'if the key is enabled',
    rules: ['key-enabled', 'key-shared-with-central', 'central-vault-key-enabled', 'central-vault-key-usable'],
    readings: [
      { when: { job: 'backup' }, rules: ['key-enabled', 'backup-role-can-use-key'] },
      { when: { job: 'restore' }, whoActs: 'requester', rules: [] },
      ...vaultKey,
      disabledKey,
    ],
    confidence: 'high',
    sources: [links.dashboards],
  },
  {
    id: 'KMS_NOT_AUTHORIZED',
    example:
      'User: arn:aws:sts::444455556666:assumed-role/AWSServiceRoleForBackup/AWSBackup-AWSServiceRoleForBackup is not authorized to perform: kms:CreateGrant on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
    variants: [
      'User: arn:aws:sts::444455556666:assumed-role/AWSServiceRoleForBackup/AWSBackup-AWSServiceRoleForBackup is not authorized to perform: kms:CreateGrant on resource: arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab because no resource-based policy allows the kms:CreateGrant action',
    ],
    pattern:
      /User: (?<principal>\S{1,300}) is not authorized to perform: (?<action>kms:[A-Za-z]{1,64})(?: on resource: (?<keyArn>arn:\S{1,300}))?/i,
    jobs: ['copy', 'backup', 'restore', 'api', 'cloudtrail'],
    category: 'ACCESS_DENIED',
    guessed: true,
    because:
      "KMS refused the call because no key policy allows it to this principal, or because the key is not in the Region that was asked. On a copy the principal is mostly the central account's AWSServiceRoleForBackup.",
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: "Allow the action named in the message to the principal named in the message, in the key's policy.",
    snippet: 'if the key policy refused',
    rules: ['key-enabled', 'key-shared-with-central', 'central-vault-key-enabled', 'central-vault-key-usable'],
    beyond:
      'If it fails again with the same words, look at the policies of the organisation, which the check does not see.',
    readings: [
      {
        when: { says: /User: \S{1,200}:assumed-role\/(?!AWSServiceRoleForBackup\/)/i },
        rules: ['key-enabled', 'backup-role-can-use-key'],
      },
      { when: { job: 'restore' }, whoActs: 'requester', rules: [] },
      { when: { job: 'backup' }, rules: ['key-enabled', 'backup-role-can-use-key'] },
      {
        when: { says: /no identity-based policy allows|explicit deny in an identity-based policy/i },
        because:
          "KMS refused the call because the role's own IAM policy does not allow it, or denies it; the end of the message says which. The key policy is not the obstacle.",
        whoActs: 'CDX',
        fix: 'In the IAM policies of the role named in the message, allow the action named there and take away what denies it.',
        snippet: 'never',
        rules: [],
      },
      {
        when: { says: /(?:service|resource) control policy|permissions boundary|session policy|VPC endpoint policy/i },
        because:
          'KMS refused the call because a policy above the role and the key denies it; the end of the message names the sort of policy.',
        whoActs: 'platform/organisation',
        fix: 'Have the policy named at the end of the message let this role through. Changing the key policy does not help.',
        snippet: 'never',
        rules: [],
      },
      {
        when: { says: /explicit deny in a resource-based policy/i },
        because: "A Deny statement in the key's policy hits this principal. No Allow statement can outweigh it.",
        fix: 'Take this principal out of the Deny statement, or narrow its condition.',
        snippet: 'never',
      },
      ...vaultKey,
      disabledKey,
    ],
    confidence: 'high',
    sources: [links.airGapped],
  },
  {
    id: 'KMS_FSX_DEST_KEY',
    example: 'The Key Management Service (KMS) key of the destination backup is not valid.',
    pattern: /InvalidDestinationKmsKey|KMS\) key of the destination backup is (?:not valid|invalid)/i,
    jobs: ['copy'],
    types: ['FSx'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      'FSx cannot use the key of the destination vault: wrong Region, disabled, or not allowed to the role that copies.',
    whoActs: 'CDX',
    rerun: 'copy again',
    fix: "Check the destination vault's key in the destination Region: its state and its policy.",
    rules: ['central-vault-has-customer-key', 'central-vault-key-enabled', 'central-vault-key-usable'],
    confidence: 'medium',
    sources: [links.copyBackupFsx],
  },
  {
    id: 'KMS_FSX_SOURCE_KEY',
    example: 'The Key Management Service (KMS) key of the source backup is not valid.',
    pattern: /InvalidSourceKmsKey|KMS\) key of the source backup is (?:not valid|invalid)/i,
    jobs: ['copy'],
    types: ['FSx'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      'FSx cannot use the key of the source backup: it is an AWS managed key, it is disabled, or its policy does not let the central account use it.',
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: "Let the central account use the file system's customer managed key through FSx. If it is aws/fsx, the file system must move to a customer managed key.",
    snippet: 'if customer managed',
    rules: ['source-encryption-can-be-copied', 'key-enabled', 'key-shared-with-central'],
    beyond: keptKey,
    readings: [awsManagedKey, disabledKey],
    confidence: 'medium',
    sources: [links.copyBackupFsx],
  },
  {
    id: 'KMS_CODE_DISABLED',
    example:
      'DisabledException: arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab is disabled.',
    pattern: /(?:\bDisabledException: )?(?<keyArn>arn:aws[\w-]{0,20}:kms:\S{1,200}) is disabled|\bDisabledException\b/i,
    jobs: ['api', 'cloudtrail', 'backup', 'copy'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because: 'The key is disabled, so nothing encrypted with it can be read or copied.',
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: 'A key administrator enables the key.',
    rules: ['key-enabled', 'central-vault-key-enabled'],
    readings: [{ when: { job: 'backup' }, rules: ['key-enabled'] }, ...vaultKey, disabledKey],
    confidence: 'low',
    sources: [links.keyState],
  },
  {
    id: 'KMS_CODE_INVALID_STATE',
    example:
      'KMSInvalidStateException: arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-aaaa-bbbb-cccc-0123456789ab is pending deletion.',
    pattern:
      /(?:\bKMSInvalidStateException: )?(?<keyArn>arn:aws[\w-]{0,20}:kms:\S{1,200}) is pending (?:deletion|import|replica deletion)|\bKMSInvalidStateException\b/i,
    jobs: ['api', 'cloudtrail', 'backup', 'copy'],
    category: 'KMS_KEY_ERROR',
    guessed: true,
    because:
      'The key is in a state in which it cannot be used: awaiting deletion, waiting for its key material, or cut off from its key store.',
    whoActs: 'resource team',
    rerun: 'copy again',
    fix: 'Pending deletion: cancel it, then enable the key, because it comes back disabled. Pending import: import the material again. Unavailable: reconnect the key store.',
    rules: ['key-enabled', 'central-vault-key-enabled'],
    readings: [{ when: { job: 'backup' }, rules: ['key-enabled'] }, ...vaultKey, disabledKey],
    confidence: 'low',
    sources: [links.keyState],
  },
] satisfies readonly Cause[]
