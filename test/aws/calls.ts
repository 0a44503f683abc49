import type { RecordedCall } from '../../src/playground/aws/server.ts'

/** `account service:Operation`, sorted; AssumeRole is recorded in the bot's account. */
export const told = (calls: readonly RecordedCall[]) =>
  calls.map(it => `${it.account} ${it.service}:${it.operation}`).sort()
