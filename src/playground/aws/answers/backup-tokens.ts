import type { Call } from '../call.ts'

/** Idempotency tokens of the jobs that were started in a world: by account and token, the job's id. */
const tokens = new WeakMap<object, Map<string, string>>()

export const earlier = ({ world, account }: Call, token: string | undefined): string | undefined =>
  token === undefined ? undefined : tokens.get(world)?.get(`${account}/${token}`)

export const remember = ({ world, account }: Call, token: string | undefined, id: string): void => {
  if (token === undefined) return
  const known = tokens.get(world) ?? new Map<string, string>()
  tokens.set(world, known.set(`${account}/${token}`, id))
}
