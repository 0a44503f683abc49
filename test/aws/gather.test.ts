import { afterEach, describe, expect, it, vi } from 'vitest'
import { gather } from '../../src/aws/gather.ts'
import { createAws } from '../../src/aws/sessions.ts'
import { WorldFault } from '../../src/aws/trouble.ts'
import type { Reading } from '../../src/core/verdict.ts'
import { told } from './calls.ts'
import { startGate } from './gate.ts'
import {
  bot,
  bucket,
  central,
  foreignKey,
  house,
  keyArn,
  member,
  other,
  outsider,
  region,
  resource,
  started,
  volumeResource,
} from './world.ts'

const signal = new AbortController().signal
let running: Awaited<ReturnType<typeof started>>[] = []
const start = async (...options: Parameters<typeof started>) => {
  const play = await started(...options)
  running.push(play)
  return play
}
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.map(it => it.server.close()))
  running = []
})

const central_ = { to: 'central', signal } as const
const why = (reading: Reading) =>
  Object.fromEntries(Object.entries(reading.facts).map(([name, fact]) => [name, fact.known ? 'known' : fact.why]))

describe('rounds of dependent calls', () => {
  const instance = resource('ec2', 'ec2', 'instance/i-0a1b2c3d4e5f60001')
  const lustre = resource('fsx', 'fsx', 'file-system/fs-0a1b2c3d4e5f60002')
  const oracle = resource('rds-instance', 'rds', 'db:ledger')
  it.each([
    ['a volume', volumeResource(1), 3, 2],
    ['an instance', instance, 4, 3],
    ['a bucket', bucket('shop-invoices'), 3, 2],
    ['a bucket without its Region', bucket('shop-invoices', ''), 4, 3],
    ['a file system with a second call', lustre, 3, 2],
    ['a DB instance with options', oracle, 3, 2],
  ])('%s', async (_, it_, cold, warm) => {
    const { aws, server } = await start()
    const gate = await startGate(server.url)
    process.env.AWS_ENDPOINT_URL = gate.url
    const asked = { ...central_, history: true }
    await gather(aws, house, it_, asked)
    expect(gate.rounds()).toBe(cold)
    await gather(aws, house, it_, asked)
    expect(gate.rounds()).toBe(warm)
    gate.close()
  })
})

it.each([
  ['without its Region', ''],
  ['whose Region was typed wrong', 'eu-west-1'],
])('a bucket %s is looked for once', async (_, at) => {
  const { aws, calls } = await start()
  const reading = await gather(aws, house, bucket('shop-invoices', at), central_)
  expect(reading.resource.region).toBe(region)
  expect(calls.filter(it => it.operation === 'HeadBucket' && it.status === 200)).toHaveLength(1)
})

describe('what is kept', () => {
  it('a second check asks only for what is the resource’s own', async () => {
    const { aws, calls } = await start()
    await gather(aws, house, volumeResource(1), central_)
    calls.length = 0
    await gather(aws, house, volumeResource(1), central_)
    expect(told(calls)).toEqual(
      [
        `${member} ec2:DescribeVolumes`,
        `${member} kms:DescribeKey`,
        `${member} kms:GetKeyPolicy`,
        `${member} kms:ListGrants`,
        `${central} kms:DescribeKey`,
      ].sort(),
    )
  })

  it('for a minute', async () => {
    let time = Date.now()
    const { aws, calls } = await start({}, { now: () => time })
    await gather(aws, house, volumeResource(2), central_)
    calls.length = 0
    time += 61_000
    await gather(aws, house, volumeResource(2), central_)
    expect(told(calls)).toContain(`${central} backup:DescribeBackupVault`)
    expect(told(calls)).not.toContain(`${bot} sts:AssumeRole`)
  })

  it('one role for every Region and caller', async () => {
    const { aws, calls } = await start()
    await Promise.all([
      gather(aws, house, volumeResource(1), central_),
      gather(aws, house, bucket('shop-west', 'eu-west-1'), central_),
    ])
    expect(calls.filter(it => it.operation === 'AssumeRole')).toHaveLength(2)
  })

  it('until five minutes before the role’s session ends', async () => {
    let time = Date.now()
    const { aws, calls } = await start({}, { now: () => time })
    await aws.session(member, region)
    time += 54 * 60_000
    await aws.session(member, region)
    expect(calls).toHaveLength(1)
    time += 2 * 60_000
    await aws.session(member, region)
    expect(calls).toHaveLength(2)
  })

  it('but not a failure', async () => {
    const { aws, server } = await start()
    server.world.accounts[central]?.denied.push('backup:DescribeBackupVault')
    expect(why(await gather(aws, house, volumeResource(2), central_))).toMatchObject({ centralVault: 'denied' })
    server.world.accounts[central]?.denied.pop()
    expect(why(await gather(aws, house, volumeResource(2), central_))).toMatchObject({ centralVault: 'known' })
  })
})

