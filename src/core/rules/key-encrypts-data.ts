import { kmsDescribeKey } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const keyEncryptsData = rule({
  id: 'key-encrypts-data',
  title: 'The key is a symmetric encryption key',
  stage: 'backed up',
  authority: 'aws',
  source: kmsDescribeKey,
  per: 'key',
  needs: ['key'],
  judge: ({ key }) =>
    key.spec === 'SYMMETRIC_DEFAULT' && key.usage === 'ENCRYPT_DECRYPT'
      ? ok(`The key ${key.arn} is a symmetric encryption key.`)
      : blocked(`The key ${key.arn} is ${key.spec} for ${key.usage}; AWS services encrypt with symmetric keys only.`, {
          say: 'Use a key of the spec SYMMETRIC_DEFAULT and the usage ENCRYPT_DECRYPT.',
        }),
})
