import { isComposite } from './composite.ts'
import type { Cell, CopyOutcome, Kind } from './kind.ts'
import { linked, page, plain, sourceLinks, table } from './markdown.ts'

/** What AWS Backup can do with a type: the columns, with a word short enough for one line of a message. */
export const capabilities = [
  { title: 'Full management', short: 'full management', of: kind => kind.fullManagement },
  { title: 'Copy to another account', short: 'account', of: kind => kind.crossAccountCopy },
  { title: 'Copy to another Region', short: 'Region', of: kind => kind.crossRegionCopy },
  { title: 'Both in one action', short: 'both at once', of: kind => kind.bothInOneAction },
  { title: 'Incremental', short: 'incremental', of: kind => kind.incremental },
  { title: 'Point in time', short: 'point in time', of: kind => kind.pointInTime },
  { title: 'Cold storage', short: 'cold', of: kind => kind.coldStorage },
  { title: 'Air-gapped vault', short: 'air-gapped', of: kind => kind.airGappedVault },
] as const satisfies readonly {
  readonly title: string
  readonly short: string
  readonly of: (kind: Kind) => Cell
}[]

/** The encryption of the source, as the columns of the second table. */
export const sourceStates = [
  ['none', 'Not encrypted'],
  ['awsOwned', 'AWS owned key'],
  ['awsManaged', 'AWS managed key'],
  ['customer', 'Customer managed key'],
] as const satisfies readonly (readonly [keyof Kind['copyWhen'], string])[]

export const outcomeSays = {
  ok: 'copied',
  'stays unencrypted': 'copied, stays unencrypted',
  blocked: 'refused',
  unknown: 'not documented',
  'n/a': '–',
} as const satisfies Record<CopyOutcome, string>

/** Which key the resource itself needs so that the copy succeeds, by AWS's rules alone. */
export const keyNeeded = (kind: Kind): string => {
  if (kind.crossAccountCopy.value === 'no') return 'no copy'
  if (isComposite(kind)) return 'by what is inside'
  if (!kind.keyMustBeShared) return 'any, or none'
  const { none } = kind.copyWhen
  return none === 'ok' || none === 'stays unencrypted'
    ? 'customer managed and shared, or not encrypted'
    : 'customer managed and shared'
}

/** `yes`, `no` or `?`, and how sure it is where it is not certain. */
export const cellSays = ({ value, confidence }: Cell): string =>
  (value === 'unknown' ? '?' : value) + (confidence === 'H' ? '' : ` (${confidence})`)

const cell = (it: Cell): string => {
  const [first = '', ...others] = it.sources
  return [linked(plain(cellSays(it)), first), ...others.map(url => linked('also', url))].join(' ')
}

const notesOf = (kind: Kind): readonly string[] => {
  const noted = capabilities.flatMap(({ title, of }) => {
    const it: Cell = of(kind)
    if (it.note === undefined && it.confidence !== 'L') return []
    return [`  - ${title}, ${cellSays(it)}: ${plain(it.note ?? 'no page of AWS says so')}. ${sourceLinks(it.sources)}`]
  })
  return noted.length ? [`- **${plain(kind.name)}**`, ...noted] : []
}

const copyRow = (kind: Kind): readonly string[] => [
  plain(kind.name),
  ...sourceStates.map(([state]) => (isComposite(kind) ? 'by what is inside' : outcomeSays[kind.copyWhen[state]])),
  plain(keyNeeded(kind)),
  plain(kind.localBackupUses),
  plain(kind.copyUses),
  plain(kind.houseKey),
  sourceLinks(kind.copyWhen.sources),
]

/** docs/resource-types.md: what AWS Backup can do with every type, which key it needs, and where AWS says so. */
export const capabilityTable = (kinds: readonly Kind[]): string =>
  page('Resource types', '`src/core/kinds`', [
    'What AWS Backup can do with each type. Every cell links to the page of AWS that says so. `(M)`: inferred from several pages, or said in passing. `(L)`: a guess, or the pages contradict each other. `?`: nobody says, or it depends; the bot then answers *unsure*, never *yes*.',
    '## What is possible',
    table(
      ['Type', ...capabilities.map(it => it.title)],
      kinds.map(kind => [plain(kind.name), ...capabilities.map(it => cell(it.of(kind)))]),
    ),
    '## Which key the copy needs',
    'A copy into the central vault, which has a customer managed key, by how the resource itself is encrypted. *Shared* means that the key policy lets the central account use the key. *CDX guide* is what the house demands beyond AWS: for types that the guide does not mention, a customer managed key wherever the backup keeps the resource’s own key.',
    table(
      ['Type', ...sourceStates.map(([, title]) => title), 'Key needed', 'Local backup', 'Copy', 'CDX guide', 'Sources'],
      kinds.map(copyRow),
    ),
    '## Notes',
    kinds.flatMap(notesOf).join('\n'),
  ])
