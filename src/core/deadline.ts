import { isoTime } from './iso-time.ts'

const day = 24 * 60 * 60 * 1000

/**
 * When the local recovery point goes, after which it cannot be copied any more: AWS's own time, or creation plus
 * retention. ISO 8601, `null` when neither is known.
 */
export const deadline = (point: {
  readonly calculatedDeleteAt?: string | null
  readonly createdAt?: string | null
  readonly retentionDays: number
}): string | null => {
  const given = isoTime(point.calculatedDeleteAt)
  if (given !== null) return given
  const created = isoTime(point.createdAt)
  return created === null ? null : isoTime(Date.parse(created) + point.retentionDays * day)
}
