/** What the page and its server tell each other, as JSON. */

export type Json = Readonly<Record<string, unknown>>

export type WireMessage = {
  readonly ts: string
  readonly channel: string
  readonly from?: string
  readonly onlyFor?: string
  readonly thread?: string
  readonly text: string
  readonly blocks: readonly Json[]
  readonly edited: boolean
  readonly files?: readonly WireFile[]
}

export type WireFile = {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly content: string
}

export type WireView = {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly blocks: readonly (Json & { readonly type: string; readonly block_id: string })[]
  readonly title?: { readonly text: string }
  readonly submit?: { readonly text: string }
  readonly close?: { readonly text: string }
  readonly hash: string
  readonly previous_view_id: string | null
}

export type WireCommand = {
  readonly verb: string
  readonly usage: string
  readonly about: string
  readonly examples: readonly string[]
}

/** `GET /play/state` */
export type TalkState = {
  readonly people: readonly { readonly id: string; readonly name: string; readonly role: string }[]
  readonly channels: readonly { readonly id: string; readonly name: string }[]
  /** User groups by id. */
  readonly groups: Readonly<Record<string, string>>
  readonly messages: readonly WireMessage[]
  /** Open modals by person, the last on top. */
  readonly modals: Readonly<Record<string, readonly WireView[]>>
  /** App Homes by person. */
  readonly homes: Readonly<Record<string, WireView>>
  /** What may be typed after `/backup`. */
  readonly commands: readonly WireCommand[]
  /** Verbs that only buttons say. */
  readonly buttonVerbs: readonly string[]
}

export type ResourceState = {
  readonly arn: string
  readonly account: string
  readonly region: string
  readonly kind: string
  readonly name: string
  /** What to type after a verb. */
  readonly words: string
  readonly about: string
  /** The value of the house's tag; `null`: it has none. */
  readonly tag: string | null
  readonly key: {
    readonly arn: string
    readonly state: string
    readonly manager: string
    /** Whether the central account may use it; `null` where no copy needs that. */
    readonly shared: boolean | 'unknown' | null
  } | null
  readonly versioning?: string
  readonly points: { readonly local: number; readonly central: number }
  readonly lastCopy: { readonly state: string; readonly message: string | null; readonly at: string } | null
  readonly switches: readonly Switch[]
}

export type Switch = { readonly id: string; readonly label: string; readonly hint: string }

/** `GET /play/world` */
export type WorldState = {
  readonly accounts: readonly {
    readonly id: string
    readonly name: string
    readonly role: 'member' | 'central' | 'bot'
    readonly resources: readonly ResourceState[]
  }[]
  /** Of the whole world; `waiting`: how many calls will still meet it. */
  readonly switches: readonly (Switch & { readonly waiting: number })[]
}

export type WireCall = {
  readonly service: string
  readonly operation: string
  readonly account: string
  readonly accountName: string
  readonly region: string
  /** Milliseconds after the question. */
  readonly from: number
  readonly to: number
  readonly error: string | null
}

/** `GET /play/calls`: the AWS calls of the last answer. */
export type CallsState = { readonly asked: string; readonly calls: readonly WireCall[]; readonly total: number }

export type SurfaceOf = { readonly message: string } | { readonly view: string }
