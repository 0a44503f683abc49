import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendQuickly } from '../../src/aws/quick-send.ts'
import { startAws } from '../../src/playground/aws/server.ts'
import { loadWorld } from '../../src/playground/world.ts'

let aws: Awaited<ReturnType<typeof startAws>>
let sqs: SQSClient
let queueUrl = ''
const own = { AWS_ACCESS_KEY_ID: 'AKIABOT', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-central-1' }
beforeAll(async () => {
  aws = await startAws({ world: await loadWorld(), permissions: () => 'all' })
  const credentials = { accessKeyId: own.AWS_ACCESS_KEY_ID, secretAccessKey: own.AWS_SECRET_ACCESS_KEY }
  sqs = new SQSClient({ endpoint: aws.url, region: own.AWS_REGION, credentials })
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'work' }))).QueueUrl ?? ''
})
afterAll(async () => {
  sqs.destroy()
  await aws.close()
})

/** What a server is asked that answers with this status, or never. */
const asking = async (status: number | null, env: Record<string, string> = own) => {
  const seen: { headers: Record<string, unknown>; body: string }[] = []
  const server = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += String(chunk)
    seen.push({ headers: req.headers, body })
    if (status !== null) res.writeHead(status).end('{}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/123456789012/work`
  const sent = await sendQuickly({ ...env }, url, { n: 'ä' }, 200)
  server.closeAllConnections()
  server.close()
  return { sent, seen, url }
}

describe('one quick request', () => {
  it('puts the message on the queue', async () => {
    expect(await sendQuickly({ ...own, AWS_ENDPOINT_URL: aws.url }, queueUrl, { n: 1, text: 'ä' }, 2000)).toBe(true)
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }))
    expect(Messages.map(it => JSON.parse(it.Body ?? ''))).toEqual([{ n: 1, text: 'ä' }])
  })
  it('is signed for SQS in the Region of the queue, with the session’s token', async () => {
    const { sent, seen, url } = await asking(200, { ...own, AWS_SESSION_TOKEN: 'token' })
    expect(sent).toBe(true)
    expect(seen[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIABOT\/\d{8}\/eu-central-1\/sqs\/aws4_request, /,
      ),
      'x-amz-security-token': 'token',
      'x-amz-target': 'AmazonSQS.SendMessage',
    })
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ QueueUrl: url, MessageBody: '{"n":"ä"}' })
  })
  it.each<[string, number | null, Record<string, string>]>([
    ['AWS refuses', 403, own],
    ['AWS fails', 500, own],
    ['nobody answers', null, own],
    ['there are no credentials in the environment', 200, { AWS_REGION: 'eu-central-1' }],
    ['no Region is known', 200, { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B' }],
  ])('says that the SDK must try where %s', async (_, status, env) => {
    expect((await asking(status, env)).sent).toBe(false)
  })
  it('and where there is no queue at all', async () => {
    expect(await sendQuickly(own, '', {}, 200)).toBe(false)
    expect(await sendQuickly(own, 'http://127.0.0.1:1/work', {}, 200)).toBe(false)
  })
})