describe('who is asked', () => {
  it('the resource in its own account, the central vault in the central one, by the read role', async () => {
    const { aws, calls } = await start()
    await gather(aws, house, volumeResource(1), { ...central_, history: true })
    expect(new Set(calls.map(it => `${it.account} ${it.role} ${it.region}`))).toEqual(
      new Set([`${bot} null ${region}`, `${member} backup-bot-read ${region}`, `${central} backup-bot-read ${region}`]),
    )
    expect(calls.filter(it => it.status >= 400)).toEqual([])
  })

  describe('with readRole null, the credentials that are there', () => {
    const alone = { ...house, readRole: null }

    it('in the account that they are of', async () => {
      const { aws, calls } = await start({}, {}, alone)
      process.env.AWS_ACCESS_KEY_ID = member
      const reading = await gather(aws, alone, volumeResource(2), central_)
      expect(reading.facts.state).toMatchObject({ known: true, value: 'in-use' })
      expect(new Set(calls.map(it => `${it.account} ${it.role}`))).toEqual(new Set([`${member} null`]))
    })

    it('and in no other: what is there would be taken for what was asked about', async () => {
      const { aws } = await start({}, {}, alone)
      process.env.AWS_ACCESS_KEY_ID = member
      const elsewhere = await gather(aws, alone, { ...volumeResource(2), account: '333344445555' }, central_)
      expect(Object.values(elsewhere.facts).filter(it => it.known)).toEqual([])
      expect(elsewhere.facts.state).toMatchObject({
        known: false,
        detail: expect.stringContaining(`The credentials are of account ${member}`),
      })
      const { centralVault } = (await gather(aws, alone, volumeResource(2), central_)).facts
      expect(centralVault).toMatchObject({ known: false, detail: expect.stringContaining(central) })
    })
  })
})

