import { no, open, yes } from '../cell.ts'
import { fsxCopies } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { noS3Link } from '../rules/no-s3-link.ts'
import { notScratch } from '../rules/not-scratch.ts'
import { storageTypeAllowsCopy } from '../rules/storage-type-allows-copy.ts'

/** Always encrypted. Scratch file systems and those linked to S3 are not backed up at all. */
export const fsxLustre = {
  id: 'fsx-lustre',
  name: 'FSx for Lustre file system',
  family: 'fsx',
  backupType: 'FSx',
  optInKey: 'FSx',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes('H', [at.lustreCopies]),
  crossRegionCopy: yes('H', [at.features], 'not in me-south-1 and me-central-1'),
  bothInOneAction: open('L', [at.features], 'likely'),
  incremental: yes('H', [at.lustreBackups]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('H', [at.features]),

  ...fsxCopies,

  states: { ok: ['AVAILABLE'], waits: ['UPDATING'], sources: [at.creating] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [notScratch, noS3Link, storageTypeAllowsCopy],
  sources: [at.lustreBackups, at.lustreCopies, at.features],
} as const satisfies Kind
