import type { RecoveryPoint } from './fact.ts'
import { advice, type Judgement, ok } from './rule.ts'

const incomplete = ['PARTIAL', 'EXPIRED']

/** What there is already: it says nothing against the next backup. */
export const tellOfPoint = (where: string, point: RecoveryPoint | null): Judgement =>
  point === null
    ? ok(`No ${where} recovery point exists yet.`)
    : incomplete.includes(point.status)
      ? advice(`The latest ${where} recovery point, of ${point.createdAt}, is ${point.status}.`, {
          say: 'Look into the job that made it.',
        })
      : ok(`The latest ${where} recovery point is of ${point.createdAt} (${point.status}).`)
