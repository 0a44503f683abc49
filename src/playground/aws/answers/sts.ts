import type { STS } from '@aws-sdk/client-sts'
import { type Identity, openSession } from '../identity.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const stsAnswers = {
  GetCallerIdentity: (_input, { identity }) => ({
    UserId: identity.userId,
    Account: identity.account,
    Arn: identity.arn,
  }),

  AssumeRole: (input, call) => {
    const [, account, path] = /^arn:[a-z-]+:iam::(\d{12}):role(\/.+)$/.exec(input.RoleArn ?? '') ?? []
    if (!account || !path) throw refuse('ValidationError', `${input.RoleArn} is invalid`)
    if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName ?? '')) {
      throw refuse(
        'ValidationError',
        `1 validation error detected: Value '${input.RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
      )
    }
    const role = call.world.accounts[account]?.roles.find(each => `${each.Path}${each.RoleName}` === path)
    const trusted = role?.trusts.includes(call.account) === true
    if (!role || !trusted || (role.externalId !== null && role.externalId !== input.ExternalId)) {
      // AWS does not tell a role that is not there from one that does not trust the caller.
      const sentence = `User: ${call.identity.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`
      throw refuse('AccessDenied', sentence, { status: 403 })
    }
    const expires = call.now.getTime() + 1000 * duration(input.DurationSeconds, call.identity)
    const session = input.RoleSessionName ?? ''
    const opened = openSession(call.world, call.sessions, { account, name: role.RoleName, session }, expires)
    return {
      Credentials: {
        AccessKeyId: opened.accessKeyId,
        SecretAccessKey: opened.session.secret,
        SessionToken: opened.session.token,
        Expiration: new Date(expires),
      },
      AssumedRoleUser: { AssumedRoleId: opened.session.userId, Arn: opened.session.arn },
    }
  },
} satisfies AnswersOf<STS>

/** 15 minutes to the role's one hour; chained roles have at most one hour anyway. */
const duration = (asked: number | undefined, caller: Identity): number => {
  const seconds = asked ?? 3600
  if (seconds <= 3600) return seconds
  throw refuse(
    'ValidationError',
    caller.kind === 'role'
      ? 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
      : 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  )
}
