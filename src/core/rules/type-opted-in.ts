import { management, started } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

const whose = `For plans of an organisation policy the management account’s opt-in is the one that counts (${management}).`

export const typeOptedIn = rule({
  id: 'type-opted-in',
  title: 'The resource type is opted in to AWS Backup',
  stage: 'selected',
  authority: 'aws',
  source: started,
  needs: ['optIn'],
  applies: ({ house }) => house.management == null,
  judge: ({ optIn }, { kind: { optInKey, name }, resource: { account, region } }) => {
    const on = Object.hasOwn(optIn, optInKey) ? optIn[optInKey] : undefined
    if (on === true) return ok(`${optInKey} is opted in to AWS Backup in account ${account}, ${region}.`)
    if (on === false)
      return blocked(
        `${optInKey} is not opted in to AWS Backup in account ${account}, ${region}, so no job starts and nothing says so. ${whose}`,
        { say: `Opt ${optInKey} in under AWS Backup settings in ${region}, here and in the management account.` },
      )
    return unsure(`AWS Backup’s settings in ${region} do not mention ${optInKey} (${name}). ${whose}`, {
      say: `Look under AWS Backup settings in ${region} whether ${optInKey} is opted in.`,
    })
  },
})
