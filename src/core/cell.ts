import type { Cell } from './kind.ts'
import { history } from './links.ts'

const cell =
  <V extends 'yes' | 'no' | 'unknown'>(value: V) =>
  (confidence: Cell['confidence'], sources: readonly string[], note?: string) =>
    ({ value, confidence, sources, ...(note === undefined ? {} : { note }) }) satisfies Cell

/** Cells of the capability table: the value, how sure it is (H, M, L), where AWS says so, and what to add. */
export const yes = cell('yes')
export const no = cell('no')
/** AWS's pages contradict each other, are silent, or it depends on what is inside. */
export const open = cell('unknown')

/** Of the types whose two-step rule AWS never mentions. */
export const inOneAction = yes(
  'M',
  [history],
  'inferred: AWS lifted the two-step rule for the RDS family only, so the others had none',
)

/** A guess, or pages that contradict each other, settle nothing. */
export const settled = ({ value, confidence }: Cell): Cell['value'] => (confidence === 'L' ? 'unknown' : value)
