import { pointsByResource } from '../links.ts'
import { tellOfPoint } from '../recovery-point.ts'
import { rule } from '../rule.ts'

export const localPointExists = rule({
  id: 'local-point-exists',
  title: 'A local recovery point exists',
  stage: 'backed up',
  authority: 'aws',
  source: pointsByResource,
  needs: ['localPoint'],
  optional: true,
  judge: ({ localPoint }, { at }) => tellOfPoint('local', localPoint, at),
})
