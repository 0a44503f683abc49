import type { Call } from '../call.ts'
import { refuse } from '../refusal.ts'

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations_AWS_Backup_Gateway.html */
export const backupGatewayAnswers = {
  GetVirtualMachine: ({ ResourceArn }: { ResourceArn: string }, { place }: Call) => {
    const VirtualMachine = place.backupGateway.VirtualMachines.find(each => each.ResourceArn === ResourceArn)
    return { VirtualMachine: VirtualMachine ?? none(ResourceArn) }
  },

  GetHypervisor: ({ HypervisorArn }: { HypervisorArn: string }, { place }: Call) => {
    const Hypervisor = place.backupGateway.Hypervisors.find(each => each.HypervisorArn === HypervisorArn)
    return { Hypervisor: Hypervisor ?? none(HypervisorArn) }
  },

  ListTagsForResource: ({ ResourceArn }: { ResourceArn: string }, { place }: Call) => {
    const { VirtualMachines, Hypervisors, Tags } = place.backupGateway
    const there = [...VirtualMachines.map(it => it.ResourceArn), ...Hypervisors.map(it => it.HypervisorArn)]
    if (!there.includes(ResourceArn)) none(ResourceArn)
    return { ResourceArn, Tags: Tags[ResourceArn] ?? [] }
  },
}

const none = (arn: string): never => {
  throw refuse('ResourceNotFoundException', `The resource ${arn} was not found.`)
}
