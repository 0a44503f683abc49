import { type Cause, rerunSays, whoActsSays } from './cause.ts'
import { mono, page, plain, sourceLinks } from './markdown.ts'

const entry = (cause: Cause): string =>
  [
    `## ${mono(cause.id)}`,
    '',
    mono(cause.example),
    '',
    plain(cause.because),
    '',
    `- How sure: ${cause.confidence}${cause.catchAll ? ', and only when nothing more specific is recognised' : ''}`,
    `- On: ${cause.jobs.join(', ')}${cause.types ? ` of ${plain(cause.types.join(', '))}` : ''}`,
    `- Who acts: ${whoActsSays[cause.whoActs]}`,
    `- What to do: ${plain(cause.fix)}`,
    `- Run again: ${rerunSays[cause.rerun]}`,
    ...(cause.rules?.length ? [`- Confirmed by: ${cause.rules.map(mono).join(', ')}`] : []),
    `- Sources: ${sourceLinks(cause.sources)}`,
  ].join('\n')

/** docs/failures.md: every known reason why a job fails, with a real message as its example. */
export const causeTable = (causes: readonly Cause[]): string =>
  page('Failures', '`src/core/causes`', [
    'Every message of a failed job that `explain` recognises: a real example, what it means, who must act, and what a second run is worth once the cause is gone. Where a rule is named, a check of the resource confirms the cause or rules it out.',
    ...causes.map(entry),
  ])
