import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { startEmbeddedAws, Unplayable } from '../../src/playground/start.ts'

const busy = createServer()
beforeAll(() => new Promise<void>(resolve => busy.listen(0, '127.0.0.1', resolve)))
afterAll(() => void busy.close())

const start = (
  entry: string,
  env: Record<string, string>,
  words: readonly string[] = [],
): Promise<{ code: unknown; err: string }> =>
  new Promise(resolve => {
    execFile(
      process.execPath,
      ['--import', 'tsx', `src/entry/${entry}.ts`, ...words],
      { env: { ...process.env, ...env } },
      (error, _, err) => resolve({ code: error?.code ?? 0, err }),
    )
  })

describe('a start that cannot be is one plain sentence, and exit 2', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['a world that is not there', { PLAY_WORLD: 'nowhere.json' }, /^PLAY_WORLD is nowhere\.json: ENOENT/],
    ['a world that is none', { PLAY_WORLD: 'package.json' }, /^PLAY_WORLD is package\.json: The world cannot be read/],
    ['a latency that is no number', { PLAY_LATENCY_MS: 'slow' }, /^PLAY_LATENCY_MS is slow/],
    ['data in a file', { PLAY_DATA: 'package.json' }, /^PLAY_DATA is package\.json/],
  ])('of the embedded AWS with %s', async (_, env, sentence) => {
    const error: unknown = await startEmbeddedAws(env).catch((it: unknown) => it)
    expect(error).toBeInstanceOf(Unplayable)
    expect((error as Error).message).toMatch(sentence)
  })

  it('of a second playground with the same data, and of data that is none', { timeout: 60_000 }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'play-'))
    const first = await startDynamo({ path: data })
    const second = await start('play', { PLAY_DATA: data, PORT: '0' })
    const shell = await start('cli', { PLAY_DATA: data }, ['requests', '--play'])
    await first.close()
    for (const { code, err } of [second, shell]) {
      expect(err).toMatch(
        /^PLAY_DATA is .*: another playground, or a command with --play, works with it\. Stop that one/,
      )
      expect(err).not.toMatch(/^\s+at /m)
      expect(code).toBe(2)
    }
    writeFileSync(join(data, 'CURRENT'), 'nonsense')
    const third = await start('play', { PLAY_DATA: data, PORT: '0' })
    expect(third.err).toMatch(/^PLAY_DATA is .*: its data cannot be opened/)
    expect(third.code).toBe(2)
  })

  it.each<[string, string, Record<string, string>, RegExp]>([
    ['the playground in another world', 'play', { PLAY_WORLD: 'nowhere.json' }, /^PLAY_WORLD is/m],
    ['the playground at a port that is taken', 'play', {}, /^Port \d+ is in use/m],
    ['the bot at a port that is taken', 'server', {}, /^Port \d+ is in use/m],
  ])('of %s', { timeout: 60_000 }, async (_, entry, env, sentence) => {
    const { port } = busy.address() as AddressInfo
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }
    const { code, err } = await start(entry, { ...slack, ...env, PORT: String(port) })
    expect(err).toMatch(sentence)
    expect(err).not.toMatch(/^\s+at /m)
    expect(code).toBe(2)
  })
})
