import { capabilities, cellSays, keyNeeded } from '../capability-table.ts'
import type { Kind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { code, type Line, line, see, type Topic, text } from './topic.ts'

const row = (kind: Kind): readonly Line[] => [
  [kind.name],
  ...capabilities.map(({ of }): Line => [cellSays(of(kind))]),
  [keyNeeded(kind)],
  line`${see(kind.id, kind.sources[0] ?? at.features)}`,
]

export const types: Topic = {
  id: 'types',
  title: 'Types',
  questions: [
    'Which resource types can be backed up and copied?',
    'Which types does AWS Backup manage fully, and which keep the encryption of the resource?',
    'Which types support incremental backups, point-in-time restores, cold storage or an air-gapped vault?',
  ],
  rules: ['type-can-be-copied', 'type-offered', 'copy-in-one-action', 'air-gapped-vault-takes-type'],
  tell: () => [
    text`What AWS Backup can do with each type (${see('feature table', at.features)}). (M): inferred; (L): a guess, or AWS’s pages contradict each other; ?: nobody says, or it depends. Account, Region: it can be copied to another one. ${code('help ebs')}, by the id at the end of a line, tells more of one type, every link with it.`,
    {
      is: 'table',
      columns: ['Type', ...capabilities.map(it => it.short), 'key', 'id'],
      rows: kinds.map(row),
    },
    ...differencesOf('types'),
  ],
}
