import type { World } from '../src/playground/world.ts'

export const causes = 10
const account = '111122223333'
const region = 'eu-central-1'

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
const keyOf = (cause: number) => `00000000-0000-4000-8000-${hex(cause, 12)}`
const volumeOf = (n: number) => `vol-${hex(n + 1, 17)}`
const jobOf = (n: number) => `00000000-0000-4000-9000-${hex(n, 12)}`.toUpperCase()

/** A night on which ten keys let nobody copy: so many volumes, each under one of the keys, whose copies fail. */
export const spreadStorm = (world: World, volumes: number): void => {
  const place = world.accounts[account]?.regions[region]
  const volume = place?.ec2.Volumes.find(it => it.VolumeId === 'vol-07e3943d858664410')
  const key = place?.kms.Keys.find(it => volume?.KmsKeyId?.endsWith(it.KeyMetadata.KeyId ?? 'none'))
  if (!place || !volume || !key) throw new Error('The world has lost the volume of the benchmark.')
  for (let cause = 0; cause < causes; cause++) {
    const KeyId = keyOf(cause)
    const Arn = `arn:aws:kms:${region}:${account}:key/${KeyId}`
    place.kms.Keys.push({ ...structuredClone(key), KeyMetadata: { ...key.KeyMetadata, KeyId, Arn } })
  }
  for (let n = 0; n < volumes; n++)
    place.ec2.Volumes.push({
      ...structuredClone(volume),
      VolumeId: volumeOf(n),
      KmsKeyId: `arn:aws:kms:${region}:${account}:key/${keyOf(n % causes)}`,
    })
}

/** The event of the n-th failed copy, complete as AWS Backup sends it. */
export const stormEvent = (n: number, central: { account: string; vault: string }, at: Date) => ({
  version: '0',
  id: `10000000-0000-4000-8000-${hex(n, 12)}`,
  'detail-type': 'Copy Job State Change',
  source: 'aws.backup',
  account,
  time: at.toISOString(),
  region,
  resources: [`arn:aws:ec2:${region}::snapshot/snap-${hex(n + 1, 17)}`],
  detail: {
    copyJobId: jobOf(n),
    backupSizeInBytes: 21_474_836_480,
    creationDate: at.toISOString(),
    completionDate: at.toISOString(),
    resourceType: 'EBS',
    resourceArn: `arn:aws:ec2:${region}:${account}:volume/${volumeOf(n)}`,
    iamRoleArn: `arn:aws:iam::${account}:role/aws-controltower-BackupRole`,
    sourceBackupVaultArn: `arn:aws:backup:${region}:${account}:backup-vault:local-backup-vault`,
    destinationBackupVaultArn: `arn:aws:backup:${region}:${central.account}:backup-vault:${central.vault}`,
    destinationRecoveryPointArn: '',
    statusMessage: 'Given key ID is not accessible',
    messageCategory: 'ERROR',
    state: 'FAILED',
  },
})
