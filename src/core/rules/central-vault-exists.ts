import { vaultRegionOf } from '../house.ts'
import { airGapped, crossAccount } from '../links.ts'
import { type About, blocked, ok, rule, unsure } from '../rule.ts'

const nameOf = ({ house: { central }, to }: About): string | null =>
  to === 'air-gapped' ? central.airGappedVault : central.vault

export const centralVaultExists = rule({
  id: 'central-vault-exists',
  title: 'The vault that takes the copy exists in the Region',
  stage: 'copied',
  authority: 'aws',
  source: crossAccount,
  needs: ['centralVault'],
  notFound: about => {
    const { house, resource } = about
    const name = nameOf(about)
    const there = vaultRegionOf(house, resource.region)
    return name === null
      ? blocked(
          'The organisation has no logically air-gapped vault: none is named in its settings.',
          { say: 'Ask the CDX team whether there is to be one.' },
          { source: airGapped },
        )
      : blocked(
          `${house.central.name} (${house.central.account}) has no vault ${name} in ${there}, where the copies of ${resource.region} go.`,
          {
            say: `Ask the CDX team for the vault ${name} in ${there}.`,
          },
        )
  },
  judge: ({ centralVault }, { to, house, resource }) => {
    const { name, type, state = 'AVAILABLE' } = centralVault
    const isAirGapped = type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'
    if (state !== 'AVAILABLE')
      return blocked(`The vault ${name} is in state ${state}: it takes no copy.`, {
        say: `Ask the CDX team what became of the vault ${name}.`,
      })
    if (to === 'central' && isAirGapped)
      return unsure(
        `The vault ${name} is a logically air-gapped vault, which takes fewer types than a plain one; here it was judged as a plain one.`,
        { say: 'Ask again with --to air-gapped; the CDX team names the vault as central.airGappedVault.' },
        { source: airGapped },
      )
    if (type === 'RESTORE_ACCESS_BACKUP_VAULT')
      return blocked(`The vault ${name} is a ${type}, which takes no copies.`, {
        say: 'Ask the CDX team for a vault that copies can be made into.',
      })
    if (to === 'air-gapped' && !isAirGapped)
      return blocked(`The vault ${name} is a ${type}, not a logically air-gapped vault.`, {
        say: 'Ask the CDX team for a logically air-gapped vault.',
      })
    return ok(`The vault ${name} exists in ${house.central.name}, ${vaultRegionOf(house, resource.region)}.`)
  },
})
