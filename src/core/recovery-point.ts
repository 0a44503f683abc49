import type { RecoveryPoint } from './fact.ts'
import { advice, type Judgement, ok } from './rule.ts'

const incomplete = ['PARTIAL', 'EXPIRED']

const encryptionOf = ({ encrypted, key }: RecoveryPoint): string => {
  if (encrypted === false) return ', not encrypted'
  return key ? `, encrypted with ${key}` : encrypted ? ', encrypted' : ''
}

/** What there is already: it says nothing against the next backup. */
export const tellOfPoint = (where: string, point: RecoveryPoint | null): Judgement => {
  if (point === null) return ok(`No ${where} recovery point exists yet.`)
  const { createdAt, status, vault } = point
  const says = `The latest ${where} recovery point is of ${createdAt} (${status}), in the vault ${vault}${encryptionOf(point)}.`
  return incomplete.includes(status) ? advice(says, { say: 'Look into the job that made it.' }) : ok(says)
}
