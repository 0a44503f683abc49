import { setTimeout as pause } from 'node:timers/promises'

const attempts = 12

/** A conditional write was refused: somebody else was there before. */
export const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException'

/** Why each part of a cancelled transaction failed (`None` where it did not); `undefined` for any other error. */
export const failedParts = (error: unknown): readonly string[] | undefined =>
  error instanceof Error && error.name === 'TransactionCanceledException' && 'CancellationReasons' in error
    ? (error.CancellationReasons as { Code?: string }[]).map(reason => reason.Code ?? 'None')
    : undefined

const isConflict = (error: unknown): boolean =>
  (error instanceof Error && error.name === 'TransactionConflictException') ||
  (failedParts(error)?.includes('TransactionConflict') ?? false)

/**
 * Runs a write again when a transaction was in its way: DynamoDB refuses one of two that meet, and the SDK does not
 * try again. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */
export const despiteConflicts = async <T>(write: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error
      await pause(Math.random() * 20 * attempt)
    }
  }
}

/** The write's result, or `undefined` where its condition does not hold. */
export const unlessRefused = async <T>(write: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await despiteConflicts(write)
  } catch (error) {
    if (isConditionFailed(error)) return undefined
    throw error
  }
}

/** One after the other for each name, within this process: transactions that never meet are never cancelled. */
export const inTurn = () => {
  const tails = new Map<string, Promise<unknown>>()
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = (tails.get(name) ?? Promise.resolve()).then(work, work)
    tails.set(name, mine)
    try {
      return await mine
    } finally {
      if (tails.get(name) === mine) tails.delete(name)
    }
  }
}
