import type { Cause } from '../cause.ts'
import { links } from './links.ts'

/** kms:PutKeyPolicy refuses the new document. Not a job: seen when a key policy is mended. */
export const keyPolicy = [
  {
    id: 'PKP_INVALID_PRINCIPAL',
    example: 'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.',
    pattern: /Policy contains a statement with one or more invalid principals/i,
    jobs: ['api'],
    because:
      'The submitted key policy names a principal that KMS cannot find: a placeholder user left in a template, a deleted or not yet created role, a typing error, or a key ARN where a principal belongs.',
    whoActs: 'resource team',
    rerun: 'retry the call',
    fix: 'Take the unknown principal out, or create the role it means. If the role was created a moment ago, wait a minute and submit the policy again.',
    confidence: 'high',
    sources: [links.fieldReport, links.putKeyPolicy],
  },
  {
    id: 'PKP_LOCKOUT',
    example:
      'MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.',
    pattern: /new key policy will not allow you to update the key policy in the future/i,
    jobs: ['api'],
    because:
      'The submitted key policy would lock everybody out: after it, the caller could no longer change the policy. This happens when new statements replace the document instead of joining it, or when an SCP denies kms:PutKeyPolicy to the caller.',
    whoActs: 'resource team',
    rerun: 'retry the call',
    fix: 'Add the new statements to the policy in force and keep its account root or administrator statement. Do not bypass the safety check.',
    confidence: 'high',
    sources: [links.putKeyPolicy],
  },
  {
    id: 'PKP_OVERLY_PERMISSIVE',
    example:
      'OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified [encryption context or tag] or with an unspecified [encryption context or tag]. To fix, remove ForAllValues.',
    pattern: /OverlyPermissiveCondition: Using the ForAllValues set operator/i,
    jobs: ['api'],
    because:
      'A condition uses ForAllValues with a key that has only one value, such as kms:EncryptionContext. Such a condition also lets through requests that carry no value at all, so KMS refuses it.',
    whoActs: 'resource team',
    rerun: 'retry the call',
    fix: 'Remove ForAllValues from that condition and submit the policy again.',
    confidence: 'high',
    sources: ['https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html'],
  },
] satisfies readonly Cause[]
