/** An answer that is an error in AWS's own words. `code` is the error's shape name, or its code on the wire. */
export class Refusal extends Error {
  readonly code: string
  /** Overrides the status that the service's schema gives the error. */
  readonly status: number | undefined
  /** Members of the error shape beside its message. */
  readonly members: Readonly<Record<string, unknown>>

  readonly headers: Readonly<Record<string, string>>

  constructor(code: string, message: string, more: More = {}) {
    super(message)
    this.code = code
    this.status = more.status
    this.members = more.members ?? {}
    this.headers = more.headers ?? {}
  }
}

type More = { status?: number; members?: Record<string, unknown>; headers?: Record<string, string> }

/** Thrown where a handler answers with an error: `throw refuse('NotFoundException', '…')`. */
export const refuse = (code: string, message: string, more: More = {}): Refusal => new Refusal(code, message, more)
