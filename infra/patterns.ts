import { refusals, suspicious } from '../src/core/cloudtrail.ts'
import { endedStates, jobDetailTypes } from '../src/core/event.ts'
import type { House } from '../src/core/house.ts'
import { continuousStates, pointDetailType } from '../src/core/signal.ts'

/** Jobs that have ended. Restore events say `status` where the others say `state`. */
export const endedJobs = {
  source: ['aws.backup'],
  'detail-type': jobDetailTypes,
  detail: { $or: [{ state: endedStates }, { status: endedStates }] },
}

/** Continuous recovery points that stopped, or go on again. */
export const continuousPoints = {
  source: ['aws.backup'],
  'detail-type': [pointDetailType],
  detail: { status: continuousStates },
}

const kmsCalls = { source: ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'] }
const kms = { eventSource: ['kms.amazonaws.com'] }

const issuer = (arn: readonly unknown[]) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } })
const byBackup = (house: House) => [
  { userIdentity: { invokedBy: ['backup.amazonaws.com'] } },
  issuer([{ suffix: '/AWSServiceRoleForBackup' }, { suffix: `/${house.member.backupRole}` }]),
]

/** A key refused AWS Backup, or the backup role: seen in the account that called. */
export const keyRefusals = (house: House) => ({
  ...kmsCalls,
  detail: { ...kms, errorCode: refusals, $or: byBackup(house) },
})

const centralKey = (house: House) => [{ suffix: `:${house.central.key.split(':').at(-1)}` }]

/** The same in the central account, where also the refusal of anybody else at a backup key is worth telling. */
export const centralRefusals = (house: House) => ({
  ...kmsCalls,
  detail: { ...kms, errorCode: refusals, $or: [...byBackup(house), { resources: { ARN: centralKey(house) } }] },
})

/** Somebody else than AWS and the backup role read data with the central key, or tried to with the wrong one. */
export const centralReadings = (house: House) => ({
  ...kmsCalls,
  detail: {
    ...kms,
    eventName: ['Decrypt', 'ReEncrypt'],
    resources: { ARN: centralKey(house) },
    errorCode: [{ exists: false }, ...suspicious],
    ...issuer([
      { 'anything-but': { wildcard: ['*:role/aws-service-role/*', `*/${house.member.backupRole}`] } },
      { exists: false },
    ]),
  },
})
