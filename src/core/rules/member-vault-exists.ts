import { backupPolicies } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const memberVaultExists = rule({
  id: 'member-vault-exists',
  title: 'The local backup vault exists in the Region',
  stage: 'backed up',
  authority: 'aws',
  source: backupPolicies,
  needs: ['memberVault'],
  notFound: ({ house, resource: { account, region } }) =>
    blocked(
      `The local vault ${house.member.vault} does not exist in account ${account}, ${region}. AWS does not check that when the policy is attached: the jobs fail.`,
      { say: `Ask the CDX team to enrol ${region} of the account, which creates ${house.member.vault}.` },
    ),
  judge: ({ memberVault: { name, type, state = 'AVAILABLE' } }, { resource: { region } }) => {
    const ask = { say: `Ask the CDX team what became of the vault ${name}.` }
    if (state !== 'AVAILABLE') return blocked(`The local vault ${name} is in state ${state}: it takes no backup.`, ask)
    if (type === 'RESTORE_ACCESS_BACKUP_VAULT')
      return blocked(`The local vault ${name} is a ${type}, which takes no backups.`, ask)
    return ok(`The local vault ${name} exists in ${region}.`)
  },
})
