/**
 * Any of AWS's ways to write a time as ISO 8601 in UTC, or `null`: ISO text with or without a zone, epoch seconds or
 * milliseconds, and `Jul 15, 2020 9:39:07 PM`, which AWS Backup sends as expectedCompletionDate.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export const isoTime = (value: unknown): string | null => {
  const milliseconds =
    typeof value === 'number'
      ? Math.abs(value) < 1e11
        ? value * 1000
        : value
      : typeof value === 'string' && value.length < 64
        ? Date.parse(withZone(value.trim()))
        : Number.NaN
  const time = new Date(milliseconds)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** Text without a zone would be read in the zone of the machine. */
const withZone = (text: string): string => {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text)) return `${text}Z`
  return /^[A-Z][a-z]{2} \d{1,2}, \d{4} [\d:]+ [AP]M$/.test(text) ? `${text} UTC` : text
}
