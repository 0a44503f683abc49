import { no, yes } from '../cell.ts'
import { fromVault } from '../copies.ts'
import type { Kind } from '../kind.ts'
import * as at from '../links.ts'

/** A virtual machine behind a Backup gateway; its state is that of its hypervisor. */
export const vmware = {
  id: 'vmware',
  name: 'VMware virtual machine',
  family: 'vmware',
  backupType: 'VirtualMachine',
  optInKey: 'VirtualMachine',

  fullManagement: yes('H', [at.features]),
  crossAccountCopy: yes('H', [at.features]),
  crossRegionCopy: yes('H', [at.features]),
  bothInOneAction: yes('L', [at.features], 'nothing says otherwise'),
  incremental: yes('H', [at.features]),
  pointInTime: no('H', [at.features]),
  coldStorage: yes('H', [at.options]),
  airGappedVault: yes('H', [at.features]),

  ...fromVault,

  states: { ok: ['ONLINE'], waits: [], sources: [at.creating] },
  absentIn: [],
  houseKey: 'not mentioned',
  rules: [],
  sources: [at.vmware, at.features, at.creating],
} as const satisfies Kind
