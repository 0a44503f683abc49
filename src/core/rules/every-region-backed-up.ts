import { dsql } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'

export const everyRegionBackedUp = rule({
  id: 'every-region-backed-up',
  title: 'The cluster has no peer that needs a backup of its own',
  stage: 'backed up',
  authority: 'aws',
  source: dsql,
  needs: ['peers'],
  judge: ({ peers }) =>
    peers.length === 0
      ? ok('The cluster has no peer in another Region.')
      : advice(`The cluster has peers: ${peers.join(', ')}. A backup here does not cover them.`, {
          say: 'Tag and check each peer as well.',
        }),
})
