/**
 * For every client of the SDK: without it a half-open connection is waited for without an end. Milliseconds; `longest`
 * is of one answer.
 */
export const patience = (longest = 5_000) => ({
  connectionTimeout: 2_000,
  requestTimeout: longest,
  throwOnRequestTimeout: true as const,
})

/**
 * Ends with `signal`, or after so many milliseconds. The composite holds its sources: a timeout that nobody else holds is
 * collected before its time, and never comes. https://github.com/nodejs/node/issues/57736
 */
export const atMost = (signal: AbortSignal, ms: number): AbortSignal => {
  const sources = [signal, AbortSignal.timeout(ms)]
  return Object.assign(AbortSignal.any(sources), { sources })
}
