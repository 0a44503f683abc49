import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { bundle } from './bundle.ts'
import { type Bench, percentile, progress, round } from './measure.ts'
import { signingSecret, slackRequest } from './slack-request.ts'
import { awsEnvironment, start, startWorld } from './world.ts'

const requests = 1000
const words = 'check arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const busyAtOnce = 8

/** Takes the bot's answers instead of Slack; `answered` resolves when the one to this request has come. */
const startSlack = async () => {
  const come = new Set<string>()
  const waiting = new Map<string, () => void>()
  const server = http.createServer((req, res) => {
    req.resume().on('end', () => {
      res.end('ok')
      const path = req.url ?? ''
      come.add(path)
      waiting.get(path)?.()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    answered: (path: string) => new Promise<void>(done => (come.has(path) ? done() : void waiting.set(path, done))),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 2 * busyAtOnce })

/** Milliseconds from the first byte sent to the last of the acknowledgement. */
const send = (port: number, { body, headers }: ReturnType<typeof slackRequest>): Promise<number> =>
  new Promise((resolve, reject) => {
    const began = performance.now()
    const request = http.request(
      {
        port,
        host: '127.0.0.1',
        path: '/slack/events',
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      response => {
        if (response.statusCode !== 200) reject(new Error(`The acknowledgement is a ${response.statusCode}.`))
        response.resume().on('end', () => resolve(performance.now() - began))
      },
    )
    request.on('error', reject).end(body)
  })

export const ack: Bench = async () => {
  const world = await startWorld()
  const slack = await startSlack()
  const env = {
    ...process.env,
    ...awsEnvironment(world.url),
    LOG_LEVEL: 'INFO',
    SLACK_BOT_TOKEN: 'xoxb-benchmark',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: `${slack.origin}/slack/api/`,
  }
  const bundles = await bundle(['bot-process.ts', 'empty-app.ts'])
  const ours = start(bundles.path('bot-process.ts'), [], env)
  const empty = start(bundles.path('empty-app.ts'), [], env)
  const [{ port }, { port: emptyPort }] = (await Promise.all([ours.next(), empty.next()])) as { port: number }[] as [
    { port: number },
    { port: number },
  ]
  let n = 0
  /** Asks the bot, and waits for the answer too: the check is over before anything else is timed. */
  const ask = async (): Promise<number> => {
    const path = `/respond/${n}`
    const ms = await send(port, slackRequest(words, n++, slack.origin + path))
    await slack.answered(path)
    return ms
  }
  const askEmpty = () => send(emptyPort, slackRequest(words, n++, `${slack.origin}/respond/none`))

  progress('ack: warming up')
  for (let i = 0; i < 200; i++) {
    await ask()
    await askEmpty()
  }
  progress(`ack: ${requests} requests, one after the other, in turn with the empty app`)
  const [alone, reference]: [number[], number[]] = [[], []]
  for (let i = 0; i < requests; i++) {
    alone.push(await ask())
    reference.push(await askEmpty())
  }
  progress(`ack: the same while the checks of ${busyAtOnce} people run`)
  const busy: number[] = []
  const person = async () => {
    for (let i = 0; i < requests / busyAtOnce; i++) busy.push(await ask())
  }
  await Promise.all(Array.from({ length: busyAtOnce }, person))
  await Promise.all([ours.close(), empty.close(), bundles.close()])
  agent.destroy()
  slack.close()
  await world.close()
  const ms = (values: readonly number[], p: number) => round(percentile(values, p))
  return {
    bench: 'ack',
    ratio: round(percentile(alone, 0.99) / percentile(reference, 0.99)),
    ratioP50: round(percentile(alone, 0.5) / percentile(reference, 0.5)),
    requests,
    p50: ms(alone, 0.5),
    p99: ms(alone, 0.99),
    referenceP50: ms(reference, 0.5),
    referenceP99: ms(reference, 0.99),
    busyP50: ms(busy, 0.5),
    busyP99: ms(busy, 0.99),
  }
}
