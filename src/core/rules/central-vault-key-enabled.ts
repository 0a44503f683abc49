import { kmsKeyStates } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const centralVaultKeyEnabled = rule({
  id: 'central-vault-key-enabled',
  title: 'The key of the central vault is enabled',
  stage: 'copied',
  authority: 'aws',
  source: kmsKeyStates,
  needs: ['centralVaultKey'],
  applies: ({ to }) => to === 'central',
  judge: ({ centralVaultKey: { arn, state } }) =>
    state === 'Enabled'
      ? ok(`The central vault’s key ${arn} is enabled.`)
      : blocked(`The central vault’s key ${arn} is in state ${state}: no copy can be written under it.`, {
          say: 'Tell the CDX team at once: every copy into the vault is concerned.',
        }),
})
