import { lustreCopies, openzfsCopies } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

export const storageTypeAllowsCopy = rule({
  id: 'storage-type-allows-copy',
  title: 'The storage type lets backups be copied',
  stage: 'copied',
  authority: 'aws',
  source: lustreCopies,
  needs: ['storageType'],
  judge: ({ storageType }, { kind }) => {
    const source = kind.id === 'fsx-openzfs' ? openzfsCopies : lustreCopies
    const fix = { say: 'Keep what needs a copy outside the account on SSD storage.' }
    switch (storageType) {
      case 'SSD':
      case 'HDD':
        return { ...ok(`The storage type is ${storageType}.`), source }
      case 'INTELLIGENT_TIERING':
        return blocked(
          'The storage type is INTELLIGENT_TIERING: backups of such a file system cannot be copied.',
          fix,
          { source },
        )
      default:
        return unsure(
          `The storage type is ${storageType}, of which the bot does not know whether it can be copied.`,
          fix,
          {
            source,
          },
        )
    }
  },
})