describe('facts beside the resource', () => {
  it('are all known in a world where all is well', async () => {
    const { aws } = await start()
    const reading = await gather(aws, house, volumeResource(1), { ...central_, history: true })
    expect(Object.values(why(reading)).filter(it => it !== 'known')).toEqual([])
    expect(reading.facts).toMatchObject({
      optIn: { value: { EBS: true } },
      management: { value: { DynamoDB: true } },
      crossAccountBackup: { value: true },
      centralVault: { value: { name: 'central-backup-vault', type: 'BACKUP_VAULT', locked: false } },
      centralVaultKey: { value: { arn: house.central.key, manager: 'CUSTOMER', account: central } },
      centralVaultPolicy: { value: expect.stringContaining('2012-10-17') },
      memberVault: { value: { name: 'local-backup-vault' } },
      localPoint: {
        value: {
          arn: expect.stringContaining('60001'),
          deleteAt: expect.any(String),
          encrypted: true,
          plan: 'plan',
          schedule: { cron: 'cron(0 5 ? * * *)', timeZone: 'Europe/Berlin' },
        },
      },
      centralPoint: { value: null },
      lastCopy: {
        value: {
          id: 'new',
          state: 'FAILED',
          message: 'Copy job failed.',
          source: expect.stringContaining('60001'),
          schedule: { cron: 'cron(0 5 ? * * *)', timeZone: 'UTC' },
        },
      },
    })
  })

  it('the central point is the newest of the central vault, whole, by one call', async () => {
    const { aws, calls, server } = await start()
    const kept = server.world.accounts[central]?.regions[region]?.backup.RecoveryPoints ?? []
    const point = (n: number, day: string, vault: string = house.central.vault) => ({
      RecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-0${n}`,
      BackupVaultName: vault,
      BackupVaultArn: `arn:aws:backup:${region}:${central}:backup-vault:${vault}`,
      ResourceArn: volumeResource(1).arn,
      ResourceType: 'EBS',
      Status: 'COMPLETED' as const,
      CreationDate: day,
      IsEncrypted: true,
      EncryptionKeyArn: house.central.key,
      CalculatedLifecycle: { DeleteAt: '2027-01-20T00:00:00Z' },
    })
    const local = server.world.accounts[member]?.regions[region]?.backup.RecoveryPoints ?? []
    // A snapshot that somebody took: AWS lists it among the points, in no vault.
    local.push({
      RecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-0manual`,
      ResourceArn: volumeResource(1).arn,
      Status: 'COMPLETED',
      CreationDate: '2027-01-01T00:00:00Z',
    })
    kept.push(
      point(1, '2026-11-18T05:00:00Z'),
      point(2, '2026-11-19T05:00:00Z'),
      point(3, '2026-11-20T05:00:00Z', 'without-policy'),
    )
    const { facts } = await gather(aws, house, volumeResource(1), { ...central_, history: true })
    expect(facts.centralPoint).toMatchObject({
      value: {
        arn: expect.stringContaining('snap-02'),
        vault: house.central.vault,
        encrypted: true,
        key: house.central.key,
        deleteAt: '2027-01-20T00:00:00.000Z',
      },
      evidence: expect.arrayContaining([
        expect.objectContaining({ call: 'backup:ListRecoveryPointsByBackupVault', field: 'RecoveryPointArn' }),
      ]),
    })
    expect(facts.localPoint).toMatchObject({ value: { arn: expect.stringContaining('60001') } })
    expect(told(calls).filter(it => it.startsWith(central) && it.includes('RecoveryPoint'))).toEqual([
      `${central} backup:ListRecoveryPointsByBackupVault`,
    ])
  })

  it('have evidence, each with a call, a field and at most 200 characters', async () => {
    const { aws } = await start()
    const { facts } = await gather(aws, house, volumeResource(1), { ...central_, history: true })
    for (const [name, fact] of Object.entries(facts)) {
      const evidence = fact.known ? fact.evidence : []
      expect(evidence.length, name).toBeGreaterThan(0)
      for (const { call, field, value } of evidence) {
        expect(call, name).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/)
        expect(field, name).not.toBe('')
        expect(value.length, name).toBeLessThanOrEqual(200)
      }
    }
  })

  it('the key of the local vault counts for what AWS Backup manages fully', async () => {
    const { aws, server, calls } = await start()
    const local = server.world.accounts[member]?.regions[region]?.backup.BackupVaults[0] ?? {}
    const keyOf = async () => (await gather(aws, house, bucket('shop-invoices'), central_)).facts.memberVaultKey
    expect(await keyOf()).toMatchObject({ known: true, value: { arn: local.EncryptionKeyArn, state: 'Enabled' } })
    expect((await gather(aws, house, volumeResource(2), central_)).facts).not.toHaveProperty('memberVaultKey')

    const key = server.world.accounts[member]?.regions[region]?.kms.Keys.find(
      it => it.KeyMetadata.Arn === local.EncryptionKeyArn,
    )
    Object.assign(key?.KeyMetadata ?? {}, { KeyState: 'Updating' })
    const changing = (await gather(createAws(house), house, bucket('shop-invoices'), central_)).facts.memberVaultKey
    expect(changing).toMatchObject({ known: true, value: { state: 'Enabled' } })
    expect(JSON.stringify(changing)).toContain('Updating')

    local.EncryptionKeyArn = house.central.key
    const again = createAws(house)
    calls.length = 0
    const shared = (await gather(again, house, bucket('shop-invoices'), central_)).facts
    expect(shared.memberVaultKey).toMatchObject({ known: true, value: { account: central } })
    expect(told(calls).filter(it => it === `${central} kms:DescribeKey`)).toHaveLength(1)

    local.EncryptionKeyType = 'AWS_OWNED_KMS_KEY'
    const owned = (await gather(createAws(house), house, bucket('shop-invoices'), central_)).facts
    expect(owned.memberVaultKey).toMatchObject({ known: true, value: null })
  })

  it('a vault without a policy: known to have none', async () => {
    const { aws } = await start()
    const plain = { ...house, central: { ...house.central, vault: 'without-policy' } }
    const { facts } = await gather(aws, plain, volumeResource(2), central_)
    expect(facts.centralVaultPolicy).toMatchObject({ known: true, value: null })
  })

  it.each([
    ['a vault that does not exist', 'nowhere', 'not found'],
    ['no air-gapped vault in the organisation', null, 'not found'],
  ])('%s: neither vault, policy nor key', async (_, airGappedVault, reason) => {
    const { aws } = await start()
    const at = { ...house, central: { ...house.central, airGappedVault } }
    const reading = await gather(aws, at, volumeResource(2), { to: 'air-gapped', signal })
    expect(why(reading)).toMatchObject({
      centralVault: reason,
      centralVaultPolicy: reason,
      centralVaultKey: reason,
      memberVault: 'known',
    })
  })
})

