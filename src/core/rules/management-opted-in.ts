import { management } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

/** Asked where organisation.json names the management account, instead of the member account's own opt-in. */
export const managementOptedIn = rule({
  id: 'management-opted-in',
  title: 'The management account opts the resource type in, which is what counts for plans of an organisation policy',
  stage: 'selected',
  authority: 'aws',
  source: management,
  needs: ['managementOptIn'],
  applies: ({ house }) => house.management != null,
  judge: ({ managementOptIn: optIn }, { kind: { optInKey, name }, resource: { region }, house }) => {
    const where = `the management account ${house.management?.account}, ${region}`
    const on = Object.hasOwn(optIn, optInKey) ? optIn[optInKey] : undefined
    if (on === true) return ok(`${optInKey} is opted in to AWS Backup in ${where}.`)
    return on === false
      ? blocked(`${optInKey} is not opted in to AWS Backup in ${where}, so the organisation’s plans leave it out.`, {
          say: `Ask the CDX team to opt ${optInKey} in under AWS Backup settings of the management account in ${region}.`,
        })
      : unsure(`AWS Backup’s settings in ${where} do not mention ${optInKey} (${name}).`, {
          say: `Ask the CDX team whether ${optInKey} is opted in there.`,
        })
  },
})
