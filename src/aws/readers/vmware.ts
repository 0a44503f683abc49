import { noParts, tagMap, tagsFrom } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import {
  BackupGatewayClient,
  GetHypervisorCommand,
  GetVirtualMachineCommand,
  ListTagsForResourceCommand,
} from '../services/backup-gateway.ts'
import type { Reader } from './reader.ts'

/** A virtual machine has no state of its own here; its hypervisor's decides. Its tags in vSphere are none of AWS. */
export const vmware: Reader = async scope => {
  const { session, resource, house } = scope
  const client = () => session.client(BackupGatewayClient)
  const [described, tags] = await Promise.all([
    read(scope, 'backup-gateway:GetVirtualMachine', options =>
      client().send(new GetVirtualMachineCommand({ ResourceArn: resource.arn }), options),
    ),
    read(scope, 'backup-gateway:ListTagsForResource', options =>
      client().send(new ListTagsForResourceCommand({ ResourceArn: resource.arn }), options),
    ),
  ])
  const machine = narrow(described, `virtual machine ${resource.name}`, it => it.VirtualMachine)
  const id = pick(machine, 'HypervisorId', it => it.HypervisorId)
  const HypervisorArn = `arn:${resource.partition}:backup-gateway:${resource.region}:${resource.account}:hypervisor/${id.known ? id.value : ''}`
  const hypervisor = id.known
    ? narrow(
        await read(scope, 'backup-gateway:GetHypervisor', options =>
          client().send(new GetHypervisorCommand({ HypervisorArn }), options),
        ),
        `hypervisor ${id.value}`,
        it => it.Hypervisor,
      )
    : id
  return {
    kind: 'vmware',
    facts: {
      tags: tagsFrom(tags, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: pick(hypervisor, 'State', it => it.State),
      encryption: machine.known ? noParts : machine,
    },
  }
}