describe('a logically air-gapped vault', () => {
  const at = { ...house, central: { ...house.central, airGappedVault: house.central.vault } }
  it('under a key of its own: what the key allows is read, once a minute', async () => {
    const { aws, calls } = await start()
    const away = () => gather(aws, at, volumeResource(2), { to: 'air-gapped', signal })
    expect(why(await away())).toMatchObject({ centralVaultKeyPolicy: 'known' })
    await away()
    expect(told(calls).filter(it => it === `${central} kms:GetKeyPolicy`)).toHaveLength(1)
  })

  it('under AWS’s own key: there is no key to read', async () => {
    const { aws, server } = await start()
    for (const it of server.world.accounts[central]?.regions[region]?.backup.BackupVaults ?? [])
      it.EncryptionKeyType = 'AWS_OWNED_KMS_KEY'
    const { facts } = await gather(aws, at, volumeResource(2), { to: 'air-gapped', signal })
    expect(facts.centralVault).toMatchObject({ value: { key: null } })
    expect(facts).not.toHaveProperty('centralVaultKeyPolicy')
  })
})

describe('the key of the central vault', () => {
  const theVault = (play: Awaited<ReturnType<typeof start>>) =>
    play.server.world.accounts[central]?.regions[region]?.backup.BackupVaults.find(
      it => it.BackupVaultName === house.central.vault,
    ) ?? {}

  it('is asked whom it lets in, once a minute', async () => {
    const { aws, calls } = await start()
    expect(why(await gather(aws, house, volumeResource(2), central_))).toMatchObject({ centralVaultKeyPolicy: 'known' })
    await gather(aws, house, volumeResource(2), central_)
    expect(told(calls).filter(it => it === `${central} kms:GetKeyPolicy`)).toHaveLength(1)
  })

  it('of another account of the organisation is asked there', async () => {
    const play = await start()
    Object.assign(theVault(play), { EncryptionKeyArn: foreignKey })
    expect(why(await gather(play.aws, house, volumeResource(2), central_))).toMatchObject({
      centralVaultKeyPolicy: 'known',
    })
    expect(told(play.calls)).toContain(`${other} kms:GetKeyPolicy`)
  })

  it('is not known where the vault names none', async () => {
    const play = await start()
    Object.assign(theVault(play), { EncryptionKeyType: 'AWS_OWNED_KMS_KEY' })
    const { facts } = await gather(play.aws, house, volumeResource(2), central_)
    expect(facts.centralVaultKeyPolicy).toEqual(facts.centralVaultKey)
  })
})

