import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash, randomUUID } from 'node:crypto'
import type { Measured } from '../core/measures.ts'
import type { Around } from '../slack/receiver.ts'
import type { Log } from '../slack/run.ts'

type Trace = { readonly id: string }

const here = new AsyncLocalStorage<Trace>()

/** Everything that `run` starts, however deep, belongs to this request. */
export const traced = <T>(id: string, run: () => T): T => here.run({ id }, run)

/** The id of the request that is being worked on; `undefined` outside of any. */
export const traceId = (): string | undefined => here.getStore()?.id

export const newTrace = (): string => randomUUID().replaceAll('-', '').slice(0, 16)

/** The same for every delivery of one request: Slack signs each request once. */
export const traceOf = (signature: string | undefined): string =>
  signature ? createHash('sha256').update(signature).digest('hex').slice(0, 16) : newTrace()

/** Follows each request of Slack's: one id for all its lines, and the time until its acknowledgement. `later` may put the lines off until that is on its way. */
export const watch =
  (log: Log, measured: Measured = () => {}, later: (run: () => void) => unknown = run => run()): Around =>
  (headers, answer) =>
    traced(traceOf(headers['x-slack-signature']), async () => {
      const began = performance.now()
      const response = await answer()
      const ms = performance.now() - began
      later(() => {
        // What nobody signed is not Slack's, and says nothing about how long Slack waits.
        if (response.status === 200) measured('Acknowledgement', ms)
        log.info('acknowledged', { status: response.status, ms: Math.round(ms) })
      })
      return response
    })
