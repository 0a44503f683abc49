import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  DescribeOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { type Fact, known, unknown } from '../core/fact.ts'
import { shareable } from './backup.ts'
import { type Ask, pick, read, seen } from './read.ts'
import type { Aws } from './sessions.ts'
import { isNamed, where } from './trouble.ts'

/** Id of the organisation of the session's account, which any account of one may ask for; `null`: it is in none. */
export const organisationOf = async (aws: Aws, ask: Ask): Promise<Fact<string | null>> => {
  const call = 'organizations:DescribeOrganization'
  const answer = await shareable<string | null>(aws, ask, call, '', own =>
    read<string | null>(own, call, async options => {
      try {
        const { Organization } = await own.session
          .client(OrganizationsClient)
          .send(new DescribeOrganizationCommand({}), options)
        // Of an account in no organisation AWS says so, by an error.
        if (!Organization?.Id) throw new Error('the answer has no Organization.Id')
        return Organization.Id
      } catch (error) {
        if (isNamed(error, 'AWSOrganizationsNotInUseException')) return null
        throw error
      }
    }),
  )
  return answer.known ? known(answer.value, ...seen(call, { 'Organization.Id': answer.value ?? 'none' })) : answer
}

type Found = { readonly arn: string; readonly trust: string }

/** The text of a role's trust policy in the session's account; `null`: there is no such role. Its name, after its path where it has one. */
export const roleTrust = async (aws: Aws, ask: Ask, role: string): Promise<Fact<string | null>> => {
  const call = 'iam:GetRole'
  const RoleName = role.split('/').at(-1) ?? role
  const answer = await shareable<Found | null>(aws, ask, call, RoleName, own =>
    read<Found | null>(own, call, async options => {
      try {
        const { Role } = await own.session.client(IAMClient).send(new GetRoleCommand({ RoleName }), options)
        // IAM does not tell names apart by their case.
        if (Role?.RoleName?.toLowerCase() !== RoleName.toLowerCase()) throw new Error('the answer has no such Role')
        // https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
        return { arn: Role.Arn ?? '', trust: decodeURIComponent(Role.AssumeRolePolicyDocument ?? '') }
      } catch (error) {
        if (isNamed(error, 'NoSuchEntityException', 'NoSuchEntity')) return null
        throw error
      }
    }),
  )
  if (answer.known) {
    const { value: found } = answer
    if (found === null) return known(null, ...seen(call, { [RoleName]: 'NoSuchEntity' }))
    if (!found.arn.endsWith(`:role/${role}`))
      return unknown('aws error', `${call} ${answer.from} found ${found.arn}, and the role was named as role/${role}.`)
    return known(found.trust, ...seen(call, { [RoleName]: found.arn }))
  }
  // Another 404 than IAM's own says nothing about the role.
  return answer.why === 'not found' ? unknown('aws error', `${call} ${where(ask.session)} is not answered.`) : answer
}

export const roleExists = async (aws: Aws, ask: Ask, role: string): Promise<Fact<boolean>> => {
  const trust = await roleTrust(aws, ask, role)
  return trust.known ? { ...trust, value: trust.value !== null } : trust
}

/** The accounts that administer AWS Backup for the organisation; asked in its management account. */
export const delegatedAdministrators = async (aws: Aws, ask: Ask): Promise<Fact<readonly string[]>> => {
  const call = 'organizations:ListDelegatedAdministrators'
  const answer = await shareable(aws, ask, call, '', own =>
    read(own, call, options =>
      own.session
        .client(OrganizationsClient)
        .send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'backup.amazonaws.com' }), options),
    ),
  )
  return pick(answer, 'DelegatedAdministrators', it => it.DelegatedAdministrators?.flatMap(({ Id }) => Id ?? []))
}