describe('keys', () => {
  it.each([{ KeySpec: undefined }, { KeyUsage: undefined }, { KeyManager: 'SOMEBODY' }])(
    'a key of which AWS says %j: unknown',
    async said => {
      const { aws, server } = await start()
      for (const it of server.world.accounts[member]?.regions[region]?.kms.Keys ?? [])
        Object.assign(it.KeyMetadata, said)
      const { keys } = await gather(aws, house, volumeResource(1), central_)
      expect(keys.map(it => it.facts.key)).toMatchObject([{ known: false, why: 'aws error' }])
    },
  )

  const keyOf = async (n: number) => {
    const play = await start()
    const reading = await gather(play.aws, house, volumeResource(n), central_)
    return { key: reading.keys[0], play }
  }

  it('a customer managed key with its policy and grants', async () => {
    const { key } = await keyOf(1)
    expect(key).toMatchObject({
      id: keyArn,
      of: ['vol-0a1b2c3d4e5f60001'],
      facts: {
        key: { value: { arn: keyArn, manager: 'CUSTOMER', state: 'Enabled', account: member } },
        keyPolicy: { value: expect.stringContaining('kms:*') },
        keyGrants: { value: [{ id: 'g-1', operations: ['Decrypt'], constrained: false }] },
      },
    })
  })

  it('an AWS managed key: neither policy nor grants', async () => {
    const { key } = await keyOf(3)
    expect(Object.keys(key?.facts ?? {})).toEqual(['key'])
    expect(key?.facts.key).toMatchObject({ value: { manager: 'AWS' } })
  })

  it('a key of another account of ours: its policy is read there', async () => {
    const { key, play } = await keyOf(4)
    expect(key).toMatchObject({
      id: foreignKey,
      facts: { key: { value: { account: other } }, keyPolicy: { known: true }, keyGrants: { known: true } },
    })
    expect(told(play.calls)).toEqual(
      expect.arrayContaining([`${member} kms:DescribeKey`, `${other} kms:GetKeyPolicy`, `${other} kms:ListGrants`]),
    )
  })

  it('a key of an account that is not ours: its policy is unknown', async () => {
    const { key } = await keyOf(5)
    expect(key?.facts).toMatchObject({
      key: { known: true, value: { account: outsider } },
      keyPolicy: { known: false, why: 'no reader' },
      keyGrants: { known: false, why: 'no reader' },
    })
  })

  it('an alias: the policy is asked of the key behind it', async () => {
    const { aws } = await start()
    const reading = await gather(aws, house, resource('rds-instance', 'rds', 'db:aliased'), central_)
    expect(reading.keys).toMatchObject([
      { id: 'alias/shop', facts: { key: { value: { arn: keyArn } }, keyPolicy: { known: true } } },
    ])
  })

  it('an alias of AWS: known by its name, and never described, which would create the key', async () => {
    const { aws, calls } = await start()
    const reading = await gather(aws, house, resource('rds-instance', 'rds', 'db:default'), central_)
    expect(reading.keys).toMatchObject([
      { id: 'alias/aws/rds', facts: { key: { known: true, value: { manager: 'AWS' } } } },
    ])
    expect(told(calls).filter(it => it.startsWith(`${member} kms:`))).toEqual([])
  })

  it.each([
    ['kms:DescribeKey', { key: 'denied', keyPolicy: 'known' }],
    ['kms:GetKeyPolicy', { key: 'known', keyPolicy: 'denied', keyGrants: 'known' }],
    ['kms:ListGrants', { key: 'known', keyPolicy: 'known', keyGrants: 'denied' }],
  ])('denied %s', async (action, expected) => {
    const { aws, server } = await start()
    server.world.accounts[member]?.denied.push(action)
    const { keys } = await gather(aws, house, volumeResource(1), central_)
    expect(why({ facts: keys[0]?.facts ?? {} } as Reading)).toMatchObject(expected)
  })
})

