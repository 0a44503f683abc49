import { afterAll, beforeAll } from 'vitest'
import { copyJob } from '../world/notices-stage.ts'
import { work } from './flows.ts'
import { createMatrix } from './matrix.ts'
import { strikeAll } from './run.ts'
import { type FaultStage, startStage } from './stage.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await startStage([copyJob])
})
afterAll(() => stage.close())

const record = createMatrix('Work, while AWS, the table or Slack is in trouble')
for (const [nth, flow] of work.entries()) strikeAll(flow, nth, () => stage, record)
