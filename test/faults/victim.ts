// A worker in a process of its own that may be killed at any point: takes the failures in and tells what is due, as often
// as it is started. argv: DynamoDB's address, Slack's address, the time, the failures, the causes.

import { createNoticeClient } from '../../src/slack/deliver.ts'
import { createNotices } from '../../src/slack/notify.ts'
import { createClock, failure, house, quiet, storeAt } from '../slack/stage.ts'

const [dynamo = '', slack = '', time = '', failures = '0', causes = '1'] = process.argv.slice(2)
const start = Date.parse('2026-11-21T03:00:00.000Z')
const clock = createClock(Date.parse(time))
const notices = createNotices({
  store: storeAt(dynamo),
  slack: createNoticeClient('xoxb-test', slack),
  house,
  now: clock.now,
  pause: clock.pause,
  log: quiet,
})
process.stdout.write('ready\n')
for (let n = 0; n < Number(failures); n++) {
  await notices.failed(failure(n, n % Number(causes), new Date(start).toISOString()))
  if (n % 3 === 2) await notices.flush()
}
await notices.flush()
process.stdout.write('done\n')
process.exit(0)
