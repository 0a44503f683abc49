import type { Cause } from '../cause.ts'
import { catchAll } from './catch-all.ts'
import { keyPolicy } from './key-policy.ts'
import { kms } from './kms.ts'
import { kmsEc2 } from './kms-ec2.ts'
import { kmsRds } from './kms-rds.ts'
import { organisation } from './organisation.ts'
import { quota } from './quota.ts'
import { role } from './role.ts'
import { s3 } from './s3.ts'
import { service } from './service.ts'
import { state } from './state.ts'
import { type } from './type.ts'
import { vault } from './vault.ts'
import { vm } from './vm.ts'
import { vss } from './vss.ts'
import { window } from './window.ts'

/**
 * Every cause, first match first: keys before the rest, because AWS words a key that is missing, denied or unsupported
 * like anything else that is; AWS's own catch-all patterns last.
 */
export const causes: readonly Cause[] = [
  ...keyPolicy,
  ...vault,
  ...kmsRds,
  ...kmsEc2,
  ...kms,
  ...organisation,
  ...role,
  ...type,
  ...window,
  ...quota,
  ...state,
  ...s3,
  ...vss,
  ...vm,
  ...service,
  ...catchAll,
]

export const causeById = (id: string): Cause | undefined => causes.find(cause => cause.id === id)
