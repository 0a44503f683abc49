import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { gather } from '../../src/aws/gather.ts'
import { createAws } from '../../src/aws/sessions.ts'
import { WorldFault } from '../../src/aws/trouble.ts'
import type { Facts } from '../../src/core/fact.ts'
import { house, region, resource, started, volumeResource } from './world.ts'

type Answer = (outgoing: http.ServerResponse) => void

let closing: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(closing.map(close => close()))
  closing = []
})

/** Stands before the embedded AWS and answers in its place whatever `isAsked` is true of. */
const start = async (answer: Answer, isAsked: (request: string) => boolean, readRole: string | null) => {
  const { server } = await started()
  const between = http.createServer(async (incoming, outgoing) => {
    const { method, headers, url } = incoming
    const body = await buffer(incoming)
    if (isAsked([method, url, headers['x-amz-target'], body].join(' '))) return answer(outgoing)
    http
      .request(`${server.url}${url}`, { method, headers }, it => {
        outgoing.writeHead(it.statusCode ?? 500, it.headers)
        it.pipe(outgoing)
      })
      .end(body)
  })
  await new Promise<void>(resolve => between.listen(0, '127.0.0.1', resolve))
  closing.push(server.close, () => {
    between.closeAllConnections()
    between.close()
  })
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(between.address() as AddressInfo).port}`
  const at = { ...house, readRole }
  const aws = createAws(at, { maxAttempts: 1 })
  return (it = volumeResource(1)) =>
    gather(aws, at, it, { to: 'central', signal: new AbortController().signal, history: true })
}

const plain =
  (status: number, body = '', headers = {}): Answer =>
  outgoing =>
    void outgoing.writeHead(status, headers).end(body)

const page = '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>'
const endless: Answer = outgoing => {
  const more = () => {
    while (outgoing.write(Buffer.alloc(1 << 20, 'a')));
  }
  outgoing.writeHead(200).on('drain', more)
  more()
}

const answers: [string, Answer, string][] = [
  ['a web page', plain(200, page), 'a web page (HTTP 200)'],
  ['a web page that says 404', plain(404, page), 'a web page (HTTP 404)'],
  ['a web page that says 403', plain(403, page), 'a web page (HTTP 403)'],
  ['a web page that says 500', plain(500, page), 'a web page (HTTP 500)'],
  ['nothing', plain(200), 'nothing (HTTP 200)'],
  ['a 404 with nothing in it', plain(404), 'an error without a name (HTTP 404)'],
  ['a gateway’s 403', plain(403, '{"message":"Missing Authentication Token"}'), 'an error without a name (HTTP 403)'],
  ['a way to elsewhere', plain(302, '', { location: 'http://127.0.0.1:1/' }), 'an error without a name (HTTP 302)'],
  ['JSON without a member', plain(200, '{}'), '{} (HTTP 200)'],
  ['JSON’s null', plain(200, 'null'), 'null (HTTP 200)'],
  ['half of JSON', plain(200, '{"a":'), 'something that cannot be read (HTTP 200)'],
  ['a body without an end', endless, 'more than 8 MB (HTTP 200)'],
]

const struck: [string, keyof Facts, string][] = [
  ['/recovery-points', 'localPoint', 'backup:ListRecoveryPointsByBackupVault'],
  ['/recovery-points', 'centralPoint', 'backup:ListRecoveryPointsByBackupVault'],
  ['/copy-jobs', 'lastCopy', 'backup:ListCopyJobs'],
  ['/account-settings', 'optIn', 'backup:DescribeRegionSettings'],
  ['/access-policy', 'centralVaultPolicy', 'backup:GetBackupVaultAccessPolicy'],
  ['/backup-vaults/central-backup-vault ', 'centralVault', 'backup:DescribeBackupVault'],
  ['DescribeOrganization', 'memberOrganisation', 'organizations:DescribeOrganization'],
  ['Action=GetRole', 'backupRole', 'iam:GetRole'],
  ['Action=DescribeVolumes', 'tags', 'ec2:DescribeVolumes'],
]

describe.each(answers)('%s', (_, answer, what) => {
  it.each([
    ['from STS', house.readRole],
    ['from everything', null],
  ])('%s is the world’s fault', async (_from, readRole) => {
    const ask = await start(answer, () => true, readRole)
    const fault = await ask().catch(error => error)
    expect(fault).toBeInstanceOf(WorldFault)
    expect(fault.message).toContain(`got an answer that is not AWS’s: ${what}. See where AWS_ENDPOINT_URL`)
  })

  it('makes only those facts unknown for which it came, and names their calls', async () => {
    const ask = await start(answer, it => struck.some(([words]) => it.includes(words)), house.readRole)
    const { facts } = await ask()
    for (const [, fact, call] of struck)
      expect(facts[fact], fact).toMatchObject({
        known: false,
        why: 'aws error',
        detail: expect.stringMatching(new RegExp(`^${call} in account \\d{12}, ${region} got an answer`)),
      })
    expect(facts).toMatchObject({ memberVault: { known: true }, crossAccountBackup: { known: true } })
  })
})

describe('an answer without the member that it is about: never that there is nothing', () => {
  const named = '{"BackupVaultName":"central-backup-vault"}'
  const role =
    '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role/></GetRoleResult></GetRoleResponse>'
  it.each<[string, string, keyof Facts, string]>([
    ['DescribeOrganization', '{"Organization":{}}', 'memberOrganisation', 'Organization.Id'],
    ['Action=GetRole', role, 'backupRole', 'Role'],
    ['/access-policy', named, 'centralVaultPolicy', 'Policy'],
    ['/backup-vaults/central-backup-vault ', named, 'centralVault', 'BackupVaultArn'],
    ['/global-settings', '{"LastUpdateTime":1}', 'crossAccountBackup', 'GlobalSettings.isCrossAccountBackupEnabled'],
    ['/account-settings', '{"other":1}', 'optIn', 'ResourceTypeOptInPreference'],
  ])('%s answers %s', async (words, body, fact, member) => {
    const ask = await start(plain(200, body), it => it.includes(words), house.readRole)
    const { facts } = await ask()
    expect(facts[fact]).toMatchObject({ known: false, why: 'aws error', detail: expect.stringContaining(member) })
    expect(facts).toMatchObject({ memberVault: { known: true }, state: { known: true } })
  })
})

it('Timestream is called where AWS_ENDPOINT_URL says, whatever place it is told of', async () => {
  const elsewhere = plain(200, '{"Endpoints":[{"Address":"ingest.timestream.invalid","CachePeriodInMinutes":1440}]}')
  const ask = await start(elsewhere, it => it.includes('.DescribeEndpoints'), house.readRole)
  const { facts } = await ask(resource('timestream', 'timestream', 'database/metrics/table/cpu'))
  expect(facts).toMatchObject({ tags: { known: true }, state: { known: true }, encryption: { known: true } })
})
