import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Bundle, buildLambdas } from '../../scripts/lambda.mjs'

export type Built = Readonly<Record<Bundle['name'], Bundle>>

/** Both functions as they ship, in a folder of their own, where no node_modules can help them out. */
export const built = async (): Promise<Built> => {
  const bundles = await buildLambdas(mkdtempSync(join(tmpdir(), 'lambda-')))
  return Object.fromEntries(bundles.map(it => [it.name, it])) as Built
}

export type Answer = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string }
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }
type Reply = { readonly id: number; readonly answer?: unknown; readonly thrown?: string }

/** A cold function in a fresh process. `log`: every line that it wrote. */
export const startFunction = async (file: string, env: Readonly<Record<string, string | undefined>>) => {
  const child = fork(new URL('./host.mjs', import.meta.url), [pathToFileURL(file).href], {
    env: { PATH: process.env.PATH, ...env },
    execArgv: [],
    silent: true,
  })
  let log = ''
  const waiting = new Map<number, (reply: Reply) => void>()
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (log += chunk))
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: Reply | { ready: number }) => {
      if ('ready' in message) resolve()
      else waiting.get(message.id)?.(message)
    })
    child.on('exit', () => reject(new Error(`The function ended: ${log}`)))
  })
  await ready
  let ids = 0
  return {
    log: () => log,
    /** The handler's answer; rejects with what it threw. */
    invoke: async <T>(event: unknown): Promise<T> => {
      const id = ++ids
      const reply = new Promise<Reply>(resolve => waiting.set(id, resolve))
      child.send({ id, event })
      const { answer, thrown } = await reply
      if (thrown !== undefined) throw new Error(thrown)
      return answer as T
    },
    stop: async (): Promise<void> => {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

export type LambdaFunction = Awaited<ReturnType<typeof startFunction>>
