import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadOrganisation } from '../../src/organisation.ts'
import { loadWorld, placeOf, readWorld } from '../../src/playground/world.ts'
import { failing, frankfurt, placeIn, shop, the } from './aws/started.ts'

const asOf = new Date('2026-11-20T09:00:00Z')
const minimal = (place: object, more: object = {}) => ({
  organisation: { id: 'o-exampleorg1', crossAccountBackup: true },
  bot: { account: '444455556666' },
  central: { account: '692653576357' },
  accounts: { [shop]: { name: 'shop-prod', regions: { [frankfurt]: place } } },
  ...more,
})

describe("the playground's own world", () => {
  it('is the organisation of organisation.json', async () => {
    const [world, house] = [await loadWorld(), loadOrganisation('organisation.json')]
    expect(world.organisation.id).toBe(house.organisationId)
    expect(world.central.account).toBe(house.central.account)
    for (const { id, name } of house.accounts) expect(world.accounts[id]).toMatchObject({ name })
    for (const region of house.regions) {
      const vaults = placeIn(world, house.central.account, region).backup.BackupVaults
      expect(vaults.map(vault => vault.BackupVaultName)).toContain(house.central.vault)
      expect(vaults.map(vault => vault.EncryptionKeyArn)).toContain(house.central.key.replace(frankfurt, region))
      for (const { id } of house.accounts) {
        const local = placeIn(world, id, region).backup.BackupVaults
        expect(local.map(vault => vault.BackupVaultName)).toEqual([house.member.vault])
      }
    }
    for (const { id } of house.accounts) {
      const roles = the(world.accounts[id]).roles.map(role => role.RoleName)
      expect(roles).toEqual([house.readRole, house.member.backupRole, 'AWSServiceRoleForBackup'])
    }
  })

  it('has 40 resources and more, of every service, in every account, with every verdict', async () => {
    const { examples } = await loadWorld()
    expect(examples.length).toBeGreaterThanOrEqual(40)
    expect(new Set(examples.map(each => each.arn)).size).toBe(examples.length)
    const parts = examples.map(each => each.arn.split(':'))
    expect([...new Set(parts.map(part => part[2]))].sort()).toEqual([
      'backup-gateway',
      'cloudformation',
      'dsql',
      'dynamodb',
      'ec2',
      'eks',
      'elasticfilesystem',
      'fsx',
      'rds',
      'redshift',
      'redshift-serverless',
      's3',
      'ssm-sap',
      'storagegateway',
      'timestream',
    ])
    expect(new Set(examples.map(each => each.expect))).toEqual(new Set(['yes', 'no', 'unsure', 'by choice']))
  })

  it('has every resource that its examples name, in the place that the ARN says', async () => {
    const { examples, accounts } = await loadWorld()
    for (const { arn } of examples) {
      const [, , , region = '', account = '', ...rest] = arn.split(':')
      const name = the(rest.join(':').split(/[/:]/).pop())
      const places = account ? [placeOf({ accounts } as never, account, region)] : Object.values(accounts)
      expect(JSON.stringify(places), arn).toContain(`${arn.includes(':stack/') ? arn : name}"`)
    }
  })

  it("has ids of AWS's own forms", async () => {
    const { accounts } = await loadWorld()
    const places = Object.values(accounts).flatMap(account => Object.values(account.regions))
    const ids = <T>(pick: (place: (typeof places)[number]) => readonly T[]) => places.flatMap(pick).map(String)
    for (const id of ids(place => place.ec2.Volumes.map(each => each.VolumeId)))
      expect(id).toMatch(/^vol-[0-9a-f]{17}$/)
    for (const id of ids(place => place.ec2.Instances.map(each => each.InstanceId)))
      expect(id).toMatch(/^i-[0-9a-f]{17}$/)
    for (const id of ids(place => place.efs.FileSystems.map(each => each.FileSystemId)))
      expect(id).toMatch(/^fs-[0-9a-f]{17}$/)
    for (const id of ids(place => place.fsx.Volumes.map(each => each.VolumeId)))
      expect(id).toMatch(/^fsvol-[0-9a-f]{17}$/)
    for (const id of ids(place => place.kms.Keys.map(each => each.KeyMetadata.KeyId)))
      expect(id).toMatch(/^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})$/)
    for (const id of ids(place => place.backup.CopyJobs.map(each => each.CopyJobId)))
      expect(id).toMatch(/^[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}$/)
  })

  it('has copy jobs of both ends, whose recovery points are where they say', async () => {
    const world = await loadWorld()
    const jobs = Object.values(world.accounts).flatMap(account =>
      Object.values(account.regions).flatMap(place => place.backup.CopyJobs),
    )
    expect(new Set(jobs.map(job => job.State))).toEqual(new Set(['COMPLETED', 'FAILED']))
    const points = Object.values(placeIn(world, world.central.account).backup.RecoveryPoints)
    const copied = jobs.filter(job => job.State === 'COMPLETED' && job.DestinationBackupVaultArn?.includes(frankfurt))
    for (const job of copied)
      expect(points.map(point => point.RecoveryPointArn)).toContain(job.DestinationRecoveryPointArn)
    for (const job of jobs.filter(each => each.State === 'FAILED')) expect(job.StatusMessage).toBeTruthy()
  })
})

