import { stages } from './stages.ts'
import { verbs } from './verbs.ts'

/** Everything that is measured, once: the entries count by these names, infra draws and alarms by them. */
export const measures = {
  Acknowledgement: { unit: 'Milliseconds', by: null, about: 'from the arrival of a request of Slack’s to its answer' },
  Check: { unit: 'Count', by: 'verdict', about: 'checks by their verdict' },
  Answer: { unit: 'Count', by: 'verb', about: 'answers by verb' },
  Bug: { unit: 'Count', by: null, about: 'faults of our own, each with an id that the person was told' },
  Notice: { unit: 'Count', by: 'how', about: 'messages of notices: posted, edited, undelivered' },
  Failure: { unit: 'Count', by: 'from', about: 'failed jobs that were told, announced by event or found by the sweep' },
  Throttle: { unit: 'Count', by: 'who', about: 'attempts at a call that AWS or Slack asked to slow down' },
  Stage: { unit: 'Milliseconds', by: 'stage', about: 'time of each stage of an answer, from the queue to the post' },
} as const satisfies Record<string, Measure>

type Measure = { readonly unit: 'Milliseconds' | 'Count'; readonly by: string | null; readonly about: string }

export type MeasureName = keyof typeof measures

/** The values that a dimension takes; what is drawn has one line for each. */
export const dimensionValues = {
  verdict: ['yes', 'no', 'unsure', 'by choice'],
  how: ['posted', 'edited', 'undelivered'],
  from: ['event', 'sweep'],
  who: ['aws', 'slack'],
  stage: ['wait', ...stages, 'post'],
  verb: Object.keys(verbs),
} as const

/** One measurement; `by`: the value of the measure's dimension. */
export type Measured = (name: MeasureName, value: number, by?: string) => void

/** The namespace of the metrics, which is also the name of the service in every log line. */
export const service = 'backup-bot'
