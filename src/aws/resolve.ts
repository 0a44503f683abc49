import { BackupClient, DescribeRecoveryPointCommand } from '@aws-sdk/client-backup'
import { arnOf, familyOf, parseArn } from '../core/arn.ts'
import type { House } from '../core/house.ts'
import type { Identified } from '../core/identify.ts'
import type { Resource } from '../core/resource.ts'
import { isMistake, type Mistake, mistake } from '../core/trouble.ts'
import { type Ask, read, sessionWithin } from './read.ts'
import type { Aws } from './sessions.ts'

type Asked = Omit<Extract<Identified, { is: 'recovery point' }>, 'is'>
export type Resolved = { readonly resource: Resource; readonly notes: readonly string[] }

/** The snapshot ids that carry no ARN of their own. */
const arnOfPoint = ({ point, account, region }: Asked): string => {
  if (point.arn) return point.arn
  if (point.id.startsWith('backup-')) return `arn:${point.partition}:fsx:${region}:${account}:backup/${point.id}`
  return `arn:${point.partition}:ec2:${region}::${point.id.startsWith('ami-') ? 'image' : 'snapshot'}/${point.id}`
}

/** A source ARN as a resource; a bucket's ARN has neither account nor Region, which then are the recovery point's. */
export const resourceAt = (arn: string, account: string, region: string): Resource | undefined => {
  const parts = parseArn(arn)
  if (isMistake(parts)) return undefined
  const found = familyOf(parts)
  return (
    found && {
      ...found,
      arn,
      partition: parts.partition,
      account: parts.account || account,
      region: parts.region || region,
    }
  )
}

const inVault = async (ask: Ask, vault: string, arn: string, asked: Asked): Promise<Resource | undefined> => {
  const answer = await read(ask, 'backup:DescribeRecoveryPoint', options =>
    ask.session
      .client(BackupClient)
      .send(new DescribeRecoveryPointCommand({ BackupVaultName: vault, RecoveryPointArn: arn }), options),
  )
  if (!answer.known || !answer.value.ResourceArn) return undefined
  const from = answer.value.SourceBackupVaultArn?.split(':')[4]
  return resourceAt(answer.value.ResourceArn, from ?? asked.account, asked.region)
}

/** Asks EC2 or RDS itself, for a snapshot that is in neither vault. */
const fromService = async (ask: Ask, arn: string, { point, account, region }: Asked): Promise<Resource | undefined> => {
  const parts = parseArn(arn)
  if (isMistake(parts)) return undefined
  const load = {
    ec2: async () => (await import('./sources/ec2.ts')).sourceInEc2,
    rds: async () => (await import('./sources/rds.ts')).sourceInRds,
  }
  if (parts.service !== 'ec2' && parts.service !== 'rds') return undefined
  const sourceOf = await load[parts.service]()
  const { family, name } = await sourceOf(ask, parts.resource)
  return name.known ? named({ family, name: name.value }, point.partition, account, region) : undefined
}

const named = (
  { family, name }: Pick<Resource, 'family' | 'name'>,
  partition: string,
  account: string,
  region: string,
): Resource | undefined => {
  const arn = arnOf(family, { partition, account, region, name })
  return arn === undefined ? undefined : { family, name, arn, partition, account, region }
}

/** The resource that a recovery point was made of: its id says so, or AWS Backup does, or the service. Rejects with `WorldFault` only. */
export const resolve = async (
  aws: Aws,
  house: House,
  asked: Asked,
  signal: AbortSignal,
): Promise<Resolved | Mistake> => {
  const { point, account, region } = asked
  const arn = arnOfPoint(asked)
  const [member, central] = await Promise.all([
    sessionWithin(signal, aws, account, region),
    sessionWithin(signal, aws, house.central.account, region),
  ])
  const inMember: Ask = { session: member, signal }
  const inCentral: Ask = { session: central, signal }
  const centralVaults = [house.central.vault, house.central.airGappedVault].flatMap(name => name ?? [])

  const source =
    (point.source && named(point.source, point.partition, account, region)) ??
    (account === house.central.account ? undefined : await inVault(inMember, house.member.vault, arn, asked)) ??
    (
      await Promise.all([
        ...centralVaults.map(vault => inVault(inCentral, vault, arn, asked)),
        fromService(inMember, arn, asked),
      ])
    ).find(it => it !== undefined)
  if (source)
    return {
      resource: source,
      notes: [`${point.id} is a recovery point of ${source.name}, so ${source.name} was checked.`],
    }
  return mistake(
    `${point.id} is a recovery point, but neither the vault ${house.member.vault} of account ${account} nor the central vault says what it was made of. Paste the ARN of the resource itself.`,
  )
}
