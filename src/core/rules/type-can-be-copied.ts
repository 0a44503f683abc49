import { days } from '../days.ts'
import { vaultRegionOf } from '../house.ts'
import { features } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

const optIn = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
]
/** Regions that AWS excepts from cross-account copies of a type. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  cloudformation: optIn,
  neptune: optIn,
  timestream: optIn,
  'fsx-ontap': ['ap-southeast-6', 'cn-north-1', 'cn-northwest-1'],
}

/** In the European Sovereign Cloud AWS's table has no tick for any copy. */
const isExcepted = (kind: string, region: string): boolean =>
  region.startsWith('eusc-') || exceptions[kind]?.includes(region) === true

/** Where a switch decides, not the type, DynamoDB has a rule of its own. */
export const typeCanBeCopied = rule({
  id: 'type-can-be-copied',
  title: 'AWS Backup copies the type to another account',
  stage: 'copied',
  authority: 'aws',
  source: features,
  needs: [],
  applies: ({ kind }) => kind.id !== 'dynamodb-basic',
  judge: (_, { kind, house, resource: { region } }) => {
    const { value, sources, note } = kind.crossAccountCopy
    const source = sources[0] ?? features
    const more = note === undefined ? '' : ` (${note})`
    const excepted = [region, vaultRegionOf(house, region)].find(it => isExcepted(kind.id, it))
    if (value !== 'no' && excepted !== undefined)
      return blocked(`In ${excepted} AWS Backup does not copy the type ${kind.name} to another account.`, {
        say: 'Keep what needs a copy outside the account in another Region.',
      })
    switch (value) {
      case 'yes':
        return { ...ok(`AWS Backup copies the type ${kind.name} to another account.`), source }
      case 'no':
        return blocked(
          `AWS Backup cannot copy the type ${kind.name} at all${more}. The local recovery point, kept for ${days(house.member.retentionDays)}, is all the protection there is.`,
          { say: 'Keep the data in a type that can be copied, or export it to a bucket that is backed up.' },
          { source },
        )
      case 'unknown':
        return unsure(
          `AWS’s pages contradict each other about copying the type ${kind.name} to another account${more}: ${sources.join(' and ')}.`,
          { say: 'Look at the copy job of the next backup; protect what matters inside by its own tag as well.' },
          { source },
        )
    }
  },
})
