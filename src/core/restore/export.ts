import type { Request } from './request.ts'

const last = <T>(items: readonly T[]): T | undefined => items.at(-1)

const columns: Readonly<Record<string, (request: Request) => string | number | null>> = {
  id: it => it.id,
  state: it => it.state,
  urgency: it => it.urgency,
  createdAt: it => it.createdAt,
  requester: it => it.requester.name,
  requesterId: it => it.requester.id,
  resource: it => it.resource.arn,
  type: it => it.resource.kind,
  recoveryPoint: it => it.point.arn,
  vault: it => it.point.vault,
  mode: it => it.target.mode,
  targetAccount: it => it.target.account,
  targetRegion: it => it.target.region,
  pointInTime: it => it.target.pointInTime,
  reason: it => it.reason,
  neededBy: it => it.neededBy,
  ticket: it => it.ticket,
  approvedBy: it => it.approvals.map(by => by.name).join('; '),
  copyJob: it => it.legs.copy.job,
  restoreJob: it => it.legs.restore.job,
  restored: it => it.legs.restore.done,
  lastMove: it => last(it.history)?.move ?? null,
  lastMovedBy: it => last(it.history)?.name ?? null,
  lastMovedAt: it => last(it.history)?.at ?? null,
  lastReason: it => last(it.history)?.reason ?? null,
}

// A spreadsheet runs what begins so; a quote in front keeps it text. https://owasp.org/www-community/attacks/CSV_Injection
const guarded = (text: string): string => (/^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text)
const cell = (value: string | number | null): string => `"${guarded(String(value ?? '')).replaceAll('"', '""')}"`
const row = (cells: readonly (string | number | null)[]): string => cells.map(cell).join(',')

/** One line a request, RFC 4180, with a header; safe to open in a spreadsheet. */
export const toCsv = (requests: readonly Request[]): string =>
  [row(Object.keys(columns)), ...requests.map(it => row(Object.values(columns).map(read => read(it))))]
    .map(line => `${line}\r\n`)
    .join('')

/** The contract of `requests export --json`: whole requests with their history. */
export const toJson = (
  requests: readonly Request[],
): { readonly schema: 'backup-bot/requests/1'; readonly requests: readonly Request[] } => ({
  schema: 'backup-bot/requests/1',
  requests,
})
