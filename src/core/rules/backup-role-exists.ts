import { backupPolicies } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const backupRoleExists = rule({
  id: 'backup-role-exists',
  title: 'The role that runs the backup jobs exists in the account',
  stage: 'backed up',
  authority: 'aws',
  source: backupPolicies,
  needs: ['backupRole'],
  judge: ({ backupRole }, { house: { member }, resource: { account } }) =>
    backupRole
      ? ok(`The role ${member.backupRole}, which runs the jobs, exists in account ${account}.`)
      : blocked(
          `The role ${member.backupRole}, which runs the jobs, does not exist in account ${account}. AWS does not check that when the policy is attached: the jobs fail.`,
          { say: `Ask the CDX team to enrol account ${account}, which creates the role.` },
        ),
})
