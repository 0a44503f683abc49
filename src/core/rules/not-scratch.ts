import { lustreBackups } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const notScratch = rule({
  id: 'not-scratch',
  title: 'The file system is persistent, not scratch',
  stage: 'backed up',
  authority: 'aws',
  source: lustreBackups,
  needs: ['deploymentType'],
  judge: ({ deploymentType }) =>
    deploymentType.startsWith('PERSISTENT')
      ? ok(`The deployment type is ${deploymentType}.`)
      : blocked(`The deployment type is ${deploymentType}: only persistent file systems are backed up.`, {
          say: 'Keep what must last on a persistent file system.',
        }),
})
