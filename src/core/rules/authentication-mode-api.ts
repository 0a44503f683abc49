import { eks } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const authenticationModeApi = rule({
  id: 'authentication-mode-api',
  title: 'The cluster lets AWS Backup in through access entries',
  stage: 'backed up',
  authority: 'aws',
  source: eks,
  needs: ['authenticationMode'],
  judge: ({ authenticationMode }) =>
    ['API', 'API_AND_CONFIG_MAP'].includes(authenticationMode)
      ? ok(`The authentication mode is ${authenticationMode}.`)
      : blocked(`The authentication mode is ${authenticationMode}: AWS Backup needs access entries.`, {
          say: 'Set the authentication mode to API_AND_CONFIG_MAP or API. There is no way back to CONFIG_MAP.',
        }),
})
