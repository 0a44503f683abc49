export type Bundle = {
  readonly name: 'slack' | 'work'
  readonly file: string
  /** Bytes loaded before the handler is there. */
  readonly eager: number
  readonly all: number
  /** Source files in it. */
  readonly inputs: readonly string[]
}
export const buildLambdas: (outdir: string) => Promise<readonly Bundle[]>
