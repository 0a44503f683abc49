import { no, open, yes } from '../cell.ts'
import { fsxCopies } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** Always encrypted; the default key aws/fsx is an AWS managed key. */
export const fsxWindows = {
  id: 'fsx-windows',
  name: 'FSx for Windows file system',
  family: 'fsx',
  backupType: 'FSx',
  optInKey: 'FSx',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features], 'not in me-south-1 and me-central-1'),
  bothInOneAction: open('L', [at.features], 'likely'),
  incremental: yes('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features]),

  ...fsxCopies,

  states: { ok: ['AVAILABLE'], waits: ['UPDATING'], sources: [at.creating] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [],
  sources: [at.features, at.creating],
} as const satisfies Kind
