import type { STS } from '@aws-sdk/client-sts'
import type { Call } from '../call.ts'
import { type Identity, openSession } from '../identity.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'
import { readSessionPolicy } from '../session-policy.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const stsAnswers = {
  GetCallerIdentity: (_input, { identity }) => ({
    UserId: identity.userId,
    Account: identity.account,
    Arn: identity.arn,
  }),

  AssumeRole: (input, call) => {
    mustFit('roleSessionName', input.RoleSessionName, [2, 64], /^[\w+=,.@-]*$/)
    mustFit('externalId', input.ExternalId, [2, 1224], /^[\w+=,.@:/-]*$/)
    mustFit('policy', input.Policy, [1, 2048])
    const [, account, path] = /^arn:[a-z-]+:iam::(\d{12}):role(\/.+)$/.exec(input.RoleArn ?? '') ?? []
    if (!account || !path) throw refuse('ValidationError', `${input.RoleArn} is invalid`)
    const role = call.world.accounts[account]?.roles.find(each => `${each.Path}${each.RoleName}` === path)
    const trusted = role?.trusts.includes(call.account) === true
    // AWS does not tell a role that is not there from one that does not trust the caller.
    if (!role || !trusted || (role.externalId !== null && role.externalId !== input.ExternalId))
      throw untrusted(call, 'sts:AssumeRole', input.RoleArn)
    // Trust policies of the world allow nothing but sts:AssumeRole.
    if (input.Tags?.length) throw untrusted(call, 'sts:TagSession', input.RoleArn)
    if (input.SourceIdentity) throw untrusted(call, 'sts:SetSourceIdentity', input.RoleArn)
    if (input.PolicyArns?.length)
      throw refuse('NotImplemented', 'The embedded AWS does not have managed policies.', { status: 501 })
    const policy = input.Policy === undefined ? {} : { policy: readSessionPolicy(input.Policy) }
    const expires = call.now.getTime() + 1000 * duration(input.DurationSeconds, call.identity)
    const session = input.RoleSessionName ?? ''
    const opened = openSession(call.world, call.sessions, { account, name: role.RoleName, session, ...policy }, expires)
    return {
      Credentials: {
        AccessKeyId: opened.accessKeyId,
        SecretAccessKey: opened.session.secret,
        SessionToken: opened.session.token,
        Expiration: new Date(expires),
      },
      AssumedRoleUser: { AssumedRoleId: opened.session.userId, Arn: opened.session.arn },
      // In per cent of what a session can hold.
      ...(input.Policy ? { PackedPolicySize: Math.ceil((100 * input.Policy.length) / 2048) } : {}),
    }
  },
} satisfies AnswersOf<STS>

const untrusted = ({ identity }: Call, action: string, arn: string | undefined) =>
  refuse('AccessDenied', `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${arn}`, {
    status: 403,
  })

type Bounds = readonly [least: number, most: number]

const mustFit = (member: string, value: string | undefined, [least, most]: Bounds, pattern?: RegExp) => {
  if (value === undefined) return
  const fault =
    value.length < least
      ? `have length greater than or equal to ${least}`
      : value.length > most
        ? `have length less than or equal to ${most}`
        : pattern?.test(value) === false && `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`
  if (fault)
    throw refuse(
      'ValidationError',
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${fault}`,
    )
}

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
