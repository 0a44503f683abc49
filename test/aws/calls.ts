import type { RecordedCall } from '../../src/playground/aws/server.ts'

/** `account service:Operation`, sorted; AssumeRole is recorded in the bot's account. */
export const told = (calls: readonly RecordedCall[]) =>
  calls.map(it => `${it.account} ${it.service}:${it.operation}`).sort()

/** Rounds of dependent calls: the longest chain of calls that each began after the one before had ended. */
export const rounds = (calls: readonly RecordedCall[]): number => {
  const depth = new Map<RecordedCall, number>()
  for (const call of calls.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const before = calls.filter(it => it.endedAt <= call.startedAt).map(it => depth.get(it) ?? 0)
    depth.set(call, 1 + Math.max(0, ...before))
  }
  return Math.max(0, ...depth.values())
}
