import { parsePolicy } from '../key-policy/document.ts'
import { contextOf, dnsSuffix, type Need, needs } from '../key-policy/needs.ts'
import { judgeNeeds } from '../key-policy/sharing.ts'
import { backupRolePolicy } from '../links.ts'
import { type About, blocked, ok, rule, unsure } from '../rule.ts'
import { isMistake } from '../trouble.ts'

/**
 * Where AWS Backup reads the data itself, the role decrypts through the service. For EFS and Timestream only the general
 * sentence of the guide says so (https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html): no `must`.
 */
const reads: Readonly<
  Record<string, { readonly service: string; readonly actions: readonly string[]; readonly weight?: 'should' }>
> = {
  s3: { service: 's3', actions: ['kms:Decrypt'] },
  efs: { service: 'elasticfilesystem', actions: ['kms:Decrypt'], weight: 'should' },
  'aurora-dsql': { service: 'dsql', actions: ['kms:Decrypt'] },
  'dynamodb-basic': { service: 'dynamodb', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  'dynamodb-advanced': { service: 'dynamodb', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  timestream: { service: 'timestream', actions: ['kms:Decrypt'], weight: 'should' },
}

const calls = ({ kind, house, resource }: About): readonly Need[] => {
  // A Multi-AZ cluster cannot be copied, but is backed up as every cluster is.
  if (kind.id === 'rds-multi-az-cluster')
    return needs({ kind: { ...kind, keyMustBeShared: true, via: 'rds' }, leg: 'backup', house, resource })
  const read = reads[kind.id]
  if (read === undefined) return needs({ kind, leg: 'backup', house, resource })
  const { account, region, partition } = resource
  const principal = { arn: `arn:${partition}:iam::${account}:role/${house.member.backupRole}`, account }
  const via = `${read.service}.${region}.${dnsSuffix(partition)}`
  return read.actions.map(action => ({
    leg: 'backup',
    key: 'resource',
    principal,
    action,
    weight: read.weight ?? 'must',
    via,
    context: contextOf({ principal, organisation: house.organisationId, action, via, key: resource }),
    source: backupRolePolicy,
  }))
}

export const backupRoleCanUseKey = rule({
  id: 'backup-role-can-use-key',
  title: 'The key policy lets the account’s backup role use the key',
  stage: 'backed up',
  authority: 'aws',
  source: backupRolePolicy,
  per: 'key',
  needs: ['key', 'keyPolicy', 'keyGrants'],
  // An AWS managed key serves every identity of its account that may use the service.
  applies: about => about.manager !== 'AWS' && calls(about).length > 0,
  judge: ({ key, keyPolicy, keyGrants }, about) => {
    const { house, resource } = about
    const document = parsePolicy(keyPolicy)
    const then = `policy ${resource.arn}`
    const say = `Let ${house.member.backupRole} use the key, best by the statement that leaves the key to the account’s IAM.`
    if (isMistake(document)) return unsure(`${key.arn}: ${document.mistake}`, { say, then })
    const judged = judgeNeeds(document, calls(about), key.arn, keyGrants)
    const evidence = judged.map(({ need, answer }) => ({
      call: answer.through === 'grant' ? 'kms:ListGrants' : 'kms:GetKeyPolicy',
      field: answer.statement === undefined ? need.action : `Statement[${answer.statement}]`,
      value: answer.because,
    }))
    const lacking = judged.filter(it => it.answer.allowed === false)
    const must = lacking.filter(it => it.need.weight === 'must' || it.answer.denied)
    const vague = judged.find(it => it.answer.allowed === 'unknown') ?? lacking[0]
    const actions = lacking.map(it => it.need.action).join(', ')
    if (must.length > 0)
      return blocked(
        `${key.arn}: the key policy does not let ${house.member.backupRole} use ${actions}. ${must[0]?.answer.because ?? ''}`,
        { say, then },
        { evidence },
      )
    if (vague !== undefined) return unsure(`${key.arn}: ${vague.answer.because}`, { say, then }, { evidence })
    return { ...ok(`${key.arn}: ${judged[0]?.answer.because ?? 'the backup role may use the key.'}`), evidence }
  },
})
