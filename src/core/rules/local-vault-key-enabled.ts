import { kmsKeyStates } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const localVaultKeyEnabled = rule({
  id: 'local-vault-key-enabled',
  title: 'The key of the local vault is enabled',
  stage: 'backed up',
  authority: 'aws',
  source: kmsKeyStates,
  needs: ['memberVaultKey'],
  applies: ({ kind }) => kind.fullManagement.value === 'yes',
  judge: ({ memberVaultKey: key }) => {
    if (key === null) return ok('The backup is written under the key of the local vault, which is AWS’s own.')
    const { arn, state } = key
    return state === 'Enabled'
      ? ok(`The key of the local vault, ${arn}, under which the backup is written, is enabled.`)
      : blocked(
          `The key of the local vault, ${arn}, is in state ${state}: no backup of this type can be written under it.`,
          { say: 'Tell the CDX team at once: every backup of a type that AWS Backup manages fully is concerned.' },
        )
  },
})
