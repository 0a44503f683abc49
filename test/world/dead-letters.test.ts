import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { operate } from '../../src/entry/operate.ts'
import { copyFailed, copyJob, type Stage, startStage } from './notices-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], tries: 1 })
})
afterAll(() => stage.close())

const replay = async (message: unknown) => {
  const file = join(mkdtempSync(join(tmpdir(), 'backup-bot-')), 'letter.json')
  writeFileSync(file, JSON.stringify(message))
  const env = { TABLE_NAME: 'backup-bot', SLACK_BOT_TOKEN: 'xoxb-test', SLACK_API_URL: stage.apiUrl }
  const reply = await operate('event', [file], { deps: stage.deps, play: false, env })
  return { exit: reply.exit, text: asText(reply.blocks) }
}
const letter = async () => {
  for (;;) {
    const found = await stage.deadLetters()
    if (found.Messages) return found
    await pause(200)
  }
}

describe('in the long-running process', () => {
  it('what can be told nowhere ends in the dead-letter queue, from where `event` tells it, once', async () => {
    stage.slack.faults.add({ error: 'is_archived', times: 10_000 })
    await stage.send(copyFailed())
    const found = await letter()
    expect(found.Messages?.map(it => JSON.parse(it.Body ?? ''))).toEqual([{ retell: expect.stringMatching(/^G-/) }])
    expect(stage.roots('C0SHOP')).toEqual([])

    stage.slack.faults.clear()
    expect(await replay({ Messages: found.Messages })).toEqual({
      exit: 0,
      text: expect.stringContaining('is told again'),
    })
    const told = () => [...stage.roots('C0SHOP'), ...stage.roots('C0ALERTS')].map(it => it.text.split('\n')[0])
    expect(told()).toEqual([expect.stringContaining('1 copy failed')])
    expect((await replay({ Messages: found.Messages })).text).toContain('has been told since')
    expect(told()).toHaveLength(1)
  }, 120_000)

  it('so does what is no event at all', async () => {
    await stage.send({ hello: 'world' })
    for (;;) {
      const bodies = (await stage.deadLetters()).Messages?.map(it => it.Body) ?? []
      if (bodies.includes('{"hello":"world"}')) break
      await pause(200)
    }
  })
})
