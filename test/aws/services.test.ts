import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BackupGatewayClient, GetVirtualMachineCommand } from '../../src/aws/services/backup-gateway.ts'
import { GetDatabaseCommand, SsmSapClient } from '../../src/aws/services/ssm-sap.ts'

const settings = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIABOT', secretAccessKey: 'not-a-secret' },
  maxAttempts: 2,
}
const vm = 'arn:aws:backup-gateway:eu-central-1:111122223333:vm/vm-0123456789ABCDEF0'
const database = 'arn:aws:ssm-sap:eu-central-1:111122223333:HANA/erp/DB/HDB'

type Seen = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: string }
let server: Server
const seen: Seen[] = []
let answers: { status: number; body: object }[] = []
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { method, url, headers } = request
    seen.push({ method, url, headers, body })
    const answer = answers.shift() ?? { status: 200, body: {} }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env.AWS_ENDPOINT_URL_BACKUP_GATEWAY = url
  process.env.AWS_ENDPOINT_URL_SSM_SAP = url
})
afterAll(() => server.close())
afterEach(() => {
  seen.length = 0
  answers = []
})

describe('a service without a package of the SDK', () => {
  it('Backup gateway is asked in awsJson1_0', async () => {
    answers = [
      { status: 200, body: { VirtualMachine: { Name: 'till', HypervisorId: 'hype-1', LastBackupDate: 1.5e9 } } },
    ]
    const answer = await new BackupGatewayClient(settings).send(new GetVirtualMachineCommand({ ResourceArn: vm }))
    expect(answer.VirtualMachine).toEqual({
      Name: 'till',
      HypervisorId: 'hype-1',
      LastBackupDate: new Date('2017-07-14T02:40:00Z'),
    })
    expect(seen).toMatchObject([{ method: 'POST', url: '/', body: JSON.stringify({ ResourceArn: vm }) }])
    expect(seen[0]?.headers).toMatchObject({
      'x-amz-target': 'BackupOnPremises_v20210101.GetVirtualMachine',
      'content-type': 'application/x-amz-json-1.0',
      authorization: expect.stringContaining('/eu-central-1/backup-gateway/aws4_request'),
    })
  })

  it('Systems Manager for SAP is asked in restJson1', async () => {
    answers = [{ status: 200, body: { Database: { Status: 'RUNNING' }, Tags: { backup: 'enabled' } } }]
    const answer = await new SsmSapClient(settings).send(new GetDatabaseCommand({ DatabaseArn: database }))
    expect(answer).toMatchObject({ Database: { Status: 'RUNNING' }, Tags: { backup: 'enabled' } })
    expect(seen).toMatchObject([
      { method: 'POST', url: '/get-database', body: JSON.stringify({ DatabaseArn: database }) },
    ])
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: expect.stringContaining('/eu-central-1/ssm-sap/aws4_request'),
    })
  })

  it('is asked again where it throttles, and its errors keep their names', async () => {
    const throttled = { status: 400, body: { __type: 'ThrottlingException', Message: 'Slow down', ErrorCode: 'x' } }
    answers = [throttled, { status: 400, body: { __type: 'ResourceNotFoundException', Message: 'Gone' } }]
    const asked = new BackupGatewayClient(settings).send(new GetVirtualMachineCommand({ ResourceArn: vm }))
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Gone' })
    expect(seen).toHaveLength(2)
  })

  it.each([
    [
      'eu-central-1',
      'https://backup-gateway.eu-central-1.amazonaws.com/',
      'https://ssm-sap.eu-central-1.amazonaws.com/',
    ],
    [
      'cn-north-1',
      'https://backup-gateway.cn-north-1.amazonaws.com.cn/',
      'https://ssm-sap.cn-north-1.amazonaws.com.cn/',
    ],
  ])('has its own endpoint in %s', (Region, gateway, sap) => {
    const at = [BackupGatewayClient, SsmSapClient].map(Client =>
      new Client(settings).config.endpointProvider({ Region }),
    )
    expect(at.map(it => it.url.href)).toEqual([gateway, sap])
  })
})
