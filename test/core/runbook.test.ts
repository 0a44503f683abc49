import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/core/kinds/index.ts'
import { type More, type MoveName, move, type Request } from '../../src/core/restore.ts'
import { startCopyJob, startRestoreJob } from '../../src/core/runbook/calls.ts'
import { shellQuote } from '../../src/core/runbook/shell.ts'
import { asScript, runbook } from '../../src/core/runbook.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { cora, draftOf, house, localPoint, now, requestOf } from './restore/samples.ts'

const more: More = {
  where: 'test',
  job: 'job-1',
  made: 'arn:aws:backup:eu-central-1:111122223333:recovery-point:copied',
  reason: 'x',
}
const moved = (request: Request, ...names: readonly MoveName[]): Request =>
  names.reduce((it, name) => {
    const next = move(it, name, cora, now, more)
    if (isMistake(next)) throw new Error(next.mistake)
    return next
  }, request)

/** Runs a script in a real shell whose `aws` writes down its arguments and answers with the name of the call. */
const runShell = (script: string, state = 'COMPLETED'): readonly (readonly string[])[] => {
  const aws = `aws() { for word in "$@"; do printf '%s\\037' "$word" >&3; done; printf '\\036' >&3; case "$*" in *State*|*Status*) echo ${state};; *) echo "arn:made/$2";; esac; }\nsleep() { echo SLEPT >&3; exit 9; }\n`
  const out = execFileSync('sh', ['-u', '-c', `{ ${aws}${script}\n:\n} 3>&1 >/dev/null 2>/dev/null`], {
    encoding: 'utf8',
  })
  return out
    .split('\u001e')
    .filter(Boolean)
    .map(call => call.split('\u001f').slice(0, -1))
}
const argument = (call: readonly string[] | undefined, name: string) => call?.[call.indexOf(name) + 1]

