import { lustreCopies, openzfsCopies } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const storageTypeAllowsCopy = rule({
  id: 'storage-type-allows-copy',
  title: 'The storage type lets backups be copied',
  stage: 'copied',
  authority: 'aws',
  source: lustreCopies,
  needs: ['storageType'],
  judge: ({ storageType }, { kind }) => {
    const source = kind.id === 'fsx-openzfs' ? openzfsCopies : lustreCopies
    return storageType === 'INTELLIGENT_TIERING'
      ? blocked(
          'The storage type is INTELLIGENT_TIERING: backups of such a file system cannot be copied.',
          { say: 'Keep what needs a copy outside the account on SSD storage.' },
          { source },
        )
      : { ...ok(`The storage type is ${storageType}.`), source }
  },
})
