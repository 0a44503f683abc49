import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bundle as bundled, short } from './bundle.ts'
import { type Bench, median, percentile, progress, round } from './measure.ts'
import { signingSecret } from './slack-request.ts'
import { awsEnvironment, startWorld } from './world.ts'

const processes = 10
const bundle = 'dist/lambda/slack.mjs'
const run = promisify(execFile)
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** Bytes of a module and of all that it imports statically: what is loaded before the handler is there. */
const eagerBytes = async (file: string, seen = new Set<string>()): Promise<number> => {
  if (seen.has(file)) return 0
  seen.add(file)
  const text = await readFile(file, 'utf8')
  const found = [...text.matchAll(/(?:^|[;}\s])(?:import|export)(?:[\w*{}\s,$]*?from)?\s*"(\.[^"]+)"/g)]
  let bytes = Buffer.byteLength(text)
  for (const [, path = ''] of found) bytes += await eagerBytes(resolve(dirname(file), path), seen)
  return bytes
}

type Started = { readonly imported: number; readonly acknowledged: number; readonly cpu: number }

/** Makes the queue that the function puts its work on. */
const makeQueue = async (url: string): Promise<string> => {
  Object.assign(process.env, awsEnvironment(url))
  const { CreateQueueCommand, SQSClient } = await import('@aws-sdk/client-sqs')
  const { QueueUrl = '' } = await new SQSClient({}).send(new CreateQueueCommand({ QueueName: 'work' }))
  return QueueUrl
}

export const cold: Bench = async () => {
  if (!existsSync(bundle)) throw new Error(`There is no ${bundle}: npm run build makes it.`)
  const reference = await bundled(['empty-lambda.ts'], short)
  const world = await startWorld()
  const slack = createServer((req, res) => req.resume().on('end', () => res.end('ok')))
  await new Promise<void>(done => slack.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`
  try {
    const empty = reference.path('empty-lambda.ts')
    const env = {
      PATH: process.env.PATH,
      ...awsEnvironment(world.url),
      LOG_LEVEL: 'INFO',
      SLACK_BOT_TOKEN: 'xoxb-benchmark',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: `${origin}/slack/api/`,
      QUEUE_URL: await makeQueue(world.url),
    }
    const start = async (file: string): Promise<Started> => {
      const words = [here('cold-process.mjs'), resolve(file), `${origin}/respond`]
      const { stdout } = await run(process.execPath, words, { env })
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Started
    }
    progress(`cold: ${processes} new processes of each, in turn`)
    const [ours, theirs]: [Started[], Started[]] = [[], []]
    // The first of each only brings the files into the page cache.
    for (let i = 0; i <= processes; i++) {
      const [one, other] = [await start(bundle), await start(empty)]
      if (i === 0) continue
      ours.push(one)
      theirs.push(other)
    }
    const all = (it: Started) => it.imported + it.acknowledged
    return {
      bench: 'cold',
      ratio: round(median(ours.map(all)) / median(theirs.map(all))),
      ms: round(median(ours.map(all)), 1),
      importMs: round(median(ours.map(it => it.imported)), 1),
      acknowledgeMs: round(median(ours.map(it => it.acknowledged)), 1),
      worstMs: round(percentile(ours.map(all), 1), 1),
      cpuMs: round(median(ours.map(it => it.cpu)), 1),
      bytes: await eagerBytes(resolve(bundle)),
      referenceMs: round(median(theirs.map(all)), 1),
      referenceImportMs: round(median(theirs.map(it => it.imported)), 1),
      referenceCpuMs: round(median(theirs.map(it => it.cpu)), 1),
      referenceBytes: await eagerBytes(empty),
    }
  } finally {
    await reference.close()
    slack.close()
    await world.close()
  }
}
