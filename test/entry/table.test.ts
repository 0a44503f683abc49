import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { onlyAws } from '../../src/aws/foreign.ts'
import { openTable } from '../../src/entry/table.ts'
import { createRequests } from '../../src/store/requests.ts'
import { createTable, tableStatus } from '../../src/store/table.ts'

let close = () => {}
afterEach(() => {
  vi.unstubAllEnvs()
  close()
})

const answering = async (status: number, start: string, end = true) => {
  const server = createServer((_, response) => {
    response.writeHead(status).write(start)
    if (end) response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIABOT')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret')
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  close = () => {
    server.closeAllConnections()
    server.close()
  }
}

describe('behind something that is not DynamoDB', () => {
  it.each([
    [200, ''],
    [200, '{}'],
    [200, '<html>'],
    [302, ''],
    [404, ''],
  ])('that answers %i %s there is no empty list', async (status, body) => {
    await answering(status, body)
    const { open } = createRequests(openTable('there'))
    await expect(open()).rejects.toThrow('an answer that is not AWS’s')
  })

  it('that never comes to an end nothing is waited for without one', async () => {
    await answering(200, '{', false)
    const store = createTable('there')
    onlyAws(store.client, { wait: 20 })
    await expect(tableStatus(store)).rejects.toThrow('did not end in time')
  })
})

it('an item that is not there is no mistake', async () => {
  await answering(200, '{}')
  const { byJob } = createRequests(openTable('there'))
  expect(await byJob('none')).toBeNull()
})
