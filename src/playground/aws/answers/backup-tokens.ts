import type { Call } from '../call.ts'

type Kind = 'copy' | 'restore'

/** Idempotency tokens of the jobs that were started in a world: by kind of job, account, Region and token, the job's id. */
const tokens = new WeakMap<object, Map<string, string>>()

const keyOf = ({ account, region }: Call, kind: Kind, token: string) => `${kind}/${account}/${region}/${token}`

export const earlier = (call: Call, kind: Kind, token: string | undefined): string | undefined =>
  token === undefined ? undefined : tokens.get(call.world)?.get(keyOf(call, kind, token))

export const remember = (call: Call, kind: Kind, token: string | undefined, id: string): void => {
  if (token === undefined) return
  const known = tokens.get(call.world) ?? new Map<string, string>()
  tokens.set(call.world, known.set(keyOf(call, kind, token), id))
}
