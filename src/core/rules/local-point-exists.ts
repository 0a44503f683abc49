import { pointsByVault } from '../links.ts'
import { tellOfPoint } from '../recovery-point.ts'
import { rule } from '../rule.ts'

export const localPointExists = rule({
  id: 'local-point-exists',
  title: 'A recovery point exists in the local vault',
  stage: 'backed up',
  authority: 'aws',
  source: pointsByVault,
  needs: ['localPoint'],
  optional: true,
  judge: ({ localPoint }, { at }) => tellOfPoint('local', localPoint, at),
})
