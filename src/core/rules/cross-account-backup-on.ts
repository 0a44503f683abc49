import { crossAccount } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const crossAccountBackupOn = rule({
  id: 'cross-account-backup-on',
  title: 'Cross-account backup is switched on for the organisation',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['crossAccountBackup'],
  judge: ({ crossAccountBackup }) =>
    crossAccountBackup
      ? ok('Cross-account backup is switched on for the organisation.')
      : blocked('Cross-account backup is switched off for the organisation: no copy leaves any account.', {
          say: 'Ask the CDX team: only the management account can switch it on.',
        }),
})
