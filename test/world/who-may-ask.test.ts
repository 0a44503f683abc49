import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyJob, house, type Stage, startStage, volume } from './notices-stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ house: { ...house, slack: { ...house.slack, whoMayAsk: 'owners' } }, rounds: false })
})
afterAll(() => stage.close())

const ask = async (user: string, words: string) => {
  const before = stage.slack.workspace.messages.length
  await stage.slack.command(user, 'C0GENERAL', words)
  await stage.idle()
  return JSON.stringify(stage.slack.workspace.messages.slice(before).map(it => it.blocks))
}
const only = 'Only the owners of shop-prod and the CDX team may ask me about it.'

describe('when only the owners of an account may ask about it', () => {
  it.each(['U0ANNA', 'U0CARL'])('%s is answered', async user => {
    expect(await ask(user, `check ${volume}`)).toContain('vol-07e3943d858664410')
    expect(await ask(user, `explain ${copyJob}`)).toContain('Given key ID is not accessible')
  })

  it.each([`check ${volume}`, `policy ${volume}`, `explain ${volume}`, 'check vol-07e3943d858664410 shop-prod'])(
    'U0LEA is not: %s',
    async words => {
      const answer = await ask('U0LEA', words)
      expect(answer).toContain(only)
      expect(answer).not.toContain('KmsKeyId')
    },
  )

  it('nor of a job whose account only turns up on the way', async () => {
    const answer = await ask('U0LEA', `explain ${copyJob}`)
    expect(answer).not.toContain('Given key ID is not accessible')
    expect(answer).not.toContain('vol-07e3943d858664410')
  })

  it('and a button that she can see gives her no more', async () => {
    await ask('U0ANNA', `check ${volume} --share`)
    const shared = stage.slack.workspace.messages.findLast(it => !it.onlyFor)
    const { messages } = await stage.press('U0LEA', shared?.ts ?? '', `check ${volume}`)
    expect(JSON.stringify(messages.map(it => it.blocks))).toContain(only)
  })

  it('help is for everyone', async () => {
    expect(await ask('U0LEA', 'help')).not.toContain('Only the owners')
  })
})
