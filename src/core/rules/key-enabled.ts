import { kmsKeyStates } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

const cures: Readonly<Record<string, string>> = {
  Disabled: 'Enable the key again.',
  PendingDeletion: 'Cancel the deletion of the key, then enable it.',
  PendingReplicaDeletion: 'Cancel the deletion of the key, then enable it.',
  PendingImport: 'Import the key material again.',
  Unavailable: 'Reconnect the key store that holds the key.',
}

export const keyEnabled = rule({
  id: 'key-enabled',
  title: 'The key of the resource is enabled',
  stage: 'backed up',
  authority: 'aws',
  source: kmsKeyStates,
  per: 'key',
  needs: ['key'],
  judge: ({ key }) =>
    key.state === 'Enabled'
      ? ok(`The key ${key.arn} is enabled.`)
      : blocked(`The key ${key.arn} is in state ${key.state}: nothing under it can be backed up or copied.`, {
          say: cures[key.state] ?? 'Bring the key back into the state Enabled.',
        }),
})
