import { no, open, yes } from '../cell.ts'
import { fsxCopies } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { storageTypeAllowsCopy } from '../rules/storage-type-allows-copy.ts'

/** Always encrypted. Its row in AWS’s table looks shifted by two columns; the cells below follow the other pages. */
export const fsxOpenzfs = {
  id: 'fsx-openzfs',
  name: 'FSx for OpenZFS file system',
  family: 'fsx',
  backupType: 'FSx',
  optInKey: 'FSx',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features], 'not in me-south-1 and me-central-1'),
  bothInOneAction: open('L', [at.features], 'likely'),
  incremental: yes('M', [at.openzfsCopies], 'the table’s row looks shifted'),
  pointInTime: no('H', [at.features]),
  coldStorage: no('M', [at.features, at.options], 'ticked in the table, absent from the list of plan options'),
  airGappedVault: no('M', [at.features]),

  ...fsxCopies,

  states: { ok: ['AVAILABLE'], waits: ['UPDATING'], sources: [at.creating] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [storageTypeAllowsCopy],
  sources: [at.features, at.openzfsCopies, at.options],
} as const satisfies Kind