describe('when AWS says no', () => {
  const memberFacts = ['tags', 'state', 'encryption', 'optIn', 'management', 'crossAccountBackup', 'memberVault']
  const centralFacts = ['centralVault', 'centralVaultPolicy', 'centralVaultKey']
  const all = (names: readonly string[], value: string) => Object.fromEntries(names.map(name => [name, value]))

  it.each([
    ['the role of the member account', member, { ...all(memberFacts, 'denied'), ...all(centralFacts, 'known') }],
    ['the role of the central account', central, { ...all(memberFacts, 'known'), ...all(centralFacts, 'denied') }],
  ])('%s cannot be assumed', async (_, account, expected) => {
    const { aws, server } = await start()
    const owner = server.world.accounts[account]
    if (owner) owner.roles = []
    const reading = await gather(aws, house, volumeResource(1), central_)
    expect(why(reading)).toMatchObject(expected)
    const fact = reading.facts[account === member ? 'tags' : 'centralVault']
    expect(fact).toMatchObject({
      detail: expect.stringContaining(`backup-bot-read could not be assumed in account ${account}`),
    })
  })

  it('with the wrong external id', async () => {
    const strangers = { ...house, externalId: 'another-word' }
    const { aws } = await start({}, {}, strangers)
    expect(why(await gather(aws, strangers, volumeResource(1), central_))).toMatchObject({
      tags: 'denied',
      centralVault: 'denied',
    })
  })

  it.each([
    ['ec2:DescribeVolumes', member, { tags: 'denied', state: 'denied', encryption: 'denied', optIn: 'known' }],
    ['backup:DescribeRegionSettings', member, { optIn: 'denied', management: 'denied', tags: 'known' }],
    ['backup:DescribeGlobalSettings', member, { crossAccountBackup: 'denied', tags: 'known' }],
    ['backup:GetBackupVaultAccessPolicy', central, { centralVaultPolicy: 'denied', centralVault: 'known' }],
    ['kms:DescribeKey', central, { centralVaultKey: 'denied', centralVault: 'known' }],
  ])('denied %s in %s', async (action, account, expected) => {
    const { aws, server } = await start()
    server.world.accounts[account]?.denied.push(action)
    expect(why(await gather(aws, house, volumeResource(1), central_))).toMatchObject(expected)
  })

  it('nothing of that name', async () => {
    const { aws } = await start()
    const reading = await gather(aws, house, volumeResource(9), central_)
    expect(why(reading)).toMatchObject({
      ...all(['tags', 'state', 'encryption', 'placement'], 'not found'),
      optIn: 'known',
    })
    expect(reading.keys).toEqual([])
  })

  it('a bucket that does not exist says nothing of the vaults', async () => {
    const { aws } = await start()
    const reading = await gather(aws, house, bucket('nowhere', ''), central_)
    expect(why(reading)).toMatchObject(all([...memberFacts.filter(it => it !== 'state'), ...centralFacts], 'aws error'))
    expect(reading.notes).toEqual([])
    expect(reading.missing).toMatchObject({ why: 'not found', detail: expect.stringContaining('s3:HeadBucket') })
  })

  it('a bucket whose Region was only typed: the typed one proves nothing', async () => {
    const { aws, server } = await start()
    server.world.accounts[member]?.denied.push('s3:ListBucket')
    const reading = await gather(aws, house, bucket('shop-invoices'), central_)
    expect(reading.resource.region).toBe('')
    expect(reading.notes.join()).toContain('s3:HeadBucket')
    expect(why(reading)).toMatchObject({ tags: 'known', versioning: 'known' })
  })

  it('a bucket of another account', async () => {
    const { aws } = await start()
    const reading = await gather(aws, house, bucket('data-prod-bucket'), central_)
    expect(why(reading)).toMatchObject({ tags: 'denied', versioning: 'denied', encryption: 'denied' })
  })

  it('throttled once: tried again', async () => {
    const { aws, server } = await start()
    server.faults.throttle('ec2', 1)
    expect(why(await gather(aws, house, volumeResource(1), central_))).toMatchObject({ state: 'known' })
  })

  it('throttled for good: unknown', async () => {
    const { aws, server } = await start({}, { maxAttempts: 2 })
    server.faults.throttle('ec2', 100)
    const { facts } = await gather(aws, house, volumeResource(1), central_)
    expect(facts.state).toMatchObject({ known: false, why: 'aws error', detail: expect.stringContaining('throttled') })
    expect(facts.optIn).toMatchObject({ known: true })
  })

  it('no answer in time: the check ends with what it has', async () => {
    const { aws, server } = await start()
    server.faults.delay('ec2', 60_000, 5)
    const { facts } = await gather(aws, house, volumeResource(1), { ...central_, deadline: 3_000 })
    expect(facts.state).toMatchObject({
      known: false,
      why: 'aws error',
      detail: expect.stringContaining('did not answer in time'),
    })
    expect(facts.optIn).toMatchObject({ known: true })
  })

  it.each(['sts', 'kms'])('no answer from %s in time', async service => {
    const { aws, server } = await start()
    server.faults.delay(service, 60_000, 9)
    const { facts, keys } = await gather(aws, house, volumeResource(4), { ...central_, deadline: 2_000 })
    expect(service === 'sts' ? facts.tags : keys[0]?.facts.key).toMatchObject({
      known: false,
      detail: expect.stringContaining('did not answer in time'),
    })
  })

  it('stopped by the one who asked', async () => {
    const { aws } = await start()
    const reading = await gather(aws, house, volumeResource(1), { to: 'central', signal: AbortSignal.abort() })
    expect(Object.values(reading.facts).filter(fact => fact.known)).toEqual([])
  })
})

