/** A grant as kms:ListGrants answers it. */
export type Grant = {
  readonly id: string
  readonly grantee: string
  readonly operations: readonly string[]
  readonly constrained: boolean
}
