import type { IAM } from '@aws-sdk/client-iam'
import { roleId } from '../identity.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const iamAnswers = {
  GetRole: ({ RoleName = '' }, { world, account }) => {
    const role = world.accounts[account]?.roles.find(each => each.RoleName === RoleName)
    if (!role) throw refuse('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, { status: 404 })
    const Statement = role.trusts.map(trusted => ({
      Effect: 'Allow',
      Principal: /^\d{12}$/.test(trusted)
        ? { AWS: `arn:${world.partition}:iam::${trusted}:root` }
        : { Service: trusted },
      Action: 'sts:AssumeRole',
      ...(role.externalId === null ? {} : { Condition: { StringEquals: { 'sts:ExternalId': role.externalId } } }),
    }))
    return {
      Role: {
        Path: role.Path,
        RoleName,
        RoleId: roleId(account, RoleName),
        Arn: `arn:${world.partition}:iam::${account}:role${role.Path}${RoleName}`,
        CreateDate: '2026-03-02T10:15:00Z',
        // IAM answers with its policies URL-encoded, https://www.rfc-editor.org/rfc/rfc3986
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement })),
        MaxSessionDuration: 3600,
      },
    }
  },
} satisfies AnswersOf<IAM>
