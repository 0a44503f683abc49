import { unknown } from '../../core/fact.ts'
import { protectedResource } from '../backup.ts'
import type { Reader } from './reader.ts'

/** Types of which only AWS Backup itself is asked: virtual machines and SAP HANA databases. */
const onlyBackupKnows =
  (kind: string, name: string): Reader =>
  async scope => {
    const answer = await protectedResource(scope, scope.resource.arn)
    const at = answer.known ? answer.value.LastBackupTime?.toISOString() : undefined
    const nothing = unknown(
      'no reader',
      `The tags and the state of ${name} cannot be read from here; look at ${scope.resource.name} in its own console.`,
    )
    const note = () => {
      if (at) return [`AWS Backup last backed it up at ${at}.`]
      return !answer.known && answer.why === 'not found' ? ['AWS Backup has not backed it up yet.'] : []
    }
    return { kind, notes: note(), facts: { tags: nothing, state: nothing, encryption: nothing } }
  }

export const vmware = onlyBackupKnows('vmware', 'a VMware virtual machine')
export const sapHana = onlyBackupKnows('sap-hana', 'an SAP HANA database')
