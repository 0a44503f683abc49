import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedAws } from '../../src/playground/start.ts'
import { type Answer, type Built, built, type LambdaFunction, startFunction } from './functions.ts'
import { command, gatewayEvent, secret } from './slack-event.ts'

let functions: Built
let aws: Awaited<ReturnType<typeof startEmbeddedAws>>
let sqs: SQSClient
let queueUrl: string
let slack: LambdaFunction
const env = () => ({
  AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL,
  AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY,
  AWS_REGION: process.env.AWS_REGION,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  QUEUE_URL: queueUrl,
})
const secrets = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_SIGNING_SECRET: secret }

beforeAll(async () => {
  functions = await built()
  aws = await startEmbeddedAws(process.env)
  sqs = new SQSClient({})
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'work' }))).QueueUrl ?? ''
  slack = await startFunction(functions.slack.file, { ...env(), ...secrets })
})
afterAll(async () => {
  await slack.stop()
  sqs.destroy()
  await aws.close()
})

const invoke = (event: unknown) => slack.invoke<Answer>(event)
const queued = async (): Promise<Record<string, unknown>[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
  )
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }))
  return Messages.map(it => JSON.parse(it.Body ?? ''))
}

describe('the bundle of the function that answers Slack', () => {
  it('loads at most 300 kB before it can answer', () => {
    expect(functions.slack.eager).toBeLessThanOrEqual(300_000)
  })

  it('holds no AWS client but those of SQS and Secrets Manager, no command and no reader', () => {
    const clients = functions.slack.inputs.flatMap(it => /@aws-sdk\/(client-[a-z0-9-]+)/.exec(it)?.[1] ?? [])
    expect([...new Set(clients)].sort()).toEqual(['client-secrets-manager', 'client-sqs'])
    const own = functions.slack.inputs.filter(it => !it.includes('node_modules'))
    expect(own.filter(it => it.startsWith('commands/') || it.includes('/readers/'))).toEqual([])
  })

  it('holds none of Bolt’s receivers, and nothing that only they need', () => {
    const unwanted = /node_modules\/(express|undici|iconv-lite|@slack\/(socket-mode|oauth)|raw-body)\//
    expect(functions.slack.inputs.filter(it => unwanted.test(it))).toEqual([])
    expect(functions.work.inputs.filter(it => unwanted.test(it))).toEqual([])
  })

  it('says how large it is', () => {
    for (const { name, eager, all } of Object.values(functions)) {
      expect(eager).toBeLessThanOrEqual(all)
      console.log(`${name}.mjs: ${Math.ceil(eager / 1000)} kB at start, ${Math.ceil(all / 1000)} kB in all`)
    }
  })
})

