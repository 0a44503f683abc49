import { spawn } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../bench/bundle.ts'
import { startStage } from '../slack/stage.ts'
import { createMatrix } from './matrix.ts'

/** 5 with the tests; `npm run faults` asks for 200. */
const kills = Number(process.env.FAULTS_KILLS ?? 5)
const failures = 9
const causes = 3
const killsEach = 5

let bundles: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  bundles = await bundle(['../test/faults/victim.ts'])
})
afterAll(() => bundles.close())

const record = createMatrix(
  'The process killed at a random point, then started again on the same data',
  'a random moment',
)

describe(`kill -9 at ${kills} random points`, () => {
  it('loses nothing and tells nothing twice', { timeout: kills * 6_000 + 60_000 }, async () => {
    let killed = 0
    let survived = 0
    for (let seed = 1; killed < kills; seed++) {
      const stage = await startStage()
      let longest = 0
      /** Resolves with `true` where the process was killed before it was done. */
      const run = (killAt: number | null) =>
        new Promise<boolean>((resolve, reject) => {
          const words = [stage.dynamoUrl, stage.apiUrl, stage.clock.at(), String(failures), String(causes)]
          const child = spawn(process.execPath, [bundles.path('victim.ts'), ...words], {
            stdio: ['ignore', 'pipe', 'inherit'],
          })
          let began = 0
          child.stdout.on('data', said => {
            if (String(said).includes('ready')) {
              began = performance.now()
              if (killAt !== null) setTimeout(() => child.kill('SIGKILL'), killAt)
            }
          })
          child.once('error', reject)
          child.once('exit', (code, signal) => {
            longest = Math.max(longest, performance.now() - began)
            if (code !== 0 && signal !== 'SIGKILL') reject(new Error(`The worker ended with ${code}.`))
            resolve(signal === 'SIGKILL')
          })
        })
      const points = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { seed, numRuns: killsEach })
      let span = 400
      for (const point of points) {
        if (killed >= kills) break
        if (await run(point * span)) killed++
        else survived++
        // What was done is not done again, so the next run is shorter.
        span = Math.max(150, span * 0.9)
        // Whoever died had the channel; its lease runs out.
        await stage.clock.pause(2 * 60_000)
      }
      expect(await run(null)).toBe(false)
      await stage.clock.pause(2 * 60_000)
      expect(await run(null)).toBe(false)

      const ids = stage.messages.map(it => JSON.stringify(it.metadata))
      expect(new Set(ids).size, 'told twice').toBe(ids.length)
      expect(stage.roots()).toHaveLength(causes)
      for (const root of stage.roots())
        expect(JSON.stringify(root.blocks)).toContain(`${failures / causes} copies failed`)
      expect(stage.replies()).toHaveLength(failures)
      await stage.close()
    }
    record('notice', `kill -9 (${killed} times)`, 'nothing lost, nothing doubled')
    expect(killed, `${survived} were done before`).toBe(kills)
  })
})
