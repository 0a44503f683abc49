import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RecordedCall } from '../src/playground/aws/server.ts'

export type Posted = {
  readonly ts: string
  readonly channel: string
  readonly thread?: string
  readonly text: string
  /** What the bot calls it; the same of two messages where one was posted twice. */
  readonly id: string
}
type Said = {
  readonly url?: string
  readonly slackUrl?: string
  readonly calls?: readonly RecordedCall[]
  readonly messages?: readonly Posted[]
}

/** The SDK's own environment that leads to an embedded AWS. */
export const awsEnvironment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'BENCHMARK',
  AWS_SECRET_ACCESS_KEY: 'benchmark',
  AWS_REGION: 'eu-central-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
})

/** A file of the benchmarks, or a bundle, in a process of its own. `next`: what it says next; rejects when it ends. */
export const start = (
  file: string,
  words: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
  flags: readonly string[] = [],
) => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [...words], {
    execArgv: [...flags, ...(file.endsWith('.ts') ? ['--import', 'tsx'] : [])],
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const next = () =>
    new Promise<unknown>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${file} ended with ${code}.`))
      child.once('exit', ended)
      child.once('message', said => {
        child.off('exit', ended)
        resolve(said)
      })
    })
  return {
    next,
    ask: (word: string) => {
      const answer = next()
      child.send(word)
      return answer
    },
    close: () =>
      new Promise<void>(resolve => {
        if (child.exitCode !== null) return resolve()
        child.once('exit', () => resolve())
        child.kill()
      }),
  }
}

/** The embedded AWS and Slack in a process of their own; `calls` are those since it was last asked. */
export const startWorld = async ({ latencyMs = 0, storm = 0 }: { latencyMs?: number; storm?: number } = {}) => {
  const child = start('world-process.ts', [String(latencyMs), String(storm)])
  const { url = '', slackUrl = '' } = (await child.next()) as Said
  return {
    url,
    slackUrl,
    calls: async () => ((await child.ask('calls')) as Said).calls ?? [],
    messages: async () => ((await child.ask('messages')) as Said).messages ?? [],
    close: child.close,
  }
}
