import { kmsMultiRegion } from '../links.ts'
import { advice, blocked, ok, rule, unsure } from '../rule.ts'

export const keyInRegion = rule({
  id: 'key-in-region',
  title: 'The key is in the resource’s own Region and account',
  stage: 'backed up',
  authority: 'aws',
  source: kmsMultiRegion,
  per: 'key',
  needs: ['key'],
  judge: ({ key }, { resource: { region, account } }) => {
    if (region === '')
      return unsure('The Region of the resource is not known, so nobody can say whether its key is there.', {
        say: 'Give the Region with --region.',
      })
    if (key.region !== region)
      return blocked(
        `The key ${key.arn} is in ${key.region}, the resource in ${region}. ${key.multiRegion ? 'Each replica of a multi-Region key is a key of its own, with its own policy.' : 'KMS keys work in their own Region only.'}`,
        {
          say: key.multiRegion
            ? `Judge and mend the replica in ${region}.`
            : `Encrypt the resource with a key in ${region}.`,
        },
      )
    return key.account === account
      ? ok(`The key ${key.arn} is in the resource’s own account and Region.`)
      : advice(
          `The key ${key.arn} belongs to account ${key.account}: only there can its policy be read and changed, and it must let in both this account’s backup role and the central account.`,
          { say: `Have account ${key.account} keep the policy right, or move to a key of this account.` },
        )
  },
})
