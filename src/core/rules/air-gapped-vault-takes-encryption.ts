import { isComposite } from '../composite.ts'
import { airGapped } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

/** Unencrypted Aurora, DocumentDB and Neptune clusters are refused; an AWS managed key is refused by every vault. */
export const airGappedVaultTakesEncryption = rule({
  id: 'air-gapped-vault-takes-encryption',
  title: 'A logically air-gapped vault takes the resource’s encryption',
  stage: 'copied',
  authority: 'aws',
  source: airGapped,
  per: 'encryption',
  needs: ['encryptedBy'],
  applies: ({ to, kind }) => to === 'air-gapped' && kind.airGappedVault.value !== 'no' && !isComposite(kind),
  judge: ({ encryptedBy }, { kind }) => {
    const fix = { say: 'Move the resource to a customer managed key, or copy it into the central vault.' }
    if (encryptedBy === 'none' && kind.copyWhen.none === 'stays unencrypted')
      return blocked(`A logically air-gapped vault refuses an unencrypted resource of the type ${kind.name}.`, fix)
    if (typeof encryptedBy === 'object' && encryptedBy.manager === 'AWS' && kind.keyMustBeShared)
      return blocked(
        `A logically air-gapped vault takes the type ${kind.name} only unencrypted or under a customer managed key, not under ${encryptedBy.arn}.`,
        fix,
      )
    return ok('A logically air-gapped vault takes the resource as it is encrypted.')
  },
})
