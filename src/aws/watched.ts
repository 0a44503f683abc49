import { sortOf } from './trouble.ts'

/** One attempt of the SDK at a call; a call that is tried again has several. */
export type Attempt = { readonly call: string; readonly ms: number; readonly outcome: string }

export type Watch = {
  /** The id of the request that is being worked on. */
  readonly request?: () => string | undefined
  readonly attempt?: (attempt: Attempt) => void
}

type Next = (args: { request?: unknown }) => Promise<unknown>
type Context = { readonly clientName?: string; readonly commandName?: string }
type Middleware = (next: Next, context: Context) => Next
type Client = { readonly middlewareStack: { readonly add: (it: Middleware, place: object) => void } }

/** Within the retries, and after the signature, which leaves the user agent out. */
const place = { name: 'watched', step: 'finalizeRequest', priority: 'low' }

/** `BackupClient` and `StartCopyJobCommand` as `backup:StartCopyJob`. */
const callOf = ({ clientName = '', commandName = '' }: Context): string =>
  `${clientName.replace(/Client$/, '').toLowerCase()}:${commandName.replace(/Command$/, '')}`

/** The client, whose calls bear the request's id in their user agent, where CloudTrail shows it; each attempt is told. */
export const watched = <C>(client: C, { request = () => undefined, attempt = () => {} }: Watch): C => {
  const watch: Middleware = (next, context) => async args => {
    const id = request()
    const { headers = {} } = args.request as { headers?: Record<string, string> }
    if (id !== undefined) headers['user-agent'] += ` md/request#${id}`
    const began = performance.now()
    const tell = (outcome: string) => attempt({ call: callOf(context), ms: performance.now() - began, outcome })
    try {
      const answer = await next(args)
      tell('ok')
      return answer
    } catch (error) {
      tell(sortOf(error))
      throw error
    }
  }
  const { middlewareStack } = client as Client
  middlewareStack.add(watch, place)
  return client
}
