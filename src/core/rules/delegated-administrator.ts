import { management } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'

export const delegatedAdministrator = rule({
  id: 'delegated-administrator',
  title: 'AWS Backup is administered by another account than the management account',
  stage: 'selected',
  authority: 'aws',
  source: management,
  needs: ['delegatedAdministrators'],
  optional: true,
  judge: ({ delegatedAdministrators: accounts }) =>
    accounts.length > 0
      ? ok(`Delegated administrator of AWS Backup: ${accounts.join(', ')}.`)
      : advice('AWS Backup has no delegated administrator: its plans are kept in the management account.', {
          say: 'AWS advises to keep the management account for what only it can do; the CDX team can register another.',
        }),
})
