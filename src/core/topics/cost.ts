import { isComposite } from '../composite.ts'
import { days } from '../days.ts'
import type { House } from '../house.ts'
import { kinds } from '../kinds/index.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { code, line, names, type Piece, see, type Topic, text } from './topic.ts'

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html */
const coldDays = 90

const cold = ({ central }: House): Piece => {
  const some = names(kinds.filter(it => it.coldStorage.value === 'yes').map(it => it.name))
  const kept = days(central.retentionDays)
  return central.retentionDays > coldDays
    ? text`Cold storage is cheaper, for ${some}. A recovery point must stay there for ${days(coldDays)} at least, which fits into the ${kept} that the central vault keeps it (${see('lifecycle', at.options)}).`
    : text`Cold storage is no way to save here: a recovery point must stay there for ${days(coldDays)} at least, and the central vault keeps it for ${kept} (${see('lifecycle', at.options)}). The types that could: ${some}.`
}

const incremental = (value: string): string =>
  names(kinds.filter(it => it.incremental.value === value && !isComposite(it)).map(it => it.name))

export const cost: Topic = {
  id: 'cost',
  title: 'Cost',
  questions: [
    'How much will backups cost for my resources?',
    'What is charged, and what is free?',
    'How can I keep the cost low?',
  ],
  rules: ['local-retention-long-enough', 's3-gateway-endpoint'],
  tell: house => [
    text`Estimate it with the ${see('AWS Pricing Calculator', 'https://calculator.aws/#/createCalculator/Backup')}: it takes the types, how much data there is and how long it is kept, and the copies between Regions. The prices are on ${see('AWS Backup pricing', 'https://aws.amazon.com/backup/pricing/')}.`,
    {
      is: 'points',
      lines: [
        line`Vaults are free. Storage is charged by GB and month, at a price of its own for each type; so are restores and the transfer between Regions.`,
        line`A recovery point that is copied is stored twice for a while: for ${days(house.member.retentionDays)} in your account’s ${code(house.member.vault)}, for ${days(house.central.retentionDays)} in ${code(house.central.vault)} of ${house.central.name}.`,
        line`Stored as changes only: ${incremental('yes')}. In full each time: ${incremental('no')}.`,
      ],
    },
    text`To keep it low: tag with ${code(`${house.tag.key}=${house.tag.enabled}`)} only what you would miss; do not tag both an instance and its volumes; give VPCs an S3 gateway endpoint, so that S3 traffic does not pay for a NAT gateway (${code('help s3-endpoint')}).`,
    cold(house),
    ...differencesOf('cost'),
  ],
}
