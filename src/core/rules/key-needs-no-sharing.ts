import { encryption } from '../links.ts'
import { ok, rule } from '../rule.ts'

export const keyNeedsNoSharing = rule({
  id: 'key-needs-no-sharing',
  title: 'The central account need not use the resource’s own key',
  stage: 'copied',
  authority: 'aws',
  source: encryption,
  per: 'key',
  needs: ['key'],
  applies: ({ kind }) => kind.fullManagement.value === 'yes',
  judge: ({ key }, { kind }) =>
    ok(`${key.arn} need not be shared: AWS Backup manages the type ${kind.name} fully and copies from the vault.`),
})
