import { afterAll, beforeAll, expect, it } from 'vitest'
import { anna, house, type RequestsStage, startRequests, table } from './requests-stage.ts'

let stage: RequestsStage
const others = Array.from({ length: 120 }, (_, n) => ({
  id: String(700_000_000_000 + n),
  name: `other-${n}`,
  ou: 'Dev',
  owners: 'S0LAB',
  channel: house.slack.alerts,
}))
beforeAll(async () => {
  stage = await startRequests({ house: { ...house, accounts: [...others, ...house.accounts] }, rounds: false })
})
afterAll(() => stage.close())

it('a restore is asked for into the 121st account', async () => {
  const { blocks } = await stage.open(anna, `restore ${table}`)
  expect(JSON.stringify(blocks)).toContain('option_groups')
  const id = await stage.filed()
  expect((await stage.office.requests.get(id))?.target.account).toBe('111122223333')
})
