import type { Destination } from './house.ts'

export const formats = ['statements', 'policy', 'diff', 'cli', 'terraform', 'cdk', 'cloudformation'] as const
export type PolicyFormat = (typeof formats)[number]

/** What somebody wants, as data: the same whether typed, clicked or run in a shell. */
export type Intent =
  | {
      readonly verb: 'check'
      readonly target: string
      readonly account?: string
      readonly region?: string
      readonly to?: Destination
      readonly share?: true
    }
  | {
      readonly verb: 'explain'
      readonly what: string
      readonly account?: string
      readonly region?: string
      readonly share?: true
    }
  | {
      readonly verb: 'policy'
      readonly target: string
      readonly account?: string
      readonly region?: string
      readonly to?: Destination
      readonly format?: PolicyFormat
      readonly style?: 'least' | 'guide'
      readonly share?: true
    }
  | { readonly verb: 'help'; readonly topic?: string }
