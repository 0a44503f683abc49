import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { commandOf } from '../../commands/index.ts'
import type { House } from '../../src/core/house.ts'
import { parseIntent } from '../../src/core/intent.ts'
import type { Plan } from '../../src/core/key-policy/plan.ts'
import { runbook } from '../../src/core/runbook.ts'
import { isMistake } from '../../src/core/trouble.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { placeOf } from '../../src/playground/world.ts'
import { copyFailed, copyJob, member, house as near, region, until, volume, volumeKey } from './notices-stage.ts'
import { anna, carl, dora, type RequestsStage, startRequests, table } from './requests-stage.ts'

/** The copies of Frankfurt go to the central vault in Ireland; in Frankfurt the central account has none. */
const ireland = 'eu-west-1'
const house: House = { ...near, central: { ...near.central, regions: { [region]: ireland } } }
const central = house.central.account
const vault = `arn:aws:backup:${ireland}:${central}:backup-vault:${house.central.vault}`
const both = [`ec2.${region}.amazonaws.com`, `ec2.${ireland}.amazonaws.com`]

let stage: RequestsStage
const place = (account: string, at = region) => placeOf(stage.world, account, at)
beforeAll(async () => {
  stage = await startRequests({ house, keeps: [copyJob] })
  const [from, to] = [place(central).backup, place(central, ireland).backup]
  const moved = <T>(it: T): T =>
    JSON.parse(JSON.stringify(it).replaceAll(`:${region}:${central}:`, `:${ireland}:${central}:`))
  to.RecoveryPoints.push(...moved(from.RecoveryPoints))
  Object.assign(to.RestoreMetadata, moved(from.RestoreMetadata))
  Object.assign(from, { BackupVaults: [], RecoveryPoints: [], RestoreMetadata: {}, AccessPolicies: {} })
  for (const job of place(member).backup.CopyJobs) job.DestinationBackupVaultArn = vault
  stage.forwardEvents()
})
afterAll(() => stage.close())

