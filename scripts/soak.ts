// Mixed load against the long-running bot for so many minutes (`npm run soak -- 10`): commands, presses, App Homes, forms,
// bad requests, and failures in a queue. Ends with 1 where memory or handles grow, an answer is missing, or it does not end
// as it should. With --write the result goes into docs/faults.md.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import express from 'express'
import { stormEvent } from '../bench/storm-world.ts'
import { loadOrganisation } from '../src/organisation.ts'
import { createSlack } from '../src/playground/slack/server.ts'
import { startEmbeddedAws } from '../src/playground/start.ts'
import { createTable, ensureTable } from '../src/store/table.ts'
import { writeSection } from './section.ts'

const minutes = Number(process.argv.slice(2).find(word => /^\d/.test(word)) ?? 10)
const signingSecret = 'soak-signing-secret'
/** Memory and handles are compared between the second fifth of the run and its last fifth. */
const warmUp = 0.2
/** Without a bound V8 takes whatever the machine has before it clears up, and growth says nothing. */
const heapMegabytes = 160
const mostGrown = 1.25
const mostMoreHandles = 10

const say = (text: string) => process.stderr.write(`${text}\n`)
const problems: string[] = []

if (!existsSync('dist/server.mjs')) {
  say('There is no dist/server.mjs: npm run build makes it.')
  process.exit(2)
}
const house = loadOrganisation('organisation.json')
const aws = await startEmbeddedAws(process.env)
const sqs = new SQSClient({})
const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }))
await ensureTable(createTable('backup-bot'))

const web = express()
const server = createServer(web)
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const slack = createSlack({
  people: [{ id: 'U0ANNA', name: 'Anna', role: 'engineer', groups: ['S0SHOP'] }],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: house.slack.alerts, name: 'alerts' },
    { id: house.slack.cdxChannel, name: 'cdx' },
    ...house.accounts.map(it => ({ id: it.channel, name: it.name })),
  ],
  signingSecret,
  origin: () => origin,
  bot: () => botUrl,
})
web.use(slack.router)

const bot: ChildProcess = spawn(process.execPath, [`--max-old-space-size=${heapMegabytes}`, 'dist/server.mjs'], {
  env: {
    ...process.env,
    SLACK_BOT_TOKEN: 'xoxb-soak',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: `${origin}/slack/api/`,
    SLACK_APP_TOKEN: '',
    TABLE_NAME: 'backup-bot',
    QUEUE_URL: QueueUrl,
    PORT: '0',
  },
  stdio: ['ignore', 'pipe', 'pipe'],
})
let log = ''
let errors = 0
for (const stream of [bot.stdout, bot.stderr])
  stream?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000)
    errors += text.split('"level":"ERROR"').length - 1
    if (text.includes('"level":"ERROR"')) process.stderr.write(text)
  })
const portIn = () => /"message":"listening[^}]*"port":(\d+)/.exec(log)?.[1]
for (let tries = 0; portIn() === undefined; tries++) {
  if (tries > 100) throw new Error('The bot does not listen.')
  await pause(100)
}
const botUrl = `http://127.0.0.1:${portIn()}/slack/events`

const look = () => ({
  rss: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${bot.pid}/status`, 'utf8'))?.[1] ?? 0) / 1000,
  handles: readdirSync(`/proc/${bot.pid}/fd`).length,
})

const words = aws.world.examples.flatMap(({ arn }) => [`check ${arn}`, `policy ${arn}`, `explain ${arn}`])
let asked = 0
/** The first button of the newest message that has one. */
const press = async () => {
  for (const { ts, blocks } of slack.workspace.messages.slice(-20).toReversed()) {
    const at = blocks.findIndex(it => it.type === 'actions')
    const [button] = (blocks[at]?.elements ?? []) as { action_id: string; value?: string }[]
    if (button?.value === undefined) continue
    const { status } = await slack.click('U0ANNA', ts, button.action_id, at)
    pressed++
    if (status !== 200) problems.push(`A press was acknowledged with ${status}.`)
    return
  }
}
let pressed = 0
const person = async (from: number, until: number) => {
  for (let n = from; Date.now() < until; n += 7) {
    const { status } = await slack.command('U0ANNA', 'C0GENERAL', words[n % words.length] ?? 'help')
    asked++
    if (status !== 200) problems.push(`A command was acknowledged with ${status}.`)
    await pause(150)
    if (n % 5 === 0) await slack.interact.homeOpened('U0ANNA')
    if (n % 11 === 0) await slack.command('U0ANNA', 'C0GENERAL', `restore ${aws.world.examples[0]?.arn}`)
    if (n % 3 === 0) await press()
  }
}
const stranger = async (until: number) => {
  for (let n = 0; Date.now() < until; n++) {
    const timestamp = String(Math.floor(Date.now() / 1000) - (n % 3 === 0 ? 900 : 0))
    const body = n % 2 ? '{' : 'payload=%7B'
    const signature = createHmac('sha256', n % 3 === 1 ? 'wrong' : signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex')
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` }
    const { status } = await fetch(botUrl, { method: 'POST', headers, body })
    if (n % 3 !== 2 && status !== 401) problems.push(`A forged request was answered with ${status}.`)
    await pause(500)
  }
}
let sent = 0
const failing = async (until: number) => {
  for (; Date.now() < until; sent++) {
    const MessageBody = JSON.stringify(stormEvent(sent, house.central, new Date()))
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
    await pause(1000)
  }
}