describe('the function that answers Slack', () => {
  it('acknowledges a command in a cold process, and its work is on the queue by then', async () => {
    const cold = await startFunction(functions.slack.file, { ...env(), ...secrets })
    try {
      const { statusCode, body } = await cold.invoke<Answer>(gatewayEvent(command('check vol-07e3943d858664410')))
      expect(statusCode).toBe(200)
      expect(JSON.parse(body)).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('Checking') })
      expect(await queued()).toMatchObject([
        {
          intent: { verb: 'check', target: 'vol-07e3943d858664410' },
          address: { responseUrl: 'https://hooks.slack.com/commands/none', replace: true, share: false },
          asker: 'U0ANNA',
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          at: expect.any(Number),
        },
      ])
    } finally {
      await cold.stop()
    }
  })

  it('answers a mistake at once, with nothing on the queue', async () => {
    const { statusCode, body } = await invoke(gatewayEvent(command('chekc x')))
    expect(statusCode).toBe(200)
    expect(body).toContain('did you mean check')
    expect(await queued()).toEqual([])
  })

  it('has one id for one request, however often it is delivered', async () => {
    const event = gatewayEvent(command('help'))
    const other = await startFunction(functions.slack.file, { ...env(), ...secrets })
    try {
      expect(await invoke(event)).toMatchObject({ statusCode: 200 })
      // The same process knows the replay; another one puts work of the same id on the queue.
      expect(await invoke(event)).toMatchObject({ statusCode: 200, body: '' })
      expect(await other.invoke(event)).toMatchObject({ statusCode: 200 })
      const ids = (await queued()).map(it => it.id)
      expect(ids).toHaveLength(2)
      expect(new Set(ids).size).toBe(1)
    } finally {
      await other.stop()
    }
  })

  const event = JSON.stringify({ type: 'url_verification', challenge: 'Grüße – 挑戦' })
  it.each<[string, unknown, number, string?]>([
    ['JSON as text', gatewayEvent(event, { type: 'application/json' }), 200, 'Grüße – 挑戦'],
    ['JSON in base64', gatewayEvent(`${event} `, { type: 'application/json', base64: true }), 200, 'Grüße – 挑戦'],
    ['a form in base64', gatewayEvent(command('chekc x'), { base64: true }), 200],
    [
      'a form with a charset',
      gatewayEvent(command('chekc y'), { type: 'application/x-www-form-urlencoded; charset=utf-8' }),
      200,
    ],
    ['a check of the certificate', gatewayEvent('ssl_check=1'), 200],
    ['the JSON null', gatewayEvent('null', { type: 'application/json' }), 400],
    ['broken JSON', gatewayEvent('{', { type: 'application/json' }), 400],
    ['a broken payload', gatewayEvent('payload=%7B'), 400],
    ['a time six minutes ago', gatewayEvent(command('help'), { skew: -360 }), 401],
    ['a time in ten minutes', gatewayEvent(command('help'), { skew: 600 }), 401],
    ['another signature', gatewayEvent(command('help'), { headers: { 'X-Slack-Signature': 'v0=00' } }), 401],
    ['no signature', { ...gatewayEvent(command('help')), headers: {} }, 401],
    [
      'a function URL',
      {
        ...gatewayEvent(command('chekc z')),
        routeKey: '$default',
        requestContext: {
          domainName: 'abc.lambda-url.eu-central-1.on.aws',
          http: { method: 'POST', path: '/slack/events', protocol: 'HTTP/1.1' },
          stage: '$default',
        },
      },
      200,
    ],
    ['a warm-up', { source: 'serverless-plugin-warmup' }, 401],
    ['nothing', null, 401],
    ['text', 'warm', 401],
    ['no headers', { version: '2.0', body: 'x', headers: null }, 401],
    ['a body that is no text', { version: '2.0', body: 5, headers: {} }, 401],
    ['a body of 2 MB', { version: '2.0', body: 'x'.repeat(2_000_000), headers: {} }, 413],
    ['the health check', { rawPath: '/healthz', requestContext: { http: { method: 'GET' } } }, 200, 'ok'],
  ])('answers %s', async (_, asked, statusCode, body) => {
    const answer = await invoke(asked)
    expect(answer.statusCode).toBe(statusCode)
    if (body !== undefined) expect(answer.body).toBe(body)
  })

  it('tells the person when the queue does not take the work', async () => {
    const told: string[] = []
    const server = createServer((req, res) => {
      req.on('data', chunk => told.push(String(chunk)))
      req.on('end', () => res.end('ok'))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const lost = await startFunction(functions.slack.file, {
      ...env(),
      ...secrets,
      QUEUE_URL: `${queueUrl}-gone`,
      SLACK_API_URL: url,
    })
    try {
      const { statusCode } = await lost.invoke<Answer>(gatewayEvent(command('check vol-07e3943d858664410', url)))
      expect(statusCode).toBe(200)
      expect(told.join('')).toContain('could not take this on')
    } finally {
      await lost.stop()
      server.close()
    }
  })

  describe('while the queue takes the connection and never answers', () => {
    const told: string[] = []
    const sockets = new Set<Socket>()
    const silent = createTcpServer(socket => void sockets.add(socket.on('error', () => undefined)))
    const web = createServer((req, res) => {
      let body = ''
      req.on('data', chunk => (body += chunk))
      req.on('end', () => {
        told.push(`${req.url} ${body}`)
        res.setHeader('content-type', 'application/json').end('{"ok":true}')
      })
    })
    const portOf = (it: { address(): unknown }) => (it.address() as AddressInfo).port
    let url: string
    let hung: LambdaFunction
    beforeAll(async () => {
      await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
      await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${portOf(web)}/`
      hung = await startFunction(functions.slack.file, {
        ...env(),
        ...secrets,
        AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${portOf(silent)}`,
        QUEUE_URL: `http://127.0.0.1:${portOf(silent)}/444455556666/work`,
        SLACK_API_URL: url,
      })
    })
    afterAll(async () => {
      await hung.stop()
      for (const socket of sockets) socket.destroy()
      silent.close()
      web.close()
    })

    const press = (more: object) =>
      new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_actions',
          user: { id: 'U0ANNA' },
          team: { id: 'T0PLAY' },
          trigger_id: '1.2.3',
          actions: [{ type: 'button', action_id: 'again', value: 'check vol-07e3943d858664410' }],
          ...more,
        }),
      }).toString()

    it.each<[string, () => string, RegExp]>([
      ['typed a command', () => command('check vol-07e3943d858664410', `${url}typed`), /^\/typed /],
      ['pressed a button', () => press({ response_url: `${url}pressed` }), /^\/pressed /],
      ['pressed one in the App Home', () => press({ view: { id: 'V1', type: 'home' } }), /^\/views.publish /],
    ])('tells whoever %s before Lambda freezes it, and acknowledges in time', async (_, body, place) => {
      const began = performance.now()
      const { statusCode } = await hung.invoke<Answer>(gatewayEvent(body()))
      const there = told.splice(0)
      expect(performance.now() - began).toBeLessThan(3_000)
      expect(statusCode).toBe(200)
      expect(there).toEqual([expect.stringMatching(place)])
      expect(decodeURIComponent(there.join('').replaceAll('+', ' '))).toContain('could not take this on')
    })
  })

  it('reads Slack’s secrets from Secrets Manager, once', async () => {
    const asked: string[] = []
    const manager = createServer((req, res) => {
      asked.push(String(req.headers['x-amz-target']))
      res.setHeader('content-type', 'application/x-amz-json-1.1')
      res.end(JSON.stringify({ SecretString: JSON.stringify(secrets) }))
    })
    await new Promise<void>(resolve => manager.listen(0, '127.0.0.1', resolve))
    const cold = await startFunction(functions.slack.file, {
      ...env(),
      SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:backup-bot/slack-AbCdEf',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(manager.address() as AddressInfo).port}`,
    })
    try {
      for (const words of ['chekc 1', 'chekc 2', 'chekc 3'])
        expect(await cold.invoke(gatewayEvent(command(words)))).toMatchObject({ statusCode: 200 })
      expect(asked).toEqual(['secretsmanager.GetSecretValue'])
    } finally {
      await cold.stop()
      manager.close()
    }
  })

  it('finds secrets that are written after its start', async () => {
    const values: object[] = [{ SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' }]
    const manager = createServer((_, res) => {
      res.setHeader('content-type', 'application/x-amz-json-1.1')
      res.end(JSON.stringify({ SecretString: JSON.stringify(values.at(-1)) }))
    })
    await new Promise<void>(resolve => manager.listen(0, '127.0.0.1', resolve))
    const early = await startFunction(functions.slack.file, {
      ...env(),
      SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:backup-bot/slack-AbCdEf',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(manager.address() as AddressInfo).port}`,
    })
    try {
      expect(await early.invoke(gatewayEvent(command('chekc 1')))).toMatchObject({ statusCode: 500 })
      values.push(secrets)
      expect(await early.invoke(gatewayEvent(command('chekc 2')))).toMatchObject({ statusCode: 200 })
    } finally {
      await early.stop()
      manager.close()
    }
  })

  it('answers 500 while it has no secrets, and says in its log which ones are missing', async () => {
    const bare = await startFunction(functions.slack.file, env())
    try {
      expect(await bare.invoke(gatewayEvent(command('help')))).toMatchObject({ statusCode: 500 })
      expect(bare.log()).toContain('SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET missing')
    } finally {
      await bare.stop()
    }
  })
})
