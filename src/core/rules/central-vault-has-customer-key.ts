import { crossAccount, encryption, messages } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

/** A logically air-gapped vault brings its own key; https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html */
export const centralVaultHasCustomerKey = rule({
  id: 'central-vault-has-customer-key',
  title: 'The central vault is encrypted with a customer managed key',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['centralVault', 'centralVaultKey'],
  applies: ({ to }) => to === 'central',
  judge: ({ centralVault, centralVaultKey: key }, { kind }) => {
    if (key.manager === 'CUSTOMER')
      return ok(`The central vault ${centralVault.name} is encrypted with the customer managed key ${key.arn}.`)
    const fix = { say: 'Ask the CDX team to copy into a vault with a customer managed key.' }
    const is = `The central vault ${centralVault.name} is encrypted with the AWS managed key ${key.arn}`
    if (kind.fullManagement.value !== 'no')
      return unsure(
        `${is}. For a type that is fully managed AWS’s guide allows that (${encryption}), yet its list of errors refuses such vaults without a word on the type (${messages}).`,
        fix,
      )
    return blocked(`${is}. Only a customer managed key takes a copy of the type ${kind.name}.`, fix)
  },
})
