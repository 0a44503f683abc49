import { no, open, yes } from '../cell.ts'
import { fsxCopies } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'
import { volumeFlexvol } from '../rules/volume-flexvol.ts'
import { volumeReadWrite } from '../rules/volume-read-write.ts'

/** The unit is the volume, so the tag belongs on each volume, not on its file system. */
export const fsxOntap = {
  id: 'fsx-ontap',
  name: 'FSx for NetApp ONTAP volume',
  family: 'fsx-volume',
  backupType: 'FSx',
  optInKey: 'FSx',

  fullManagement: no('H', [at.features]),
  crossAccountCopy: yes(
    'H',
    [at.history, at.ontapCopies],
    'since 2026-08-27; not for FlexGroup volumes; not in ap-southeast-6 and China',
  ),
  crossRegionCopy: yes(
    'H',
    [at.history],
    'since 2026-08-27; not in me-south-1, me-central-1, ap-southeast-6 and China',
  ),
  bothInOneAction: open('L', [at.history], 'likely'),
  incremental: yes('H', [at.ontapBackups]),
  pointInTime: no('H', [at.features]),
  coldStorage: no('H', [at.features]),
  airGappedVault: yes('M', [at.features], 'ticked in the newest table only'),

  ...fsxCopies,

  states: { ok: ['CREATED', 'AVAILABLE'], waits: [], sources: [at.ontapBackups] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [volumeReadWrite, volumeFlexvol],
  sources: [at.history, at.ontapCopies, at.ontapBackups, at.features],
} as const satisfies Kind
