import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { built } from '../browser/built.ts'

const run = promisify(execFile)
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'

let program = ''
beforeAll(async () => {
  program = join(await built(), 'backup-bot.mjs')
}, 120_000)

/** What a terminal is sent by a check of a slow AWS; `script` gives it one. */
const seen = async (options: string, env: Record<string, string> = {}): Promise<string> => {
  const { CI: _, NO_COLOR: __, ...outer } = process.env
  const command = `${process.execPath} ${program} check ${volume} --play ${options}; exit 0`
  const { stdout } = await run('script', ['-qec', command, '/dev/null'], {
    env: { ...outer, TERM: 'xterm-256color', PLAY_LATENCY_MS: '500', ...env },
  })
  return stdout
}

const hasTerminal = run('script', ['--version']).then(
  ({ stdout }) => stdout.includes('util-linux'),
  () => false,
)
const answer = 'Copied to the central account'
const csi = '\u001b['

describe('the progress line', { timeout: 60_000 }, () => {
  it('says on a terminal what AWS is asked, and is gone before the answer', async context => {
    if (!(await hasTerminal)) context.skip('there is no `script` of util-linux to give a terminal')
    const [before = '', after] = (await seen('')).split(answer)
    expect(before).toContain('Asking AWS')
    expect(before.slice(before.lastIndexOf('Asking AWS'))).toContain(`${csi}0K`)
    expect(after).toContain(`${csi}22m`)
  })

  it.each<[string, string, Record<string, string>]>([
    ['--json', '--json', {}],
    ['a dumb terminal', '', { TERM: 'dumb' }],
    ['a build server', '', { CI: 'true' }],
  ])('is never there with %s', async (_, options, env) => {
    const told = await seen(options, env)
    expect(told).toContain(options ? '"verdict": "no"' : answer)
    expect(told).not.toContain('Asking AWS')
  })

  it.each<[string, string, Record<string, string>]>([
    ['NO_COLOR', '', { NO_COLOR: '1' }],
    ['--no-color', '--no-color', {}],
    ['TERM=dumb', '', { TERM: 'dumb' }],
  ])('all is plain with %s', async (_, options, env) => {
    const told = await seen(options, env)
    expect(told.slice(told.indexOf(answer))).not.toContain(csi)
    // The line is erased and drawn again, but never painted.
    expect(told.split(csi).filter(it => /^[\d;]*m/.test(it))).toEqual([])
  })
})
