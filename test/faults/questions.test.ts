import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Deps } from '../../commands/command.ts'
import { commandOf } from '../../commands/index.ts'
import { createAws } from '../../src/aws/sessions.ts'
import { WorldFault } from '../../src/aws/trouble.ts'
import { parseIntent } from '../../src/core/intent.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { startEmbeddedAws } from '../../src/playground/start.ts'
import { refusal, skewed } from './faults.ts'
import { createMatrix, spread } from './matrix.ts'
import { type Asked, type Fate, type Relay, startProxy, strike } from './proxy.ts'

/** Milliseconds that a question may take; a person waits ten seconds, a test does not. */
const patience = 1500
/** Where nothing is wrong, however busy the machine. */
const unhurried = 60_000
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const good = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'
const flows: Readonly<Record<string, string>> = {
  'check (no)': `check ${volume}`,
  'check (yes)': `check ${good}`,
  'explain a resource': `explain ${volume}`,
  'explain a job': 'explain 839FDC35-2CD3-497D-89AC-B3480BFC5F42',
  policy: `policy ${volume}`,
}

let aws: Awaited<ReturnType<typeof startEmbeddedAws>>
let proxy: Relay
beforeAll(async () => {
  aws = await startEmbeddedAws(process.env)
  proxy = await startProxy(aws.url)
  vi.stubEnv('AWS_ENDPOINT_URL', proxy.url)
})
beforeEach(() => aws.faults.clear())
afterAll(async () => {
  await proxy.close()
  await aws.close()
  vi.unstubAllEnvs()
})

const house = loadOrganisation('organisation.json')
/** As many clients as a new process has; `now` is the clock of the bot. */
const ask = async (words: string, { now = () => Date.now(), most = unhurried } = {}) => {
  const intent = parseIntent(words)
  if (isMistake(intent)) throw new Error(intent.mistake)
  const deps: Deps = { house, aws: createAws(house, { now }), now: () => new Date(now()) }
  try {
    const { json, exit, blocks } = await commandOf(intent.verb).run(intent, deps, AbortSignal.timeout(most))
    return { json, exit, told: JSON.stringify(blocks) }
  } catch (error) {
    if (!(error instanceof WorldFault)) throw error
    return { json: {}, exit: 4, told: error.message }
  }
}

const record = createMatrix('What is asked, while AWS is in trouble')

const throttled = ({ service }: Asked): Fate => {
  aws.faults.throttle(service)
  return 'pass'
}
const failing = ({ service }: Asked): Fate => {
  aws.faults.error(service, 1, 503)
  return 'pass'
}
/** `slow`: the SDK waits before it tries again, or for an answer. */
const faults: Readonly<Record<string, { forGood: boolean; slow?: true; fate: (asked: Asked) => Fate }>> = {
  'throttled once': { forGood: false, slow: true, fate: throttled },
  'throttled for good': { forGood: true, slow: true, fate: throttled },
  'HTTP 503 once': { forGood: false, fate: failing },
  'HTTP 503 for good': { forGood: true, fate: failing },
  'connection cut before the call': { forGood: false, fate: () => 'cut before' },
  'connection cut after the call': { forGood: false, fate: () => 'cut after' },
  'connection cut for good': { forGood: true, fate: () => 'cut before' },
  'no answer (half-open connection)': { forGood: true, slow: true, fate: () => 'hang' },
  'session expired': {
    forGood: true,
    fate: refusal(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
  },
  'clock skew': { forGood: true, fate: skewed },
  'read denied': { forGood: true, fate: refusal(403, 'AccessDeniedException', 'not authorized') },
  'an answer that is no JSON': { forGood: true, fate: () => ({ status: 200, body: '<html>' }) },
}

const answerIn = (json: unknown): string => {
  const { verdict, need, diagnosis } = json as { verdict?: string; need?: string; diagnosis?: string }
  return verdict ?? need ?? diagnosis ?? ''
}

describe.each(Object.entries(flows))('%s', (flow, words) => {
  it.each(Object.entries(faults))('%s, at every call', { timeout: 120_000 }, async (fault, { forGood, slow, fate }) => {
    proxy.judge(() => 'pass')
    const calls = () => aws.calls.length
    const before = calls()
    const usual = await ask(words)
    const steps = calls() - before
    expect(steps).toBeGreaterThan(3)
    const usually = answerIn(usual.json)
    for (const n of spread(steps, slow ? 2 : 6)) {
      aws.faults.clear()
      const hit = strike(n, forGood, fate)
      proxy.judge(hit)
      const { json, exit, told } = await ask(words, { most: patience })
      const answer = answerIn(json)
      // The same, or a plain "I cannot tell"; never the opposite, and never nothing.
      const where = `${hit.struck()}, call ${n}: ${told}`
      expect([usually, 'unsure', 'unknown', 'unrecognised', 'explained', ''], where).toContain(answer)
      if (usually !== 'yes') expect(answer, where).not.toBe('yes')
      if (usually !== 'nothing') expect(answer, where).not.toBe('nothing')
      if (usually !== 'no') expect(answer, where).not.toBe('no')
      expect(told.length, where).toBeGreaterThan(20)
      const outcome =
        exit === usual.exit
          ? 'the same answer'
          : exit === 3
            ? 'unsure, with the reason'
            : exit === 4
              ? 'says that AWS cannot be asked'
              : `says why not (${exit})`
      record(flow, fault, outcome)
      if (!forGood && exit !== usual.exit) expect([3], where).toContain(exit)
    }
  })

  it('a clock that is wrong by an hour', async () => {
    proxy.judge(() => 'pass')
    const usual = await ask(words)
    for (const skew of [-3_600_000, 3_600_000]) {
      const { json, exit } = await ask(words, { now: () => Date.now() + skew })
      expect(answerIn(json)).toBe(answerIn(usual.json))
      record(flow, 'clock an hour off', exit === usual.exit ? 'the same answer' : `exit ${exit}`)
    }
  })
})
