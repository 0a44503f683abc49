import { days } from '../days.ts'
import { copying } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'

export const localRetentionLongEnough = rule({
  id: 'local-retention-long-enough',
  title: 'The local recovery point lives long enough',
  stage: 'backed up',
  authority: 'aws',
  source: copying,
  needs: [],
  judge: (_, { house: { member }, kind }) => {
    const kept = days(member.retentionDays)
    if (kind.crossAccountCopy.value === 'no')
      return advice(
        `No copy leaves the account, and the local recovery point is kept for ${kept} only: ${kept} is all the protection there is.`,
        { say: 'Agree with the CDX team on a longer local retention for this resource.' },
      )
    return member.retentionDays >= 7
      ? ok(`Local recovery points are kept for ${kept}.`)
      : advice(
          `Local recovery points are kept for ${kept}. AWS advises a week: a failed copy can be run again only as long as the local one lives, and a short life forces full copies.`,
          { say: 'Nothing is wrong with this resource; the CDX team sets the retention.' },
        )
  },
})
