import { rds, services } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

export const placedInRegion = rule({
  id: 'placed-in-region',
  title: 'The resource is in the Region itself, not on an Outpost or in a Local Zone',
  stage: 'backed up',
  authority: 'aws',
  source: services,
  needs: ['placement'],
  judge: ({ placement }, { kind: { family, name } }) => {
    const source = family === 'rds-instance' ? rds : services
    const fix = { say: 'Move it into the Region, or back it up by means of your own.' }
    if (placement.toLowerCase() === 'region') return { ...ok('The resource is in the Region itself.'), source }
    if (family === 'rds-instance' || placement.includes(':outposts:') || /outpost/i.test(placement))
      return blocked(`The resource is in ${placement}: AWS Backup does not back up the type ${name} there.`, fix, {
        source,
      })
    return unsure(
      `The resource is in ${placement}. AWS does not say whether it backs up the type ${name} there.`,
      fix,
      {
        source,
      },
    )
  },
})
