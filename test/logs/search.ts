import { readdirSync, readFileSync } from 'node:fs'

/** The secrets of the tests, by what they look like and by name. */
const secrets: readonly (string | RegExp)[] = [
  /\bxox[a-z]-[\w-]+/,
  /\bxapp-[\w-]+/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/,
  /\bv0=[0-9a-f]{64}\b/,
  /\/slack\/respond\/[0-9a-f]{8,}/,
  /Credential=[^\s"]+aws4_request/,
  'hooks.slack.com/',
  'must-not-be-seen',
  'not-a-secret',
  'a-signing-secret',
]

/** Every line of every log of the whole suite that holds a secret. */
export const secretsIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap(file =>
    readFileSync(`${folder}/${file}`, 'utf8')
      .split('\n')
      .filter(line => secrets.some(it => (typeof it === 'string' ? line.includes(it) : it.test(line))))
      .map(line => `${file}: ${line.slice(0, 400)}`),
  )

/** Vitest's global set-up: the search is the last thing that the suite does. */
export default () => () => {
  const folder = process.env.TEST_LOGS
  if (!folder) return
  const found = secretsIn(folder)
  const lines = readdirSync(folder).reduce(
    (sum, it) => sum + readFileSync(`${folder}/${it}`, 'utf8').split('\n').length,
    0,
  )
  process.stdout.write(`${lines} lines of logs were searched for secrets: ${found.length} found.\n`)
  if (found.length > 0) throw new Error(`Secrets in the logs of the tests:\n${found.slice(0, 20).join('\n')}`)
}
