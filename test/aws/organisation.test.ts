import { afterEach, describe, expect, it } from 'vitest'
import { gather } from '../../src/aws/gather.ts'
import { judge } from '../../src/core/judge.ts'
import { placeOf } from '../../src/playground/world.ts'
import { told } from './calls.ts'
import { central, house, member, outsider, region, started, volumeResource } from './world.ts'

const signal = new AbortController().signal
const management = '555566667777'
let running: Awaited<ReturnType<typeof started>>[] = []
const start = async (...options: Parameters<typeof started>) => {
  const play = await started(...options)
  running.push(play)
  return play
}
afterEach(async () => {
  await Promise.all(running.map(it => it.server.close()))
  running = []
})
const asked = { to: 'central', signal } as const
const verdict = async (play: Awaited<ReturnType<typeof start>>, at = house) => {
  const reading = await gather(play.aws, at, volumeResource(1), asked)
  return judge(reading, { house: at, to: 'central', checkedAt: '2026-01-15T09:00:00Z' })
}
const outcomes = async (play: Awaited<ReturnType<typeof start>>, at = house) => {
  const { findings } = await verdict(play, at)
  const of = (rule: string) => findings.find(it => it.rule === rule)?.outcome
  return {
    organisation: of('account-in-organisation'),
    central: of('central-account-in-organisation'),
    backupRole: of('backup-role-exists'),
    copyRole: of('copy-role-exists'),
    crossAccount: of('cross-account-backup-on'),
  }
}
const well = { organisation: 'ok', central: 'ok', backupRole: 'ok', copyRole: 'ok', crossAccount: 'ok' }

describe('the conditions of the organisation', () => {
  it('are read in each account with one call, and kept', async () => {
    const play = await start()
    expect(await outcomes(play)).toEqual(well)
    const calls = told(play.calls).filter(it => /iam:|organizations:/.test(it))
    expect(calls).toEqual(
      [
        `${member} iam:GetRole`,
        `${central} iam:GetRole`,
        `${member} organizations:DescribeOrganization`,
        `${central} organizations:DescribeOrganization`,
      ].sort(),
    )
    play.calls.length = 0
    await outcomes(play)
    expect(told(play.calls).filter(it => /iam:|organizations:/.test(it))).toEqual([])
  })

  it('an account of another organisation', async () => {
    const play = await start()
    play.server.world.organisation.id = 'o-strangers'
    expect(await outcomes(play)).toEqual({ ...well, organisation: 'blocked', central: 'blocked' })
  })

  it('an account of none', async () => {
    const play = await start()
    Object.assign(play.server.world.accounts[member] ?? {}, { outside: true })
    expect((await outcomes(play)).organisation).toBe('blocked')
  })

  it('an account that must not be asked: nobody knows, whatever organisation.json says', async () => {
    const play = await start()
    play.server.world.accounts[member]?.denied.push('organizations:*', 'iam:*')
    expect(await outcomes(play)).toEqual({ ...well, organisation: 'unknown', backupRole: 'unknown' })
  })

  it('a backup role under a path is meant only with its path', async () => {
    const play = await start()
    const role = play.server.world.accounts[member]?.roles.find(it => it.RoleName === house.member.backupRole)
    Object.assign(role ?? {}, { Path: '/service-role/' })
    expect((await outcomes(play)).backupRole).toBe('unknown')
    const at = { ...house, member: { ...house.member, backupRole: `service-role/${house.member.backupRole}` } }
    expect((await outcomes(play, at)).backupRole).toBe('ok')
  })

  it.each([
    [member, { backupRole: 'blocked' }],
    [central, { copyRole: 'advice' }],
  ])('roles that are missing in %s', async (account, expected) => {
    const play = await start()
    const its = play.server.world.accounts[account]
    its?.roles.splice(1)
    expect(await outcomes(play)).toEqual({ ...well, ...expected })
  })
})