describe('a world', () => {
  it('moves its dates with the clock, and nothing else', async () => {
    const later = new Date('2027-03-01T10:30:00.250Z')
    const [then, now] = [await loadWorld(undefined, asOf), await loadWorld(undefined, later)]
    const created = (world: typeof then) => Date.parse(String(placeIn(world, shop).backup.CopyJobs[0]?.CreationDate))
    expect(created(now) - created(then)).toBe(Date.parse('2027-03-01T10:30:00Z') - asOf.getTime())
    const still = (world: typeof then) => JSON.stringify(world).replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"|cron\(\d+ \d+/g, '')
    // Daily schedules go with the dates, by the time of day.
    const times = (world: typeof then) => [...new Set(JSON.stringify(world).match(/cron\(\d+ \d+/g))]
    expect([times(then), times(now)]).toEqual([['cron(0 1'], ['cron(30 2']])
    expect(still(now)).toBe(still(then))
  })

  it('is plain JSON', async () => {
    const world = await loadWorld(undefined, asOf)
    expect(readWorld(JSON.parse(JSON.stringify(world)), asOf)).toEqual(world)
  })

  it('is read from a file', async () => {
    const file = join(tmpdir(), `world-${process.pid}.json`)
    await writeFile(file, JSON.stringify(minimal({})))
    expect((await loadWorld(file)).accounts[shop]).toMatchObject({ name: 'shop-prod', roles: [], denied: [] })
  })

  it.each([
    [
      'a member that AWS does not have',
      minimal({ ec2: { Volumes: [{ VolumeId: 'vol-1', Colour: 'blue' }] } }),
      /accounts\.111122223333\.regions\.eu-central-1\.ec2\.Volumes\.0: .*Volume has no member Colour/,
    ],
    ['text for a number', minimal({ ec2: { Volumes: [{ Size: '100' }] } }), /\.Size: string does not fit/],
    ['a wrong date', minimal({ ec2: { Volumes: [{ CreateTime: 'yesterday' }] } }), /\.CreateTime: string does not fit/],
    [
      'a record for a list',
      minimal({ rds: { DBInstances: [{ TagList: { Key: 'a' } }] } }),
      /\.TagList: a list is expected/,
    ],
    ['a service that is not here', minimal({ lambda: {} }), /lambda/],
    ['an account id of 11 digits', minimal({}, { accounts: { '11112222333': { name: 'x' } } }), /12 digits/],
    ['no organisation', minimal({}, { organisation: undefined }), /organisation/],
  ])('is refused for %s, with the path', (_what, json, message) => {
    expect(() => readWorld(json)).toThrow(message)
  })

  it('names every mistake at once', async () => {
    const json = minimal({ ec2: { Volumes: [{ Colour: 'blue' }, { Size: 'big' }] } })
    const { message } = await failing(Promise.resolve().then(() => readWorld(json)))
    expect(message.split('\n')).toHaveLength(3)
  })
})
