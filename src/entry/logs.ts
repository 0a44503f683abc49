import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'
import type { Logger as BoltLogger } from '@slack/bolt'
import type { CallLog } from '../aws/sessions.ts'
import type { Watch } from '../aws/watched.ts'
import { type Measured, measures, service } from '../core/measures.ts'
import type { Log } from '../slack/run.ts'
import { hide } from './hide.ts'
import { traceId } from './trace.ts'

/** One JSON object a line; LOG_LEVEL says from which level on, INFO where it says nothing. */
export const createLogger = (): Logger => new Logger({ serviceName: service, jsonReplacerFn: hide })

const request = (): { readonly request?: string } => {
  const id = traceId()
  return id === undefined ? {} : { request: id }
}

/** Every line of a request carries its id. */
export const createLog = (logger: Logger): Log => ({
  info: (message, more) => logger.info(message, { ...more, ...request() }),
  error: (message, more) => logger.error(message, { ...more, ...request() }),
})

/** Metrics as lines of the log, in CloudWatch's embedded metric format: no call is made. */
export const createMeasured = (): Measured => {
  const metrics = new Metrics({ namespace: service, serviceName: service })
  return (name, value, by) => {
    const { unit, by: dimension } = measures[name]
    const single = metrics.singleMetric()
    if (dimension !== null && by !== undefined) single.addDimension(dimension, by)
    single.addMetric(name, unit, value)
  }
}

/** What AWS was asked on behalf of a request: no parameter and no answer, only the call, the place and how it went. */
export const callLog =
  (log: Log) =>
  ({ call, account, region, ms, outcome }: CallLog): void =>
    log.info('aws', { call, account, region, ms: Math.round(ms), outcome })

/** Every attempt at a call of any AWS client, the table's and the queue's too: a line at debug; those throttled are counted. */
export const watchAws = (logger: Logger, measured: Measured): Watch => ({
  request: traceId,
  attempt: ({ call, ms, outcome }) => {
    logger.debug('aws attempt', { call, ms: Math.round(ms), outcome, ...request() })
    if (outcome === 'throttled') measured('Throttle', 1, 'aws')
  },
})

const noop = () => {}

/** Bolt's logger over ours; its debug lines carry whole payloads and are left out. */
export const boltLogger = (log: Log): BoltLogger => {
  let level = 'info' as ReturnType<BoltLogger['getLevel']>
  return {
    debug: noop,
    info: (...words) => log.info(words.join(' ')),
    warn: (...words) => log.info(words.join(' ')),
    error: (...words) => log.error(words.join(' ')),
    setLevel: it => {
      level = it
    },
    getLevel: () => level,
    setName: noop,
  }
}
