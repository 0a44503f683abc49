import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What another run may still be serving is left alone. */
const anHour = 60 * 60 * 1000
const sources = ['src', 'blocks', 'commands', 'scripts', 'package-lock.json']

const newest = (path: string): number =>
  statSync(path).isDirectory()
    ? Math.max(0, ...readdirSync(path).map(name => newest(join(path, name))))
    : statSync(path).mtimeMs

/** A folder with the playground built from the sources as they are; built once for all test files. */
export const built = async (): Promise<string> => {
  const cache = 'node_modules/.cache'
  const folder = join(cache, `playground-${Math.floor(Math.max(...sources.map(newest))).toString(36)}`)
  if (existsSync(join(folder, 'play.mjs'))) return folder
  const fresh = `${folder}-${process.pid}`
  const build = spawn(process.execPath, ['scripts/build.mjs', fresh], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(build, 'exit')) as [number | null]
  if (code !== 0) throw new Error('The playground could not be built.')
  for (const old of readdirSync(cache))
    if (/^playground-[0-9a-z]+$/.test(old) && statSync(join(cache, old)).mtimeMs < Date.now() - anHour)
      await rm(join(cache, old), { recursive: true, force: true })
  // Another test file may have been faster.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  return folder
}

/** The built playground in a process of its own, as `npm run play` starts it. */
export const startPlayground = async (env: Record<string, string> = {}) => {
  const folder = await built()
  const play = spawn(process.execPath, [join(folder, 'play.mjs')], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const chunk of play.stdout.setEncoding('utf8')) {
    said += chunk
    const url = /Playground ready: (\S+)\n/.exec(said)?.[1]
    if (!url) continue
    // Whatever it says from now on is let through: a full pipe would stop it.
    play.stdout.resume()
    return {
      url,
      stop: async () => {
        play.kill('SIGTERM')
        if (play.exitCode === null) await once(play, 'exit')
      },
    }
  }
  throw new Error(`The playground ended before it was ready: ${said}`)
}
