import type { RecoveryPoint } from './fact.ts'
import { advice, type Judgement, ok } from './rule.ts'
import { ago } from './schedule.ts'

// A continuous backup is stopped by somebody, and then protects no further.
const incomplete = ['PARTIAL', 'EXPIRED', 'STOPPED']

/** One recovery point that grows for as long as it lives: its date says nothing about the schedule. */
export const isContinuous = ({ arn, status }: RecoveryPoint): boolean =>
  arn.includes(':continuous:') || ['AVAILABLE', 'STOPPED'].includes(status)

const encryptionOf = ({ encrypted, key }: RecoveryPoint): string => {
  if (encrypted === false) return ', not encrypted'
  return key ? `, encrypted with ${key}` : encrypted ? ', encrypted' : ''
}

/** What there is already: it says nothing against the next backup. */
export const tellOfPoint = (where: string, point: RecoveryPoint | null, at: Date): Judgement => {
  if (point === null) return ok(`No ${where} recovery point exists yet.`)
  const { createdAt, status, vault } = point
  const says = `The latest ${where} recovery point is of ${ago(createdAt, at)} (${status}), in the vault ${vault}${encryptionOf(point)}.`
  return incomplete.includes(status) ? advice(says, { say: 'Look into the job that made it.' }) : ok(says)
}
