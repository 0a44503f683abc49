// Starts the built playground, delivers one signed `/backup check` and reads the answer, as Slack would.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const secret = 'smoke-signing-secret'
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const play = spawn(process.execPath, ['dist/play.mjs'], {
  env: { ...process.env, PORT: '0', SLACK_SIGNING_SECRET: secret },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const giveUp = setTimeout(() => {
  console.error('smoke: no answer within 60 s')
  play.kill('SIGKILL')
  process.exit(1)
}, 60_000)

const ready = async () => {
  for await (const line of createInterface({ input: play.stdout })) {
    const url = line.match(/^Playground ready: (.+)$/)?.[1]
    if (url) return url
  }
  throw new Error('the playground ended before it was ready')
}

try {
  const url = await ready()
  const page = await (await fetch(url)).text()
  if (!page.includes('backup-bot')) throw new Error('the page is not served')
  const unsigned = await fetch(`${url}/slack/events`, { method: 'POST', body: 'command=/backup' })
  if (unsigned.status !== 401) throw new Error(`an unsigned request was answered ${unsigned.status}`)
  await say(url, `/backup check ${volume}`)
  const text = await answer(url)
  if (!text.includes(volume)) throw new Error(`unexpected answer: ${text}`)
  console.log(`smoke: the built playground answered a signed check at ${url}`)
  // As a person would: found by npx, started by its first line. The volume's answer is no, so the exit code is 1.
  const shell = spawnSync('npx', ['backup-bot', 'check', volume, '--play', '--json'], { encoding: 'utf8' })
  if (shell.status !== 1 || JSON.parse(shell.stdout).verdict !== 'no')
    throw new Error(`npx backup-bot: ${shell.stderr}`)
  console.log('smoke: npx backup-bot answered the same check in a shell')
} finally {
  clearTimeout(giveUp)
  play.kill('SIGTERM')
  await once(play, 'exit')
}

/** Lets a person of the embedded Slack type the words; it signs and delivers them over HTTP. */
async function say(url, text) {
  const response = await fetch(`${url}/play/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'U0ANNA', channel: 'C0GENERAL', text }),
  })
  const { status } = await response.json()
  if (status !== 200) throw new Error(`the bot answered ${status}`)
}

/** The message with the three stages, once it is there. */
async function answer(url) {
  for (;;) {
    const { messages } = await (await fetch(`${url}/play/state`)).json()
    // The bot tells of last night's failures meanwhile.
    const text = messages.map(it => JSON.stringify(it)).find(it => it.includes('Backed up locally'))
    if (text) return text
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
