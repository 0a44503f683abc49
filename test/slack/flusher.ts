// A flush in a process of its own, which kills itself at the n-th time it comes to a step.
// argv: DynamoDB's address, Slack's address, the time, the step, n.
import { createNoticeClient } from '../../src/slack/deliver.ts'
import { createNotices } from '../../src/slack/notify.ts'
import { createClock, house, quiet, storeAt } from './stage.ts'

const [dynamo = '', slack = '', time = '', step = '', nth = '1'] = process.argv.slice(2)
const clock = createClock(Date.parse(time))
let left = Number(nth)
await createNotices({
  store: storeAt(dynamo),
  slack: createNoticeClient('xoxb-test', slack),
  house,
  now: clock.now,
  pause: clock.pause,
  log: quiet,
  step: name => {
    if (name === step && --left === 0) process.kill(process.pid, 'SIGKILL')
  },
}).flush()
process.exit(0)
