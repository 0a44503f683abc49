import { serviceLinkedRole } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'

const role = 'AWSServiceRoleForBackup'

/** AWS Backup makes the role when it first needs it, so that its absence stops no copy. */
export const copyRoleExists = rule({
  id: 'copy-role-exists',
  title: 'The service-linked role that writes the copies exists in the central account',
  stage: 'copied',
  authority: 'aws',
  source: serviceLinkedRole,
  needs: ['copyRole'],
  judge: ({ copyRole }, { house: { central } }) =>
    copyRole
      ? ok(`${role} exists in ${central.name}.`)
      : advice(
          `${role} does not exist in ${central.name} yet. AWS Backup creates it with the first copy between accounts; until then KMS refuses any key policy that names it.`,
          { say: 'Name the central account itself in key policies, not the role.' },
        ),
})
