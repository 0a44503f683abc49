import type { CallsState, SurfaceOf, TalkState, WorldState } from '../wire.ts'

type Answer = { readonly status?: number; readonly body?: string }

const get = async <T>(path: string): Promise<T> => {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as T
}
const post = async <T>(path: string, body: object): Promise<T> => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as T
}

export type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>
type Element = SurfaceOf & { readonly user: string; readonly block: string; readonly action: string }
export type Options = {
  readonly options?: readonly unknown[]
  readonly option_groups?: readonly { readonly options: readonly unknown[] }[]
}

export const api = {
  talk: () => get<TalkState>('play/state'),
  world: () => get<WorldState>('play/world'),
  calls: () => get<CallsState>('play/calls'),
  say: (it: { user: string; channel: string; text: string; thread?: string }) => post<Answer>('play/say', it),
  act: (it: Element & { words: string; given: object; values: Values }) => post<Answer>('play/act', it),
  submit: (it: { user: string; view: string; values: Values }) =>
    post<{ status: number; errors: Record<string, string> }>('play/submit', it),
  close: (it: { user: string; view: string; all: boolean }) => post<Answer>('play/close', it),
  options: async (it: Element & { text: string }): Promise<Options> => {
    const { status, body } = await post<Answer>('play/options', it)
    if (status !== 200 || !body) throw new Error(`The bot answered ${status} to a search.`)
    return JSON.parse(body) as Options
  },
  home: (user: string) => post<Answer>('play/home', { user }),
  flip: (id: string, arn?: string): Promise<{ done: boolean; why?: string }> =>
    post<{ done: boolean; why?: string }>('play/switch', { id, arn }).catch((error: unknown) => ({
      done: false,
      why: String(error),
    })),
}
