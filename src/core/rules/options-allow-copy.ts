import { rdsShare } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const optionsAllowCopy = rule({
  id: 'options-allow-copy',
  title: 'The option group has no option that forbids sharing',
  stage: 'copied',
  authority: 'aws',
  source: rdsShare,
  needs: ['persistentOptions'],
  judge: ({ persistentOptions }) =>
    persistentOptions.length === 0
      ? ok('The option group has no permanent or persistent option.')
      : blocked(
          `The option group has ${persistentOptions.join(', ')}: a snapshot with a permanent or persistent option, such as TDE, cannot be shared with another account.`,
          { say: 'Move the database to an option group without it, or export the data to a bucket that is backed up.' },
        ),
})
