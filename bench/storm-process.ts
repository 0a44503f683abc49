// The bot's worker in a storm: takes the events in as they come from the queue, ten at once, and tells what is due.
// argv: the number of failures.
import { setTimeout as pause } from 'node:timers/promises'
import { Logger } from '@aws-lambda-powertools/logger'
import { wireWork } from '../src/entry/wire.ts'
import { loadOrganisation } from '../src/organisation.ts'
import { createTable, ensureTable } from '../src/store/table.ts'
import { stormEvent } from './storm-world.ts'

const failures = Number(process.argv[2])
const atOnce = 10
/** Every so many-th event comes twice, as SQS may deliver it. */
const twice = 10
const tableName = 'backup-bot'

const house = loadOrganisation('organisation.json')
const logger = new Logger({ serviceName: 'benchmark', logLevel: 'ERROR' })
const { office } = wireWork(
  { house, botToken: 'xoxb-benchmark', apiUrl: process.env.SLACK_API_URL ?? '', tableName },
  logger,
)
if (!office) throw new Error('The bot has no table.')
await ensureTable(createTable(tableName))

let peak = 0
const rss: number[] = []
const look = () => {
  const bytes = process.memoryUsage.rss()
  peak = Math.max(peak, bytes)
  rss.push(bytes)
}
const watching = setInterval(look, 100)

const counts = { told: 0, known: 0 }
const at = new Date()
let n = 0
const began = performance.now()
const take = async (event: unknown) => {
  const { is } = await office.intake.take(event)
  if (is === 'told' || is === 'known') counts[is]++
}
const worker = async () => {
  while (n < failures) {
    const number = ++n
    const event = stormEvent(number - 1, house.central, at)
    await take(event)
    if (number % twice === 0) await take(event)
    if (number % 1000 === 0) process.stderr.write(`storm: ${number} of ${failures}\n`)
  }
}
let taking = true
const telling = (async () => {
  while (taking) {
    await office.flush()
    await pause(1000)
  }
})()
await Promise.all(Array.from({ length: atOnce }, worker))
const taken = performance.now()
taking = false
await telling
for (;;) {
  const { waiting } = await office.flush()
  if (!waiting) break
  await pause(500)
}
const told = performance.now()
clearInterval(watching)
const half = rss.slice(0, Math.ceil(rss.length / 2))
const rest = rss.slice(half.length)
process.send?.({
  ...counts,
  takenSeconds: (taken - began) / 1000,
  seconds: (told - began) / 1000,
  peakMegabytes: peak / 1e6,
  grownMegabytes: (Math.max(...rest) - Math.max(...half)) / 1e6,
})
