import { crossAccount } from '../links.ts'
import { ok, rule, unsure } from '../rule.ts'

/** All else that is said of copies is about copies between accounts. */
export const copyLeavesAccount = rule({
  id: 'copy-leaves-account',
  title: 'The resource is in another account than its copy',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: [],
  judge: (_, { house: { central }, resource: { account } }) =>
    account === central.account
      ? unsure(
          `The resource is in ${central.name} (${account}) itself, which keeps the copies: one made there leaves no account, and what the bot knows of copies between accounts does not hold for it.`,
          {
            say: 'Keep data that needs a backup in a member account, or ask the CDX team where this one is copied to.',
          },
        )
      : ok(`Account ${account} is another than ${central.name}.`),
})