const run = async (words: string) => {
  const intent = parseIntent(words)
  if (isMistake(intent)) throw new Error(intent.mistake)
  const reply = await commandOf(intent.verb).run(intent, stage.deps, AbortSignal.timeout(10_000))
  return { ...reply, shown: asText(reply.blocks) }
}
const check = async () => (await run(`check ${volume}`)).json as Verdict
const plan = async () => (await run(`policy ${volume}`)).json as Plan
const key = () => {
  const found = place(member).kms.Keys.find(it => it.KeyMetadata.Arn === volumeKey)
  if (!found || typeof found.Policy === 'string') throw new Error('no key')
  return { ...found, found, statements: found.Policy.Statement as object[] }
}
const share = (Condition?: object) => {
  const { found, statements } = key()
  const Principal = { AWS: `arn:aws:iam::${central}:root` }
  const Action = ['kms:CreateGrant', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKeyWithoutPlaintext']
  const describe = { Effect: 'Allow', Principal, Action: 'kms:DescribeKey', Resource: '*' }
  const use = { Sid: 'Use', Effect: 'Allow', Principal, Action, Resource: '*', ...(Condition ? { Condition } : {}) }
  found.Policy = { Version: '2012-10-17', Statement: [...statements, describe, use] }
  return () => {
    found.Policy = { Version: '2012-10-17', Statement: statements }
  }
}
const fails = (more: object = {}) => copyFailed({ destinationBackupVaultArn: vault, ...more })

describe('the questions', () => {
  it('check: the vault, its key and its policy are those there, and the way is one action', async () => {
    const { verdict, findings } = await check()
    expect(verdict).toBe('no')
    expect(findings.filter(it => it.outcome === 'blocked').map(it => it.rule)).toEqual(['key-shared-with-central'])
    expect(findings.find(it => it.rule === 'copy-in-one-action')?.because).toContain(`to ${ireland} in one action`)
    const asked = stage.aws.calls.filter(it => it.account === central && it.operation === 'DescribeBackupVault')
    expect(new Set(asked.map(it => it.region))).toEqual(new Set([ireland]))
  })

  it('explain: the cause is confirmed against the vault there, and the deadline is of the recovery point here', async () => {
    const { json, shown } = await run(`explain ${copyJob} --account ${member} --region ${region}`)
    expect(json).toMatchObject({
      failure: { account: member, region },
      causes: [{ id: 'KMS_EBS_KEY_NOT_ACCESSIBLE', sure: 'confirmed' }],
      deadline: expect.any(String),
    })
    expect(JSON.stringify(json)).not.toContain('has no vault')
    expect(shown).toContain('Can be re-run until')
  })

  it('explain: a copy that went to another vault than the settings name is judged by that one', async () => {
    const { CopyJobs } = place(member).backup
    const [job] = CopyJobs
    const CopyJobId = '0000000A-7D1A-4E8E-9C55-3B2A19F0D7E4'
    CopyJobs.push({ ...job, CopyJobId, DestinationBackupVaultArn: vault.replace(ireland, region) })
    const { json } = await run(`explain ${CopyJobId} --account ${member} --region ${region}`)
    CopyJobs.pop()
    const { findings } = json as Pick<Verdict, 'findings'>
    expect(findings.find(it => it.rule === 'central-vault-exists')).toMatchObject({
      outcome: 'blocked',
      because: expect.stringContaining(`has no vault ${house.central.vault} in ${region}`),
    })
  })

  it('policy: statements that hold for both Regions, in every format, with the proof', async () => {
    const it = await plan()
    expect(it).toMatchObject({ need: 'statements', key: { region } })
    const calls = it.proof.after.filter(call => call.action !== 'kms:DescribeKey')
    expect(calls.map(call => [call.allowed, call.via])).toEqual(calls.map(() => [true, both.join(' or ')]))
    expect(it.proof.outsiders.filter(call => call.gains)).toEqual([])
    expect(it.cautions[0]).toContain(`The copy goes to ${ireland}`)
    for (const format of ['statements', 'terraform', 'cdk', 'cloudformation', 'cli']) {
      const { text = '' } = await run(`policy ${volume} --format ${format}`)
      expect(text, format).toContain('ec2.*.amazonaws.com')
      expect(text, format).toContain('kms:GrantIsForAWSResource')
    }
  })

  it.each([
    ['of the key alone', [both[0]], 'unsure', 'unknown'],
    ['of the vault alone', [both[1]], 'unsure', 'unknown'],
    ['of both', both, 'yes', 'nothing'],
  ])('a key that is open by way of EC2 in the Region %s', async (_, services, verdict, need) => {
    const restore = share({ StringEquals: { 'kms:ViaService': services } })
    const [judged, planned] = [await check(), await plan()]
    restore()
    expect([judged.verdict, planned.need, planned.statements]).toEqual([verdict, need, []])
    if (verdict === 'unsure') {
      expect(JSON.stringify(judged.findings)).toContain(`this call carries ${both.join(' or ')}`)
      expect(planned.because).toContain('AWS does not say which')
    }
  })
})

describe('a failure', () => {
  const root = () => until(() => stage.roots('C0SHOP')[0])
  const idOf = (it: unknown) => /G-[0-9A-Z]{10}-\d+/.exec(JSON.stringify(it))?.[0] ?? ''

  it('is told with the job’s page where it ran, and is not run again while the key refuses', async () => {
    await stage.send(fails())
    const { ts, blocks } = await root()
    const drawn = JSON.stringify(blocks)
    expect(drawn).toContain(`https://${region}.console.aws.amazon.com/backup/home?region=${region}#/jobs/copy/details`)
    expect(drawn).toContain('Can be re-run until')
    const { messages } = await stage.pressIn(anna, ts, `retry ${idOf(blocks)}`)
    expect(JSON.stringify(messages)).toContain('It would fail again')
  })

  it('is run again into the vault there, and has landed there', async () => {
    const restore = share()
    const { ts, blocks } = await root()
    await stage.pressIn(anna, ts, `retry ${idOf(blocks)}`)
    await until(() => JSON.stringify(stage.roots('C0SHOP')[0]?.blocks).includes('and has landed since'))
    restore()
    const started = place(member).backup.CopyJobs.find(it => it.State === 'COMPLETED')
    expect(started?.DestinationBackupVaultArn).toBe(vault)
    expect(stage.aws.calls.find(it => it.operation === 'StartCopyJob')).toMatchObject({ account: member, region })
    expect(place(central, ireland).backup.RecoveryPoints.at(-1)).toMatchObject({
      ResourceArn: volume,
      BackupVaultArn: vault,
    })
  })

  it('of a copy that was never started names the vault there, and waits for the key as well', async () => {
    const hours = (n: number) => new Date(Date.now() - n * 3_600_000).toISOString()
    const point = place(member).backup.RecoveryPoints.find(it => it.ResourceArn === volume)
    const RecoveryPointArn = `arn:aws:ec2:${region}::snapshot/snap-00000000000000001`
    if (!point) throw new Error('no recovery point')
    place(member).backup.RecoveryPoints.push({ ...point, RecoveryPointArn })
    place(member).backup.BackupJobs.push({
      AccountId: member,
      BackupJobId: '0000000C-7D1A-4E8E-9C55-3B2A19F0D7E4',
      BackupVaultName: house.member.vault,
      BackupVaultArn: `arn:aws:backup:${region}:${member}:backup-vault:${house.member.vault}`,
      RecoveryPointArn,
      ResourceArn: volume,
      ResourceType: 'EBS',
      IamRoleArn: `arn:aws:iam::${member}:role/${house.member.backupRole}`,
      State: 'COMPLETED',
      MessageCategory: 'SUCCESS',
      CreationDate: hours(6),
      CompletionDate: hours(5),
      CreatedBy: { BackupPlanArn: `arn:aws:backup:${region}:${member}:backup-plan:orgs/x` },
    })
    expect(await stage.office.sweep()).toMatchObject({ neverCopied: 1 })
    const { ts, blocks } = await until(() =>
      stage.roots('C0SHOP').find(it => JSON.stringify(it.blocks).includes('was ever started')),
    )
    const id = idOf(blocks)
    expect((await stage.office.notices.open(id)).map(it => it.vault)).toEqual([vault])
    const { messages } = await stage.pressIn(anna, ts, `retry ${id}`)
    expect(JSON.stringify(messages)).toContain('It would fail again')
    share()
    await stage.pressIn(anna, ts, `retry ${id}`)
    const copied = () => place(member).backup.CopyJobs.find(it => it.SourceRecoveryPointArn === RecoveryPointArn)
    expect((await until(copied)).DestinationBackupVaultArn).toBe(vault)
  })
})

describe('a restore', () => {
  it('lists what the vault there keeps, is copied back from there and restored here', async () => {
    const { json, shown } = await run(`restore ${table}`)
    const points = (json as { points: { account: string; region: string; arn: string }[] }).points
    const kept = points.filter(it => it.account === central)
    expect(kept.length).toBeGreaterThan(0)
    expect(new Set(kept.map(it => it.region))).toEqual(new Set([ireland]))
    expect(shown).toContain(`(central, ${ireland}: copied back first)`)

    const [newest] = kept
    const id = await stage.filed({ point: `${central} ${ireland} ${newest?.arn}` })
    const card = JSON.stringify((await stage.cardOf(id)).blocks)
    expect(card).toContain(ireland)
    const request = await stage.office.requests.get(id)
    if (!request) throw new Error('no request')
    expect(request.preflight.filter(it => it.outcome !== 'ok')).toEqual([])
    expect(request.preflight.find(it => it.rule === 'copy-offered')?.because).toContain('account and Region')
    const { copy, restore, steps } = runbook(request, house)
    expect(copy).toMatchObject({ account: central, region: ireland })
    expect(copy?.input.DestinationBackupVaultArn).toBe(
      `arn:aws:backup:${region}:${member}:backup-vault:${house.member.vault}`,
    )
    expect(restore).toBeNull()
    expect(steps.map(it => [it.account, it.region]).slice(0, 3)).toEqual([
      [central, ireland],
      [central, ireland],
      [member, region],
    ])

    await stage.press(carl, id, `requests approve ${id}`)
    await stage.press(carl, id, `requests copy ${id}`)
    for (;;) {
      if ((await stage.office.requests.get(id))?.legs.copy.done) break
      await new Promise(done => setTimeout(done, 20))
    }
    await stage.press(dora, id, `requests restore ${id}`)
    await stage.settled(id, 'restored')
    const started = (operation: string) =>
      stage.aws.calls.filter(it => it.operation === operation).map(it => [it.account, it.region])
    expect(started('StartCopyJob').at(-1)).toEqual([central, ireland])
    expect(started('StartRestoreJob')).toEqual([[member, region]])
    await stage.slack.interact.homeOpened(anna)
    await stage.idle()
    expect(JSON.stringify(stage.slack.views.homes()[anna]?.blocks)).toContain(id)
  })

  it('says where it looked', async () => {
    const { shown } = await run(`restore arn:aws:dynamodb:${region}:${member}:table/never-was`)
    expect(shown).toContain(`of account ${member}, ${region}, or in the central vault, ${ireland}`)
  })

  it('had no trouble on the way', () => expect(stage.events.filter(it => 'error' in it)).toEqual([]))
})
