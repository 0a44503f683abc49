/**
 * For every client of the SDK: without it a half-open connection is waited for without an end. Milliseconds; `longest`
 * is of one answer.
 */
export const patience = (longest = 5_000) => ({
  connectionTimeout: 2_000,
  requestTimeout: longest,
  throwOnRequestTimeout: true as const,
})
