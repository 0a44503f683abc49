import { vaultRegionOf } from '../house.ts'
import { airGapped } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

/** Regions without copies into an air-gapped vault, for all types and for some. */
const nowhere = [
  'ap-southeast-5',
  'ca-west-1',
  'mx-central-1',
  'ap-southeast-7',
  'ap-east-2',
  'ap-southeast-6',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-east-1',
  'us-gov-west-1',
]
const gaps: Readonly<Record<string, readonly string[]>> = {
  neptune: ['ap-southeast-3'],
  eks: ['me-south-1', 'me-central-1'],
}

export const airGappedVaultTakesType = rule({
  id: 'air-gapped-vault-takes-type',
  title: 'A logically air-gapped vault takes the type',
  stage: 'copied',
  authority: 'aws',
  source: airGapped,
  needs: [],
  applies: ({ to }) => to === 'air-gapped',
  judge: (_, { kind, house, resource: { region } }) => {
    const { value, sources, note } = kind.airGappedVault
    const source = sources[0] ?? airGapped
    const more = note === undefined ? '' : ` (${note})`
    const fix = { say: 'Copy it into the central vault instead.' }
    if (value === 'no')
      return blocked(`A logically air-gapped vault does not take the type ${kind.name}${more}.`, fix, { source })
    if (value === 'unknown')
      return unsure(`AWS does not say whether an air-gapped vault takes the type ${kind.name}${more}.`, fix, { source })
    const without = [...nowhere, ...(gaps[kind.id] ?? [])]
    const place = [region, vaultRegionOf(house, region)].find(it => without.includes(it))
    if (place !== undefined)
      return blocked(`In ${place} the type ${kind.name} cannot be copied into an air-gapped vault.`, fix, { source })
    return { ...ok(`A logically air-gapped vault takes the type ${kind.name}.`), source }
  },
})