const until = Date.now() + minutes * 60_000
const seen: { share: number; rss: number; handles: number }[] = []
const watching = (async () => {
  for (;;) {
    const share = 1 - (until - Date.now()) / (minutes * 60_000)
    if (share >= 1) return
    seen.push({ share, ...look() })
    // A workspace that remembers every message would soon be all that is measured.
    if (slack.workspace.messages.length > 5000) slack.workspace.messages.splice(0, 1000)
    await pause(1000)
  }
})()
say(`${minutes} minutes of mixed load on ${botUrl}`)
await Promise.all([watching, person(0, until), person(1, until), person(2, until), stranger(until), failing(until)])

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const early = seen.filter(it => it.share > warmUp && it.share <= 2 * warmUp)
const late = seen.filter(it => it.share > 1 - warmUp)
const [from, to] = [early, late].map(all => ({
  rss: median(all.map(it => it.rss)),
  handles: median(all.map(it => it.handles)),
})) as [{ rss: number; handles: number }, { rss: number; handles: number }]
if (to.rss > from.rss * mostGrown) problems.push(`Memory grew from ${from.rss} to ${to.rss} MB.`)
if (to.handles > from.handles + mostMoreHandles) problems.push(`Handles grew from ${from.handles} to ${to.handles}.`)

say('SIGTERM right after an acknowledgement')
const before = slack.workspace.messages.length
await slack.command('U0ANNA', 'C0GENERAL', `check ${aws.world.examples[0]?.arn}`)
const stopping = performance.now()
bot.kill('SIGTERM')
const ended = await Promise.race([once(bot, 'exit'), pause(60_000).then(() => undefined)])
const stoppedMs = Math.round(performance.now() - stopping)
if (!ended) bot.kill('SIGKILL')
if (ended?.[0] !== 0) problems.push(`It ended with ${ended?.[0] ?? 'nothing within a minute'} after SIGTERM.`)
const answered = slack.workspace.messages.slice(before).some(it => it.edited)
if (!answered) problems.push('What was acknowledged last was not answered.')

const mb = (value: number) => `${Math.round(value)} MB`
const rows = [
  ['minutes', minutes],
  ['commands answered, buttons pressed', `${asked}, ${pressed}`],
  ['failed copies taken in from the queue', sent],
  ['memory: second fifth of the run, last fifth', `${mb(from.rss)}, ${mb(to.rss)}`],
  ['open handles: the same', `${from.handles}, ${to.handles}`],
  ['lines of the log at level ERROR', errors],
  ['SIGTERM right after an acknowledgement', answered ? `answered, ended after ${stoppedMs} ms` : 'not answered'],
  ['trouble', problems.length ? problems.join(' ') : 'none'],
]
const result = `\`npm run soak\` runs the long-running bot as \`npm start\` does, with a heap of at most ${heapMegabytes} MB, under mixed
load: three people who ask, press and open their App Home, a stranger who forges requests, and a failed copy every
second. It fails where memory in the last fifth
of the run is more than a quarter above that of the second fifth (before, the process still loads and compiles), where
more than ten handles are left open, where an answer is missing, or where SIGTERM does not end it with what it had
acknowledged.

| | |
| --- | --- |
${rows.map(row => `| ${row.join(' | ')} |`).join('\n')}
`
if (process.argv.includes('--write') && problems.length === 0) writeSection('Soak', result)
process.stdout.write(
  `${JSON.stringify({ soak: minutes, asked, pressed, failures: sent, errors, memory: { from: from.rss, to: to.rss }, handles: { from: from.handles, to: to.handles }, stoppedMs, problems })}\n`,
)
server.closeAllConnections()
server.close()
await aws.close()
process.exit(problems.length ? 1 : 0)