describe('the world is at fault', () => {
  it('nothing listens where AWS should be', async () => {
    const { aws, server } = await start({}, { maxAttempts: 1 })
    await server.close()
    await expect(gather(aws, house, volumeResource(1), central_)).rejects.toThrow(WorldFault)
  })

  it('but not where it is only the Region that cannot be reached, and the policy does not run there', async () => {
    const { aws, server } = await start({}, { maxAttempts: 1 })
    await Promise.all([aws.session(member, region), aws.session(central, region)])
    await server.close()
    const nowhere = { ...volumeResource(1), region: 'eu-centrall-1' }
    const reading = await gather(aws, house, nowhere, central_)
    expect(Object.values(reading.facts).filter(fact => fact.known)).toEqual([])
    await expect(gather(aws, house, volumeResource(1), central_)).rejects.toThrow(WorldFault)
  })

  it('nor with ambient credentials', async () => {
    const alone = { ...house, readRole: null }
    const { aws, server } = await start({}, { maxAttempts: 1 }, alone)
    await server.close()
    await expect(gather(aws, alone, volumeResource(1), central_)).rejects.toThrow(/could not reach AWS/)
  })

  it('nor for a bucket whose Region is not known', async () => {
    const alone = { ...house, readRole: null }
    const { aws, server } = await start({}, { maxAttempts: 1 }, alone)
    await server.close()
    await expect(gather(aws, alone, bucket('shop-invoices', ''), central_)).rejects.toThrow(WorldFault)
  })

  it.each(['backup-bot-read', null])('there are no credentials (read role %s)', async readRole => {
    const { aws } = await start({}, {}, { ...house, readRole })
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined)
    for (const name of ['HOME', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) vi.stubEnv(name, '/nonexistent')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    await expect(gather(aws, { ...house, readRole }, volumeResource(1), central_)).rejects.toThrow(
      /there are no valid AWS credentials/,
    )
  })
})
