import type { Logger } from '@aws-lambda-powertools/logger'
import type { Deps } from '../../commands/command.ts'
import { createAws } from '../aws/sessions.ts'
import { watched } from '../aws/watched.ts'
import type { Measured } from '../core/measures.ts'
import { isMistake } from '../core/trouble.ts'
import { answerWith } from '../slack/answer.ts'
import { countedFetch } from '../slack/counted.ts'
import { createNoticeClient } from '../slack/deliver.ts'
import { createMay } from '../slack/may.ts'
import { createOffice } from '../slack/office.ts'
import { createPeople } from '../slack/people.ts'
import { postTo } from '../slack/reply.ts'
import { type Log, runWork, type Work } from '../slack/run.ts'
import { createFileSender } from '../slack/send-file.ts'
import { createSeen } from '../store/seen.ts'
import { callLog, createLog, watchAws } from './logs.ts'
import type { Settings } from './settings.ts'
import { openTable } from './table.ts'
import { newTrace, traced, traceId } from './trace.ts'

export type Wiring = Pick<Settings, 'house' | 'botToken' | 'apiUrl' | 'tableName'>

const noMeasure: Measured = () => {}

/** Commands, AWS and the table together; without a table there is no office, and one line of the log says so. */
export const wireWork = (settings: Wiring, logger: Logger, measured: Measured = noMeasure) => {
  const log: Log = { ...createLog(logger), measured }
  const { house, botToken, apiUrl, tableName } = settings
  const watch = watchAws(logger, measured)
  const slackFetch = countedFetch(() => measured('Throttle', 1, 'slack'))
  const slack = createNoticeClient(botToken, apiUrl, slackFetch)
  const own = {
    house,
    aws: createAws(house, { log: callLog(log), ...watch }),
    now: () => new Date(),
    sendFile: createFileSender(slack, log),
  }
  const store = tableName ? openTable(tableName) : undefined
  if (store) watched(store.client, watch)
  const office = store ? createOffice({ deps: own, store, slack, log }) : undefined
  if (!office) log.info('no TABLE_NAME: checks work, failure notices and their buttons do not')
  const deps: Deps = office
    ? { ...own, desk: office.desk, requests: office.requests, requestDesk: office.requestDesk }
    : own
  const post = answerWith(slack, postTo(apiUrl, slackFetch), log)

  const may = createMay({
    house,
    people: createPeople(slack, house, own.now),
    accountOfNotice: async id => {
      const notice = await office?.notices.read(id)
      return notice === undefined || isMistake(notice) ? undefined : notice.account
    },
  })

  /** Everything about one request, however it came here, bears its id. */
  const run = (work: Work): Promise<void> => {
    const id = work.id ?? traceId() ?? newTrace()
    return traced(id, () => runWork({ ...work, id }, deps, post, log, may))
  }

  const seen = store ? createSeen(store) : undefined
  /** The same for work that may be delivered twice: what was answered is not answered again. */
  const runOnce = async (work: Work): Promise<void> => {
    const { id } = work
    if (!seen || !id) return run(work)
    return traced(id, async () => {
      const key = `work/${id}`
      if (await seen.has(key)) return log.info('this was answered already')
      await run(work)
      await seen.first(key, own.now())
    })
  }
  return { log, deps, office, may, watch, slackFetch, run, runOnce }
}
