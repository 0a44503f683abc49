import { setMaxListeners } from 'node:events'
import { type Evidence, type Fact, known, type Unknown, unknown } from '../core/fact.ts'
import { type Aws, type Session, shut } from './sessions.ts'
import { sortOf, trouble, WorldFault, where } from './trouble.ts'

/** Who asks, where, and until when. */
export type Ask = { readonly session: Session; readonly signal: AbortSignal }

/** What AWS answered to one call, before a fact is picked from it. */
export type Answer<A> =
  | { readonly known: true; readonly call: string; readonly value: A; readonly from: string }
  | Unknown

const longest = 200

/** A value as evidence shows it, at most 200 characters. */
export const asText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent')
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

export const seen = (call: string, fields: Readonly<Record<string, unknown>>): Evidence[] =>
  Object.entries(fields).map(([field, value]) => ({ call, field, value: asText(value) }))

/** Ends with the signal, whatever the promise does: the SDK's pauses between retries do not listen to signals. */
export const within = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    // Every call of a question listens to its end.
    setMaxListeners(0, signal)
    const stop = () => reject(Object.assign(new Error('The time for this check is over'), { name: 'AbortError' }))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

/** A session, waited for no longer than the signal says. Rejects with `WorldFault` only. */
export const sessionWithin = (signal: AbortSignal, aws: Aws, account: string, region: string): Promise<Session> =>
  within(signal, aws.session(account, region)).catch(error => {
    if (error instanceof WorldFault) throw error
    return shut({ account, region }, trouble(error, 'sts:AssumeRole', { account, region }))
  })

/** One call. Never rejects: any failure is the reason why its facts are unknown. `send` gets the options for the SDK's `send`. */
export const read = async <A>(
  { session, signal }: Ask,
  call: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<A>,
): Promise<Answer<A>> => {
  const started = performance.now()
  const log = (outcome: string) =>
    session.log({ call, account: session.account, region: session.region, ms: performance.now() - started, outcome })
  try {
    const value = await within(
      signal,
      Promise.resolve().then(() => send({ abortSignal: signal })),
    )
    log('ok')
    return { known: true, call, value, from: where(session) }
  } catch (error) {
    log(sortOf(error))
    return trouble(error, call, session)
  }
}

/** The one thing that was asked for, out of the list that AWS answered; a list without it is `not found`. */
export const narrow = <A, B>(answer: Answer<A>, what: string, choose: (value: A) => B | undefined): Answer<B> => {
  if (!answer.known) return answer
  const value = choose(answer.value)
  return value === undefined
    ? unknown('not found', `${answer.call} found no ${what} ${answer.from}.`)
    : { ...answer, value }
}

/** One fact out of an answer; unknown when the field is not in it. `show` is the raw value for the evidence. */
export const pick = <A, T>(
  answer: Answer<A>,
  field: string,
  choose: (value: A) => T | undefined,
  show: (value: A) => unknown = choose,
): Fact<T> => {
  if (!answer.known) return answer
  const value = choose(answer.value)
  return value === undefined
    ? unknown('aws error', `${answer.call} ${answer.from} answered without ${field}.`)
    : known(value, ...seen(answer.call, { [field]: show(answer.value) }))
}

export type Pages<T> = { readonly items: readonly T[]; readonly whole: boolean }

/** A list that was read to its end. AWS may give short pages, and empty ones, before the last: what is in a part of it proves nothing. */
export const complete = <T>(answer: Answer<Pages<T>>): Answer<readonly T[]> =>
  !answer.known
    ? answer
    : answer.value.whole
      ? { ...answer, value: answer.value.items }
      : unknown('aws error', `${answer.call} ${answer.from} lists more than one check reads.`)

/** Every page of a list, `most` pages at most; `whole` is false when there were more. */
export const pages = async <A, T>(
  page: (token: string | undefined) => Promise<A>,
  items: (answer: A) => readonly T[] | undefined,
  next: (answer: A) => string | undefined,
  most = 10,
): Promise<Pages<T>> => {
  const found: T[] = []
  let token: string | undefined
  for (let i = 0; i < most; i++) {
    const answer = await page(token)
    found.push(...(items(answer) ?? []))
    token = next(answer)
    if (!token) return { items: found, whole: true }
  }
  return { items: found, whole: false }
}
