import { controlTowerKey } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn

export const centralKeyForBackupsOnly = rule({
  id: 'central-key-for-backups-only',
  title: 'The central key encrypts backups, not resources',
  stage: 'copied',
  authority: 'house',
  source: controlTowerKey,
  per: 'key',
  needs: ['key'],
  judge: ({ key }, { house: { central } }) =>
    key.account === central.account && idOf(key.arn) === idOf(central.key)
      ? advice(
          `The resource is encrypted with the central backup key ${key.arn}. The CDX guide advises against it: one key would then guard the data and its backups.`,
          { say: 'Give the resource a customer managed key of its own account.' },
        )
      : ok(`${key.arn} is not the central backup key.`),
})