describe('a central vault in another Region', () => {
  const ireland = 'eu-west-1'
  const away = { ...house, central: { ...house.central, regions: { [region]: ireland } } }
  const asked = { house: away, to: 'central', checkedAt: '2026-01-15T09:00:00Z' } as const
  const arnIn = (at: string) => `arn:aws:backup:${at}:${central}:backup-vault:central-backup-vault`
  const keyIn = (at: string) => house.central.key.replace(region, at)
  /** The vault, its policy and the replica of its key, moved there. */
  const withVault = async (keyState = 'Enabled') => {
    const play = await start()
    const { world } = play.server
    const [from, to] = [placeOf(world, central, region), placeOf(world, central, ireland)]
    const vault = from.backup.BackupVaults.find(it => it.BackupVaultName === 'central-backup-vault')
    const replica = structuredClone(from.kms.Keys.find(it => it.KeyMetadata.Arn === house.central.key))
    if (!vault || !replica) throw new Error('The world has no central vault.')
    to.backup.BackupVaults = [{ ...vault, BackupVaultArn: arnIn(ireland), EncryptionKeyArn: keyIn(ireland) }]
    to.backup.AccessPolicies = from.backup.AccessPolicies
    Object.assign(replica.KeyMetadata, { Arn: keyIn(ireland), KeyState: keyState })
    to.kms.Keys = [replica]
    from.backup.BackupVaults = []
    return play
  }
  const judged = async (play: Awaited<ReturnType<typeof start>>) => {
    const { findings } = judge(await gather(play.aws, away, volumeResource(1), { to: 'central', signal }), asked)
    return (rule: string) => findings.find(it => it.rule === rule)
  }

  it('is read and judged there, vault, policy and key', async () => {
    const play = await withVault()
    const of = await judged(play)
    expect(of('central-vault-exists')).toMatchObject({ outcome: 'ok', because: expect.stringContaining(ireland) })
    expect(of('central-vault-has-customer-key')?.because).toContain(keyIn(ireland))
    expect(of('copy-in-one-action')).toMatchObject({
      outcome: 'ok',
      because: expect.stringContaining(`from ${region} to another account and to ${ireland} in one action`),
    })
    const inCentral = play.calls.filter(it => it.account === central && /^(backup|kms)$/.test(it.service))
    expect(new Set(inCentral.map(it => it.region))).toEqual(new Set([ireland]))
  })

  it('counts by its own replica of the key', async () => {
    const of = await judged(await withVault('Disabled'))
    expect(of('central-vault-key-enabled')).toMatchObject({
      outcome: 'blocked',
      because: expect.stringContaining(keyIn(ireland)),
    })
  })

  it('is missed there where it is not', async () => {
    const of = await judged(await start())
    expect(of('central-vault-exists')).toMatchObject({
      outcome: 'blocked',
      because: expect.stringContaining(`in ${ireland}, where the copies of ${region} go`),
    })
  })
})

describe('the management account', () => {
  const managed = { ...house, management: { account: management } }
  const withIt = async (optIn: Record<string, boolean>, backupAdministrators: string[] = [central]) => {
    const play = await start({ permissions: () => 'all' })
    const { world } = play.server
    const trusts = { trusts: ['444455556666'], externalId: 'shared-word', Path: '/' }
    Object.assign(world.accounts, {
      [management]: {
        name: 'management',
        roles: [{ RoleName: 'backup-bot-read', ...trusts }],
        denied: [],
        regions: {},
      },
    })
    placeOf(world, management, region).backup.RegionSettings = { ResourceTypeOptInPreference: optIn }
    world.organisation.backupAdministrators = backupAdministrators
    return play
  }
  it.each([
    [true, 'ok'],
    [false, 'blocked'],
  ])('opts in: %s', async (on, expected) => {
    const { findings, unchecked } = await verdict(await withIt({ EBS: on }), managed)
    expect(findings.find(it => it.rule === 'management-opted-in')?.outcome).toBe(expected)
    expect(findings.find(it => it.rule === 'type-opted-in')).toBeUndefined()
    expect(unchecked.join(' ')).not.toContain('management account')
  })

  it.each([
    ['names who administers backups', [central], 'ok'],
    ['names nobody', [], 'advice'],
  ])('%s', async (_, administrators, expected) => {
    const { findings } = await verdict(await withIt({ EBS: true }, administrators), managed)
    expect(findings.find(it => it.rule === 'delegated-administrator')?.outcome).toBe(expected)
  })

  it('must not be asked: its opt-in is open, who administers stops nothing', async () => {
    const { findings, verdict: answer } = await verdict(await start(), managed)
    expect(findings.find(it => it.rule === 'management-opted-in')?.outcome).toBe('unknown')
    expect(findings.find(it => it.rule === 'delegated-administrator')).toBeUndefined()
    expect(answer).not.toBe('yes')
  })

  it('is not looked at where it is not named', async () => {
    const play = await start()
    const { unchecked } = await verdict(play)
    expect(unchecked.join(' ')).toContain('Opt-in of the management account')
    expect(play.calls.some(it => it.account === management || it.account === outsider)).toBe(false)
  })
})
