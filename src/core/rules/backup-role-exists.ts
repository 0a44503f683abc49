import { documentOf, type PolicyDocument, parsePolicy, statementsOf } from '../key-policy/document.ts'
import { evaluate } from '../key-policy/evaluate.ts'
import { isObject } from '../key-policy/json.ts'
import { backupPolicies } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'
import { isMistake } from '../trouble.ts'

const service = 'backup.amazonaws.com'

/** A trust policy names no Resource: it is about its own role. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html */
const aboutItself = ({ json }: PolicyDocument): PolicyDocument =>
  documentOf({ ...json, Statement: statementsOf(json).map(it => (isObject(it) ? { Resource: '*', ...it } : it)) })

export const backupRoleExists = rule({
  id: 'backup-role-exists',
  title: 'The role that runs the backup jobs exists in the account, and AWS Backup may assume it',
  stage: 'backed up',
  authority: 'aws',
  source: backupPolicies,
  needs: ['backupRole'],
  judge: ({ backupRole: trust }, { house: { member, organisationId }, resource: { account, partition } }) => {
    const role = `The role ${member.backupRole}, which runs the jobs,`
    if (trust === null)
      return blocked(
        `${role} does not exist in account ${account}. AWS does not check that when the policy is attached: the jobs fail.`,
        { say: `Ask the CDX team to enrol account ${account}, which creates the role.` },
      )
    const fix = { say: `Ask the CDX team to have the role trust ${service} again.` }
    const document = parsePolicy(trust)
    if (isMistake(document)) return unsure(`${role} has a trust policy that cannot be read: ${document.mistake}`, fix)
    const { allowed, because } = evaluate(aboutItself(document), {
      principal: { arn: '', account: '', service },
      action: 'sts:AssumeRole',
      resource: `arn:${partition}:iam::${account}:role/${member.backupRole}`,
      context: { 'aws:SourceAccount': [account], 'aws:SourceOrgID': [organisationId], 'sts:ExternalId': 'absent' },
    })
    if (allowed === true) return ok(`${role} exists in account ${account}: ${because}`)
    const says = `${role} exists in account ${account}, but its trust policy does not let AWS Backup assume it: ${because}`
    return allowed === false ? blocked(says, fix) : unsure(`${role} exists in account ${account}: ${because}`, fix)
  },
})
