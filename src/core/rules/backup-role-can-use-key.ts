import { backupNeeds } from '../key-policy/backup-leg.ts'
import { parsePolicy } from '../key-policy/document.ts'
import { judgeNeeds } from '../key-policy/sharing.ts'
import { backupRolePolicy } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'
import { isMistake } from '../trouble.ts'

export const backupRoleCanUseKey = rule({
  id: 'backup-role-can-use-key',
  title: 'The key policy lets the account’s backup role use the key',
  stage: 'backed up',
  authority: 'aws',
  source: backupRolePolicy,
  per: 'key',
  needs: ['key', 'keyPolicy', 'keyGrants'],
  // An AWS managed key serves every identity of its account that may use the service.
  applies: about => about.manager !== 'AWS' && backupNeeds(about).length > 0,
  judge: ({ key, keyPolicy, keyGrants }, about) => {
    const { house, resource } = about
    const document = parsePolicy(keyPolicy)
    const then = `policy ${resource.arn}`
    const say = `Let ${house.member.backupRole} use the key, best by the statement that leaves the key to the account’s IAM.`
    if (isMistake(document)) return unsure(`${key.arn}: ${document.mistake}`, { say, then })
    const judged = judgeNeeds(document, backupNeeds(about), key.arn, keyGrants)
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
