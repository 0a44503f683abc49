import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRounds } from '../../src/entry/rounds.ts'
import { copyFailed, copyJob, type Stage, startStage } from '../world/notices-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], rounds: false })
})
afterAll(() => stage.close())

const until = async (look: () => boolean) => {
  while (!look()) await pause(10)
}
const calls = (service: string) => stage.aws.calls.filter(it => it.service === service).length

/** The rounds of a process, with what they log; what failed is tried again at once. */
const started = (more: { readonly queueUrl?: string } = {}) => {
  const lines: { readonly message: string; readonly level: 'info' | 'error' }[] = []
  const log = {
    info: (message: string) => void lines.push({ level: 'info', message }),
    error: (message: string) => void lines.push({ level: 'error', message }),
  }
  const rounds = startRounds(
    more,
    { log, office: stage.office, runOnce: async () => {}, watch: {} },
    { again: () => 10 },
  )
  const errors = () => lines.filter(it => it.level === 'error').map(it => it.message)
  return { ...rounds, lines, errors, again: () => lines.some(it => it.message === 'the rounds work again') }
}

describe('the rounds of the long-running bot', () => {
  it('go on where the table throttles everything, say so once, and lose nothing', { timeout: 240_000 }, async () => {
    stage.aws.faults.throttle('dynamodb', 1_000_000)
    const before = calls('dynamodb')
    const rounds = started()
    // Five attempts of the client for each of its four steps: the round itself has been tried again.
    await until(() => calls('dynamodb') > before + 25)
    expect(rounds.errors()).toEqual([
      'A call to the bot’s table (DynamoDB) was throttled by AWS, again after several tries. What is due waits, and is tried again until it works.',
    ])
    stage.aws.faults.clear()
    await until(() => rounds.again() && stage.roots('C0SHOP').length === 1)
    await rounds.stop()
    expect(rounds.errors()).toHaveLength(1)
  })

  it('go on where the queue throttles everything, and take in afterwards what waited', {
    timeout: 240_000,
  }, async () => {
    stage.aws.faults.throttle('sqs', 1_000_000)
    const before = calls('sqs')
    const rounds = started({ queueUrl: stage.queueUrl })
    await until(() => calls('sqs') > before + 7)
    expect(rounds.errors()).toEqual([
      'sqs:ReceiveMessage was throttled by AWS, again after several tries. What is due waits, and is tried again until it works.',
    ])
    stage.aws.faults.clear()
    await stage.send(copyFailed({ copyJobId: 'LATE', statusMessage: 'What came meanwhile' }))
    await until(() => rounds.again() && JSON.stringify(stage.roots('C0SHOP')).includes('What came meanwhile'))
    await rounds.stop()
    expect(rounds.errors()).toHaveLength(1)
  })
})
