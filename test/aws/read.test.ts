import { describe, expect, it } from 'vitest'
import { type Answer, asText, complete, narrow, pages, pick, read } from '../../src/aws/read.ts'
import type { CallLog, Session } from '../../src/aws/sessions.ts'

const logged: CallLog[] = []
const session: Session = {
  account: '111122223333',
  region: 'eu-central-1',
  log: entry => logged.push(entry),
  client: () => {
    throw new Error('no client here')
  },
}
const never = new AbortController().signal
const answer = (value: object): Answer<{ State?: string; List?: string[] }> => ({
  known: true,
  call: 'ec2:DescribeVolumes',
  value,
  from: 'in account 111122223333, eu-central-1',
})

describe('evidence', () => {
  it.each([
    ['in-use', 'in-use'],
    [['a', 'b'], '["a","b"]'],
    [true, 'true'],
    [undefined, 'absent'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(199)}…`],
  ])('%j reads %s', (value, text) => {
    expect(asText(value)).toBe(text)
  })

  it('names the call, the field and the value', () => {
    expect(pick(answer({ State: 'in-use' }), 'State', it => it.State)).toEqual({
      known: true,
      value: 'in-use',
      evidence: [{ call: 'ec2:DescribeVolumes', field: 'State', value: 'in-use' }],
    })
  })
})

describe('what is missing is unknown', () => {
  it('a field that is not in the answer', () => {
    expect(pick(answer({}), 'State', it => it.State)).toMatchObject({ known: false, why: 'aws error' })
  })

  it('a list without the thing that was asked for', () => {
    const none = narrow(answer({ List: [] }), 'volume vol-1', it => it.List?.[0])
    expect(none).toMatchObject({ known: false, why: 'not found' })
    expect(pick(none, 'State', it => it)).toBe(none)
  })
})

describe('read', () => {
  it('never rejects, also when the client itself throws', async () => {
    expect(
      await read({ session, signal: never }, 'ec2:DescribeVolumes', () =>
        session.client<Promise<never>>(Promise as never),
      ),
    ).toMatchObject({
      known: false,
      why: 'aws error',
    })
  })

  it.each([
    ['before', AbortSignal.abort()],
    ['during', AbortSignal.timeout(5)],
  ])('ends with a signal that comes %s the call, though the call goes on', async (_, signal) => {
    const forever = new Promise<never>(() => undefined)
    const reason = await read({ session, signal }, 'ec2:DescribeVolumes', () => forever)
    expect(reason).toMatchObject({ known: false, detail: expect.stringContaining('did not answer in time') })
  })

  it('logs call, account, Region and outcome', async () => {
    logged.length = 0
    await read({ session, signal: never }, 'ec2:DescribeVolumes', async () => 1)
    expect(logged).toMatchObject([
      { call: 'ec2:DescribeVolumes', account: '111122223333', region: 'eu-central-1', outcome: 'ok' },
    ])
  })
})

describe('pages', () => {
  const book = (length: number) => (token: string | undefined) => {
    const at = Number(token ?? 0)
    return Promise.resolve({ items: [at], next: at + 1 < length ? `${at + 1}` : undefined })
  }
  it.each([
    [1, { items: [0], whole: true }],
    [3, { items: [0, 1, 2], whole: true }],
    [4, { items: [0, 1, 2], whole: false }],
  ])('of %i are read, three at most', async (length, expected) => {
    expect(
      await pages(
        book(length),
        it => it.items,
        it => it.next,
        3,
      ),
    ).toEqual(expected)
  })

  it.each([
    [true, { known: true, value: [1] }],
    [false, { known: false, why: 'aws error' }],
  ])('read to the end: %s', (whole, expected) => {
    const listed = { known: true, call: 'fsx:DescribeVolumes', from: 'here', value: { items: [1], whole } } as const
    expect(complete(listed)).toMatchObject(expected)
  })
})
