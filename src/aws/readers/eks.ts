import {
  BackupClient,
  ListRecoveryPointsByBackupVaultCommand,
  ListRecoveryPointsByResourceCommand,
} from '@aws-sdk/client-backup'
import { DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks'
import { type Fact, type Facts, known, type Unknown, unknown } from '../../core/fact.ts'
import type { Resource } from '../../core/resource.ts'
import { noParts, tagsFrom } from '../describe.ts'
import { complete, narrow, pages, pick, read, seen } from '../read.ts'
import { resourceAt } from '../resolve.ts'
import type { Reader, Scope } from './reader.ts'

type Storage = { readonly is: Fact<Facts['storage']>; readonly inside: readonly Resource[] }

const nothing = (is: Unknown): Storage => ({ is, inside: [] })

const arnOf = ({ partition, region, account, name }: Resource) =>
  `arn:${partition}:eks:${region}:${account}:cluster/${name}`

/**
 * What AWS Backup itself found in the cluster: a completed composite recovery point has a child for the state and one
 * for each volume, file system and bucket. https://docs.aws.amazon.com/aws-backup/latest/devguide/eks-backups.html
 */
const recorded = async (scope: Scope): Promise<Storage> => {
  const { session, resource } = scope
  const call = 'backup:ListRecoveryPointsByResource'
  const listed = await read(scope, call, options =>
    pages(
      NextToken =>
        session
          .client(BackupClient)
          .send(new ListRecoveryPointsByResourceCommand({ ResourceArn: arnOf(resource), NextToken }), options),
      it => it.RecoveryPoints,
      it => it.NextToken,
    ),
  )
  if (!listed.known && listed.why !== 'not found') return nothing(listed)
  const composites = (listed.known ? listed.value.items : []).filter(it => it.IsParent && it.Status === 'COMPLETED')
  const newest = composites.toSorted((a, b) => Number(b.CreationDate) - Number(a.CreationDate))[0]
  const { RecoveryPointArn: point = '', BackupVaultName, CreationDate } = newest ?? {}
  if (!BackupVaultName || !CreationDate)
    return nothing(unknown('not found', `${call} names no completed backup of the whole cluster ${resource.name}.`))

  const children = await read(scope, 'backup:ListRecoveryPointsByBackupVault', options =>
    pages(
      NextToken =>
        session
          .client(BackupClient)
          .send(
            new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName, ByParentRecoveryPointArn: point, NextToken }),
            options,
          ),
      it => it.RecoveryPoints,
      it => it.NextToken,
    ),
  )
  if (!children.known) return nothing(children)
  const arns = children.value.items.flatMap(it => it.ResourceArn ?? [])
  const inside = arns.map(arn => resourceAt(arn, resource.account, resource.region))
  const strange = arns.find((_, at) => inside[at] === undefined)
  const found = inside.filter(it => it !== undefined)
  if (strange)
    return {
      is: unknown('no reader', `A part of the cluster, ${strange}, is none that the bot can read.`),
      inside: found,
    }
  if (!children.value.whole)
    return { is: unknown('aws error', `${point} has more parts than one check lists.`), inside: found }
  return { is: known({ at: CreationDate.toISOString() }, ...seen(call, { RecoveryPointArn: point })), inside: found }
}

/** The volumes that the EBS CSI driver made for the cluster. https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md */
const madeByDriver = async (
  scope: Scope,
): Promise<{ readonly failed?: Unknown; readonly inside: readonly Resource[] }> => {
  const { session, resource } = scope
  const { partition, region, account } = resource
  const answer = await read(scope, 'ec2:DescribeVolumes', options =>
    pages(
      NextToken =>
        session.client(EC2Client).send(
          new DescribeVolumesCommand({
            Filters: [
              { Name: 'tag:ebs.csi.aws.com/cluster', Values: ['true'] },
              { Name: `tag:kubernetes.io/cluster/${resource.name}`, Values: ['owned'] },
            ],
            NextToken,
          }),
          options,
        ),
      it => it.Volumes,
      it => it.NextToken,
    ),
  )
  const volumes = complete(answer)
  if (!volumes.known) return { failed: volumes, inside: [] }
  const ids = volumes.value.flatMap(it => it.VolumeId ?? [])
  const at = `arn:${partition}:ec2:${region}:${account}:volume`
  return { inside: ids.map(id => ({ ...resource, family: 'ebs', name: id, arn: `${at}/${id}` })) }
}

export const eks: Reader = async scope => {
  const { session, resource, house } = scope
  const [answer, backedUp, driver] = await Promise.all([
    read(scope, 'eks:DescribeCluster', options =>
      session.client(EKSClient).send(new DescribeClusterCommand({ name: resource.name }), options),
    ),
    recorded(scope),
    madeByDriver(scope),
  ])
  const cluster = narrow(answer, `cluster ${resource.name}`, it => it.cluster)
  const inside = [...backedUp.inside, ...driver.inside].filter(({ arn }) => arn !== arnOf(resource))
  return {
    kind: 'eks',
    facts: {
      tags: tagsFrom(cluster, 'tags', house.tag.key, it => it.tags ?? {}),
      state: pick(cluster, 'status', it => it.status),
      encryption: cluster.known ? noParts : cluster,
      authenticationMode: pick(cluster, 'accessConfig.authenticationMode', it => it.accessConfig?.authenticationMode),
      storage: driver.failed ?? backedUp.is,
    },
    nested: inside.filter((it, at) => inside.findIndex(other => other.arn === it.arn) === at),
  }
}
