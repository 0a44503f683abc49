import { parsePolicy } from '../src/core/key-policy/document.ts'
import { evaluate } from '../src/core/key-policy/evaluate.ts'
import { type KindOfKey, needs } from '../src/core/key-policy/needs.ts'
import { isMistake } from '../src/core/trouble.ts'
import { loadOrganisation } from '../src/organisation.ts'
import { type Bench, race, round } from './measure.ts'

const kilobytes = 32
const account = '111122223333'
const key = `arn:aws:kms:eu-central-1:${account}:key/7e922890-d818-4ed7-8657-2d2c39f014ba`
const ebs: KindOfKey = { id: 'ebs', name: 'EBS volume', keyMustBeShared: true, via: 'ec2' }

/**
 * A key policy as large as KMS takes (https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html), of
 * statements for others, for the caller through another service, and for everyone on conditions.
 */
const largestPolicy = (caller: string): string => {
  const shapes = [
    (i: number) => ({
      Sid: `Application${i}`,
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::${account}:role/application-${i}`, `arn:aws:iam::${account}:role/worker-${i}`] },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
    }),
    (i: number) => ({
      Sid: `Service${i}`,
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::${account}:root`, caller] },
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringLike: { 'kms:ViaService': [`s3.*.amazonaws.com`, `sqs.*.amazonaws.com`] } },
    }),
    (i: number) => ({
      Sid: `Organisation${i}`,
      Effect: 'Deny',
      Principal: '*',
      Action: ['kms:Decrypt', 'kms:CreateGrant'],
      Resource: key,
      Condition: {
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/team-${i}/*` },
        Bool: { 'aws:SecureTransport': 'false' },
      },
    }),
  ]
  const statements: unknown[] = []
  const text = () => JSON.stringify({ Version: '2012-10-17', Statement: statements })
  while (text().length < kilobytes * 1024)
    statements.push(shapes[statements.length % shapes.length]?.(statements.length))
  statements.pop()
  return text()
}

/** From the text of the policy to the answer, for a call that no statement allows: every one of them is judged. */
export const policy: Bench = async () => {
  const house = loadOrganisation('organisation.json')
  const resource = { account, region: 'eu-central-1', partition: 'aws' }
  const need = needs({ kind: ebs, leg: 'copy to central', house, resource }).find(it => it.action === 'kms:Decrypt')
  if (!need) throw new Error('A copy of an EBS volume needs kms:Decrypt.')
  const text = largestPolicy(need.principal.arn)
  const request = { principal: need.principal, action: need.action, resource: key, context: need.context }
  const decide = () => {
    const document = parsePolicy(text)
    if (isMistake(document)) throw new Error(document.mistake)
    return evaluate(document, request)
  }
  if (decide().allowed !== false) throw new Error('The policy of the benchmark allows what it should not.')
  const [parse = 0, decision = 0] = race([() => JSON.parse(text), decide])
  return {
    bench: 'policy',
    ratio: round(decision / parse),
    bytes: text.length,
    decisionsPerSecond: Math.round(1000 / decision),
    parsesPerSecond: Math.round(1000 / parse),
  }
}
