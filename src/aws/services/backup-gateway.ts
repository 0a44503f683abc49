import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import type { StaticErrorSchema, StaticOperationSchema, StaticStructureSchema } from '@smithy/types'
import { clientOf, commandOf } from './client.ts'

// What the bot reads of Backup gateway, written as the SDK's packages write AWS's model of a service; the last number
// of a structure counts its required members.
// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations_AWS_Backup_Gateway.html
const at = 'com.amazonaws.backupgateway'

export const ResourceNotFoundException$: StaticErrorSchema = [
  -3,
  at,
  'ResourceNotFoundException',
  { error: 'client', httpError: 404 },
  ['ErrorCode', 'Message'],
  [0, 0],
]

export const BackupGatewayClient = clientOf({
  serviceId: 'Backup Gateway',
  name: 'backup-gateway',
  namespace: at,
  protocol: AwsJson1_0Protocol,
  target: 'BackupOnPremises_v20210101',
  errors: [ResourceNotFoundException$],
})

export type VirtualMachine = {
  ResourceArn?: string
  Name?: string
  HostName?: string
  Path?: string
  HypervisorId?: string
  LastBackupDate?: Date
}
export const VirtualMachine$: StaticStructureSchema = [
  3,
  at,
  'VirtualMachineDetails',
  0,
  ['HostName', 'HypervisorId', 'Name', 'Path', 'ResourceArn', 'LastBackupDate'],
  [0, 0, 0, 0, 0, 4],
]

export type Hypervisor = { HypervisorArn?: string; Host?: string; Name?: string; KmsKeyArn?: string; State?: string }
export const Hypervisor$: StaticStructureSchema = [
  3,
  at,
  'HypervisorDetails',
  0,
  ['Host', 'HypervisorArn', 'KmsKeyArn', 'Name', 'State'],
  [0, 0, 0, 0, 0],
]

const Tag$: StaticStructureSchema = [3, at, 'Tag', 0, ['Key', 'Value'], [0, 0], 2]

export const GetVirtualMachine$: StaticOperationSchema = [
  9,
  at,
  'GetVirtualMachine',
  0,
  [3, at, 'GetVirtualMachineInput', 0, ['ResourceArn'], [0], 1],
  [3, at, 'GetVirtualMachineOutput', 0, ['VirtualMachine'], [() => VirtualMachine$]],
]
export const GetHypervisor$: StaticOperationSchema = [
  9,
  at,
  'GetHypervisor',
  0,
  [3, at, 'GetHypervisorInput', 0, ['HypervisorArn'], [0], 1],
  [3, at, 'GetHypervisorOutput', 0, ['Hypervisor'], [() => Hypervisor$]],
]
export const ListTagsForResource$: StaticOperationSchema = [
  9,
  at,
  'ListTagsForResource',
  0,
  [3, at, 'ListTagsForResourceInput', 0, ['ResourceArn'], [0], 1],
  [3, at, 'ListTagsForResourceOutput', 0, ['ResourceArn', 'Tags'], [0, [1, at, 'Tags', 0, () => Tag$]]],
]

export const GetVirtualMachineCommand = commandOf<{ ResourceArn: string }, { VirtualMachine?: VirtualMachine }>(
  GetVirtualMachine$,
)
export const GetHypervisorCommand = commandOf<{ HypervisorArn: string }, { Hypervisor?: Hypervisor }>(GetHypervisor$)
export const ListTagsForResourceCommand = commandOf<
  { ResourceArn: string },
  { ResourceArn?: string; Tags?: { Key: string; Value: string }[] }
>(ListTagsForResource$)
