import type { Evidence } from '../fact.ts'
import { keyShared } from '../key-policy/sharing.ts'
import { crossAccount } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'
import { lower } from '../words.ts'

/** The statements that decide, as far as the sentence does not name them. */
const deciding = (evidence: readonly Evidence[], because: string): string => {
  const named = evidence.flatMap(({ field }) => /^Statement\[(.+)\]$/.exec(field)?.[1] ?? [])
  const untold = [...new Set(named)].filter(label => !because.includes(`"${label}"`))
  return untold.length === 0 ? '' : ` What decides: ${untold.map(label => `"${label}"`).join(', ')}.`
}

export const keySharedWithCentral = rule({
  id: 'key-shared-with-central',
  title: 'The key policy lets the central account use the key',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  per: 'key',
  needs: ['key', 'keyPolicy', 'keyGrants'],
  // The policy of an AWS managed key cannot be changed: the rule on the source's encryption says so already.
  applies: ({ kind, manager }) => kind.keyMustBeShared && manager !== 'AWS',
  judge: ({ key, keyPolicy, keyGrants }, { kind, house, resource }) => {
    const { allowed, because, evidence, missing, denied } = keyShared({
      policy: keyPolicy,
      grants: keyGrants,
      key,
      kind,
      house,
      resource,
    })
    const then = `policy ${resource.arn}`
    const says = `${key.arn}: ${because}${deciding(evidence, because)}`
    if (allowed === true) return { ...ok(says), evidence }
    const what = missing.length === 0 ? '' : ` It lacks ${missing.join(', ')}.`
    const say =
      denied.length > 0
        ? `Change the Deny in the key policy that stands against account ${house.central.account}; no Allow outweighs it.`
        : `Let account ${house.central.account} use the key: add the statements that the bot writes for you.`
    return allowed === false
      ? blocked(`${says}${because.includes(missing[0] ?? '\0') ? '' : what}`, { say, then }, { evidence })
      : unsure(says, { say: `Make it certain: ${lower(say)}`, then }, { evidence })
  },
})
