import { pointsByVault } from '../links.ts'
import { tellOfPoint } from '../recovery-point.ts'
import { rule } from '../rule.ts'

export const centralPointExists = rule({
  id: 'central-point-exists',
  title: 'A central recovery point exists',
  stage: 'copied',
  authority: 'aws',
  source: pointsByVault,
  needs: ['centralPoint'],
  optional: true,
  judge: ({ centralPoint }, { at }) => tellOfPoint('central', centralPoint, at),
})
