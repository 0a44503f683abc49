import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stages } from '../../src/core/stages.ts'
import { startProcess } from './process.ts'

const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'

let bot: Awaited<ReturnType<typeof startProcess>>
beforeAll(async () => {
  bot = await startProcess({ SLACK_BOT_TOKEN: 'xoxb-test', SLACK_SIGNING_SECRET: 'test' })
})
afterAll(() => bot.stop())

const lines = (): Record<string, unknown>[] =>
  bot
    .log()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))

/** All lines of the request whose post is the next one to be logged. */
const following = async (words: string) => {
  const before = lines().length
  await bot.command(words)
  const posted = () => lines().findIndex((it, i) => i >= before && it.message === 'posted')
  while (posted() < 0) await new Promise(resolve => setTimeout(resolve, 20))
  const id = lines()[posted()]?.request
  return {
    id,
    told: lines().filter(it => it.request === id),
    measured: lines()
      .slice(before)
      .filter(it => '_aws' in it),
  }
}

describe('a command in the long-running shape', () => {
  it('has one id from the acknowledgement over each call to AWS to the post', async () => {
    const calls = bot.aws.calls.length
    const { id, told } = await following(`check ${volume}`)
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(new Set(told.map(it => it.message))).toEqual(
      new Set(['acknowledged', 'aws', 'aws attempt', 'answered', 'posted']),
    )
    const attempts = told.filter(it => it.message === 'aws attempt').map(it => it.call)
    expect(attempts).toEqual(expect.arrayContaining(['sts:AssumeRole', 'ec2:DescribeVolumes']))
    // CloudTrail shows the user agent of each call: the id is found there as well.
    const seen = bot.aws.calls.slice(calls).filter(it => it.service === 'ec2' || it.service === 'kms')
    expect(seen.length).toBeGreaterThan(1)
    for (const { userAgent } of seen) expect(userAgent).toContain(` md/request#${id}`)
  })

  it('logs nothing but lines of JSON: the SDK does not speak of Node’s versions', async () => {
    await following(`check ${volume}`)
    const others = bot
      .log()
      .split('\n')
      .filter(line => line && !line.startsWith('{'))
    expect(others).toEqual([])
  })

  it('tells the time of each of its stages, as a line and as metrics', async () => {
    const { told, measured } = await following(`check ${volume}`)
    expect(told.find(it => it.message === 'answered')?.stages).toEqual(
      Object.fromEntries(stages.map(stage => [stage, expect.any(Number)])),
    )
    const ofStage = measured.filter(it => 'Stage' in it).map(it => it.stage)
    expect(ofStage.toSorted()).toEqual([...stages, 'post'].toSorted())
  })

  it('counts what AWS throttled, also where the next attempt succeeded', async () => {
    bot.aws.faults.throttle('ec2', 1)
    const { told, measured } = await following(`check ${volume}`)
    expect(told.filter(it => it.outcome === 'throttled').map(it => it.call)).toEqual(['ec2:DescribeVolumes'])
    expect(measured.filter(it => 'Throttle' in it).map(it => [it.who, it.Throttle])).toEqual([['aws', 1]])
    expect(told).toContainEqual(expect.objectContaining({ message: 'answered', exit: 1 }))
  })

  it('counts what Slack throttled, in Bolt’s own client and in ours', async () => {
    bot.slack.faults.add({ method: 'views.open', status: 429, retryAfter: 1 })
    bot.slack.faults.add({ method: 'views.update', status: 429, retryAfter: 1 })
    const { measured } = await following(`restore ${volume}`)
    expect(bot.slack.faults.waiting()).toBe(0)
    expect(measured.filter(it => 'Throttle' in it).map(it => [it.who, it.Throttle])).toEqual([
      ['slack', 1],
      ['slack', 1],
    ])
  })
})