describe('quoting for the shell', () => {
  it('gives a shell back every word as it was', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 40 }).filter(it => !it.includes('\0'))
    const nasty = fc.constantFrom(
      "'",
      "it's 'two'",
      '"',
      '$(id)',
      '`id`',
      '\\',
      '!',
      '*',
      '~',
      '-n',
      '',
      'a\nb',
      '#x',
      '&& id',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(word, nasty), { minLength: 1, maxLength: 30 }), words => {
        const script = words.map(it => `printf '%s\\037' ${shellQuote(it)}`).join('\n')
        expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${words.join('\u001f')}\u001f`)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the runbook of every type', () => {
  it.each(kinds.map(it => it.id))('%s: runs in a shell and makes the calls of both legs', kind => {
    const request = requestOf(kind)
    const book = runbook(request, house)
    const calls = runShell(asScript(book))
    const copy = calls.find(it => it[1] === 'start-copy-job')
    const restore = calls.find(it => it[1] === 'start-restore-job')
    expect(argument(copy, '--recovery-point-arn')).toBe(request.point.arn)
    expect(argument(copy, '--destination-backup-vault-arn')).toBe(
      'arn:aws:backup:eu-central-1:111122223333:backup-vault:local-backup-vault',
    )
    expect(argument(copy, '--iam-role-arn')).toBe('arn:aws:iam::692653576357:role/aws-controltower-BackupRole')
    expect(JSON.parse(argument(copy, '--lifecycle') ?? '')).toEqual({ DeleteAfterDays: 7 })
    expect(argument(restore, '--iam-role-arn')).toBe('arn:aws:iam::111122223333:role/aws-controltower-BackupRole')
    // What the copy made, as the shell carries it on.
    expect(argument(restore, '--recovery-point-arn')).toBe('arn:made/describe-copy-job')
    const metadata: unknown = JSON.parse(argument(restore, '--metadata') ?? '')
    expect(Object.values(metadata as object).every(it => typeof it === 'string')).toBe(true)
    expect(calls.every(it => argument(it, '--region') === 'eu-central-1')).toBe(true)
    expect(calls.map(it => it[1])).toContain('delete-recovery-point')
    expect(book.restore).toBeNull()
  })

  it.each(kinds.map(it => it.id))('%s: leaves the copy out where the recovery point is local', kind => {
    const request = requestOf(kind, { point: localPoint })
    const book = runbook(request, house)
    const calls = runShell(asScript(book))
    expect(calls.map(it => it[1])).not.toContain('start-copy-job')
    expect(calls.map(it => it[1])).not.toContain('delete-recovery-point')
    const restore = calls.find(it => it[1] === 'start-restore-job')
    expect(argument(restore, '--recovery-point-arn')).toBe(localPoint.arn)
    expect(JSON.parse(argument(restore, '--metadata') ?? '')).toEqual(book.restore?.input.Metadata)
    expect(book.copy).toBeNull()
  })
})

describe('the calls as data', () => {
  it('starts the copy where the recovery point is', () => {
    expect(startCopyJob(requestOf(), house)).toEqual({
      account: '692653576357',
      region: 'eu-central-1',
      input: {
        RecoveryPointArn: requestOf().point.arn,
        SourceBackupVaultName: 'central-backup-vault',
        DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:local-backup-vault',
        IamRoleArn: 'arn:aws:iam::692653576357:role/aws-controltower-BackupRole',
        IdempotencyToken: 'R-7KQ4M-copy-1',
        Lifecycle: { DeleteAfterDays: 7 },
      },
    })
  })

  it('has one token until it has failed', () => {
    expect(startCopyJob(moved(requestOf(), 'approve', 'copy'), house)?.input.IdempotencyToken).toBe('R-7KQ4M-copy-1')
    const again = moved(requestOf(), 'approve', 'copy', 'fail')
    expect(startCopyJob(again, house)?.input.IdempotencyToken).toBe('R-7KQ4M-copy-2')
  })

  it('restores what was copied back, once it is', () => {
    expect(startRestoreJob(moved(requestOf(), 'approve', 'copy'), house)).toBeNull()
    expect(startRestoreJob(moved(requestOf(), 'approve', 'copy', 'copied'), house)).toEqual({
      account: '111122223333',
      region: 'eu-central-1',
      input: {
        RecoveryPointArn: more.made,
        Metadata: { targetTableName: 'restored1', encryptionType: 'Default' },
        IamRoleArn: 'arn:aws:iam::111122223333:role/aws-controltower-BackupRole',
        IdempotencyToken: 'R-7KQ4M-restore-1',
        ResourceType: 'DynamoDB',
      },
    })
  })

  const metadataOf = (
    kind: string,
    parameters: Record<string, string>,
    metadata: Record<string, string> = {},
    change = {},
  ) =>
    startRestoreJob(
      requestOf(kind, {
        point: { ...localPoint, metadata },
        target: { ...draftOf(kind).target, parameters, ...change },
      }),
      house,
    )?.input.Metadata

  it.each<[string, ReturnType<typeof metadataOf>, object]>([
    [
      'an EC2 instance: the form wins over the backup, and its interfaces go',
      metadataOf(
        'ec2',
        { subnet: 'subnet-0a', securityGroups: 'sg-1\nsg-2', profile: 'none' },
        { instanceType: 'm5.large', SUBNETID: 'subnet-old', NetworkInterfaces: '[]', IamInstanceProfileName: 'p' },
      ),
      { instanceType: 'm5.large', SubnetId: 'subnet-0a', SecurityGroupIds: '["sg-1","sg-2"]' },
    ],
    [
      'a new file system',
      metadataOf('efs', { items: '/a\n/b' }, { 'file-system-id': 'fs-0123456789abcdef0', newFileSystem: 'false' }),
      {
        'file-system-id': 'fs-0123456789abcdef0',
        newFileSystem: 'true',
        Encrypted: 'true',
        CreationToken: 'R-7KQ4M-restore-1',
        PerformanceMode: 'generalPurpose',
        ItemsToRestore: '["/a","/b"]',
      },
    ],
    [
      'into the original file system',
      metadataOf('efs', {}, {}, { mode: 'overwrite' }),
      {
        'file-system-id': 'fs-0123456789abcdef0',
        newFileSystem: 'false',
        Encrypted: 'true',
        PerformanceMode: 'generalPurpose',
      },
    ],
    [
      'objects over the original bucket, at a point in time',
      metadataOf('s3', { items: 'reports/' }, {}, { mode: 'overwrite', pointInTime: '2026-11-19T10:00:00.000Z' }),
      {
        DestinationBucketName: 'shop-assets',
        NewBucket: 'false',
        CreationToken: 'R-7KQ4M-restore-1',
        Encrypted: 'true',
        EncryptionType: 'original',
        ItemsToRestore: '["reports/"]',
        RestoreTime: '2026-11-19T10:00:00.000Z',
      },
    ],
    [
      'a DB instance',
      metadataOf(
        'rds-instance',
        { name: 'orders-2', instanceClass: 'db.t4g.medium' },
        { DBInstanceIdentifier: 'orders', AvailabilityZone: 'eu-central-1a', Engine: 'postgres' },
      ),
      { Engine: 'postgres', DBInstanceIdentifier: 'orders-2', DBInstanceClass: 'db.t4g.medium' },
    ],
    [
      'a Windows file system keeps its nested configuration',
      metadataOf(
        'fsx-windows',
        { subnets: 'subnet-0a\nsubnet-0b', throughput: '64' },
        { WindowsConfiguration: '{"DeploymentType":"MULTI_AZ_1","ThroughputCapacity":32}' },
      ),
      {
        SubnetIds: '["subnet-0a","subnet-0b"]',
        WindowsConfiguration: '{"DeploymentType":"MULTI_AZ_1","ThroughputCapacity":64,"PreferredSubnetId":"subnet-0a"}',
      },
    ],
    [
      'an ONTAP volume, whatever the capitals of the backup',
      metadataOf(
        'fsx-ontap',
        { name: 'vol2', svm: 'svm-0123456789abcdef0', size: '2048', junction: '/vol2' },
        { ontapConfiguration: '{"JunctionPath":"/vol1","SizeInMegabytes":1024,"TieringPolicy":{"Name":"AUTO"}}' },
      ),
      {
        Name: 'vol2',
        OntapConfiguration:
          '{"TieringPolicy":{"Name":"AUTO"},"storageVirtualMachineId":"svm-0123456789abcdef0","sizeInMegabytes":2048,"junctionPath":"/vol2"}',
      },
    ],
    [
      'a SAP HANA database over the backed-up one',
      metadataOf('sap-hana', {}, { 'aws:backup:request-id': '1' }, { mode: 'overwrite' }),
      {
        'aws:backup:request-id': '1',
        'aws:backup:TargetDatabaseArn': 'arn:aws:ssm-sap:eu-central-1:111122223333:HANA/erp/DB/HDB',
        RecoveryType: 'FULL_DATA_BACKUP_RECOVERY',
      },
    ],
    [
      'a Redshift cluster',
      metadataOf('redshift', { name: 'sales-2' }, { restoreType: 'TABLE_RESTORE' }),
      { RestoreType: 'CLUSTER_RESTORE', ClusterIdentifier: 'sales-2' },
    ],
    [
      'a Multi-AZ cluster, whose instances come with it',
      metadataOf('rds-multi-az-cluster', { name: 'orders-2', instanceClass: 'db.r6gd.large' }),
      { DBClusterIdentifier: 'orders-2', DBClusterInstanceClass: 'db.r6gd.large' },
    ],
    [
      'a DSQL cluster',
      metadataOf('aurora-dsql', {}),
      { regionalConfig: '[{"region":"eu-central-1","isDeletionProtectionEnabled":true}]' },
    ],
  ])('%s', (_, metadata, expected) => expect(metadata).toEqual(expected))

  it('warns of what is overwritten and of metadata that AWS does not document', () => {
    const over = requestOf('s3', { target: { ...draftOf('s3').target, mode: 'overwrite' } })
    expect(runbook(over, house).cautions).toEqual([
      'Nothing is overwritten: objects that the bucket has are skipped, and deleted ones come back.',
    ])
    expect(runbook(requestOf('sap-hana'), house).cautions.join()).toMatch(/get-recovery-point-restore-metadata/)
    expect(runbook(requestOf('ebs'), house).cautions).toEqual([])
  })

  it('restores objects in another Region under a key that exists there', () => {
    const elsewhere = requestOf('s3', { target: { ...draftOf('s3').target, region: 'eu-west-1' } })
    const job = startRestoreJob(moved(elsewhere, 'approve', 'copy', 'copied'), house)
    expect(job?.input.Metadata.EncryptionType).toBe('SSE-S3')
  })

  it.each([
    ['sap-hana', {}, /Stop the target database/],
    ['eks', {}, /nestedRestoreJobs/],
    ['fsx-openzfs', {}, /Multi-AZ/],
    ['redshift-serverless', {}, /redshift-serverless:RestoreFromSnapshot/],
    ['cloudformation', {}, /REVIEW_IN_PROGRESS/],
    ['ec2', { account: '333344445555' }, /BlockDeviceMappings/],
  ])('%s: says first what must be seen to', (kind, where, says) => {
    const request = requestOf(kind, { target: { ...draftOf(kind).target, ...where } })
    expect(runbook(request, house).cautions.join(' ')).toMatch(says)
  })

  it('offers the share of an air-gapped vault beside the copy', () => {
    const airGapped = { ...house, central: { ...house.central, airGappedVault: 'central-backup-vault' } }
    expect(runbook(requestOf(), airGapped).cautions.join(' ')).toMatch(/AWS RAM/)
    expect(runbook(requestOf(), house).cautions.join(' ')).not.toMatch(/AWS RAM/)
  })

  it.each([
    ['aurora', { Engine: 'aurora-postgresql' }, ['rds', 'aurora-postgresql']],
    ['documentdb', {}, ['docdb', 'docdb']],
    ['neptune', {}, ['neptune', 'neptune']],
  ])('%s: adds the first instance', (kind, metadata, [service, engine]) => {
    const target = { ...draftOf(kind).target, parameters: { name: 'orders-2', instanceClass: 'db.r6g.large' } }
    const request = requestOf(kind, { point: { ...localPoint, metadata }, target })
    const call = runShell(asScript(runbook(request, house))).find(it => it[1] === 'create-db-instance')
    expect(call?.[0]).toBe(service)
    expect(argument(call, '--engine')).toBe(engine)
    expect(argument(call, '--db-cluster-identifier')).toBe('orders-2')
    expect(argument(call, '--db-instance-identifier')).toBe('orders-2-1')
    expect(argument(call, '--db-instance-class')).toBe('db.r6g.large')
  })

  it('describes the cluster that the objects went into', () => {
    const into = requestOf('eks', { point: localPoint, target: { ...draftOf('eks').target, mode: 'overwrite' } })
    const call = runShell(asScript(runbook(into, house))).find(it => it[1] === 'describe-cluster')
    expect(argument(call, '--name')).toBe('shop')
  })

  it('keeps the copy where the restore failed', () => {
    const script = asScript(runbook(requestOf(), house))
    expect(runShell(script, 'FAILED').map(it => it[1])).not.toContain('delete-recovery-point')
  })

  it('does not copy a second time', () => {
    const titles = runbook(moved(requestOf(), 'approve', 'copy', 'copied'), house).steps.map(it => it.title)
    expect(titles[0]).toBe('Look at the recovery point')
  })
})
