import { afterAll, beforeAll } from 'vitest'
import { copyJob } from '../world/notices-stage.ts'
import { questions } from './flows.ts'
import { createMatrix } from './matrix.ts'
import { strikeAll } from './run.ts'
import { type FaultStage, startStage } from './stage.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await startStage([copyJob])
})
afterAll(() => stage.close())

const record = createMatrix('What is asked in Slack, while Slack, AWS or the table is in trouble')
for (const [nth, flow] of questions.entries()) strikeAll(flow, nth, () => stage, record)
