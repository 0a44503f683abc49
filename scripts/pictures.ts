// Takes the pictures of the README and the docs from the running playground: `npm run pictures`.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { built, startPlayground } from '../test/browser/built.ts'
import { findChromium, launch } from '../test/browser/chromium.ts'
import { terminalPicture } from './terminal-picture.ts'

const folder = 'docs/pictures'
const payments = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const orders = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'

const chromium = findChromium()
if (!chromium) {
  process.stderr.write('No Chromium was found. Get it with: apt-get install chromium\n')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const play = await startPlayground({ PLAY_LATENCY_MS: '25' })
const browser = await launch(chromium)

const open = async (who: string, place: string, height = 820): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1200, height },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  // A busy machine takes its time.
  page.setDefaultTimeout(180_000)
  await page.goto(`${play.url}/#/${who}/${place}`)
  await page.locator('main h1').waitFor()
  return page
}
const say = async (page: Page, words: string) => {
  const composer = page.getByRole('textbox', { name: /^Message / })
  await composer.fill(words)
  await composer.press('Escape')
  await composer.press('Enter')
}
const take = async (page: Page, name: string) => {
  // The pointer stands on nothing, and what moves has come to rest.
  await page.mouse.move(0, 0)
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  process.stdout.write(`${folder}/${name}.png\n`)
}
const side = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const toTop = (page: Page, words: string) =>
  page
    .locator('.message')
    .filter({ hasText: words })
    .last()
    .evaluate(it => it.scrollIntoView({ block: 'start' }))

const pictures: Readonly<Record<string, () => Promise<void>>> = {
  notice: async () => {
    const page = await open('U0ANNA', 'C0SHOP')
    const notices = page.locator('main .message').filter({ hasText: 'Retry copy' })
    await notices.getByRole('button', { name: /repl/ }).first().waitFor()
    await notices.getByRole('button', { name: /repl/ }).first().click()
    await notices.first().evaluate(it => it.scrollIntoView({ block: 'start' }))
    await take(page, 'notice')
  },
  check: async () => {
    const page = await open('U0ANNA', 'C0GENERAL', 1000)
    await say(page, `/backup check ${payments}`)
    await page.getByText('Copied to the central account').last().waitFor()
    await side(page, 'AWS calls')
    await toTop(page, 'Copied to the central account')
    await take(page, 'check')
  },
  explain: async () => {
    const page = await open('U0BEN', 'C0GENERAL')
    await say(page, `/backup explain ${payments}`)
    await page.getByText('AWS says:').last().waitFor()
    await side(page, 'World')
    await take(page, 'explain')
  },
  policy: async () => {
    const page = await open('U0LEA', 'C0GENERAL', 1000)
    await say(page, `/backup policy ${payments} --format diff`)
    await page.getByText('Simulated:').last().waitFor()
    await toTop(page, 'Simulated:')
    await take(page, 'policy')
  },
  'restore-form': async () => {
    const page = await open('U0ANNA', 'C0GENERAL')
    await say(page, `/backup restore ${orders}`)
    const form = page.getByRole('dialog', { name: 'Restore' })
    await form.getByLabel('Why is it needed?').fill('The release of this morning wrote wrong prices.')
    await form.getByRole('combobox', { name: 'Recovery point' }).click()
    await form.getByRole('option').first().waitFor()
    await take(page, 'restore-form')
    await page.keyboard.press('Escape')
    await form.getByRole('button', { name: 'Ask for it' }).click()
    await form.getByText('is with the CDX team').waitFor()
    await page.keyboard.press('Escape')
  },
  request: async () => {
    const page = await open('U0CARL', 'C0CDX')
    await page.getByRole('button', { name: 'Approve' }).first().click()
    await page.getByRole('button', { name: 'Copy back' }).first().waitFor()
    await page.getByRole('button', { name: /repl/ }).first().click()
    await take(page, 'request')
  },
  home: async () => {
    const page = await open('U0CARL', 'home', 560)
    await page.getByText('The queue').waitFor()
    await take(page, 'home')
  },
  help: async () => {
    const page = await open('U0ANNA', 'C0GENERAL', 960)
    await say(page, '/backup help')
    await page.getByText('How backups work here').waitFor()
    await toTop(page, 'How backups work here')
    await take(page, 'help')
  },
  playground: async () => {
    const page = await open('U0DORA', 'C0GENERAL')
    await page.getByRole('button', { name: 'Start the tour' }).click()
    await page.getByRole('button', { name: 'Type it for me' }).click()
    await page.keyboard.press('Enter')
    await page.getByText('The bot read it all from AWS').waitFor()
    await take(page, 'playground')
  },
}

try {
  const wanted = process.argv.slice(2)
  for (const [name, draw] of Object.entries(pictures)) if (!wanted.length || wanted.includes(name)) await draw()
} finally {
  await browser.close()
  await play.stop()
}

const { SLACK_BOT_TOKEN: _, SLACK_SIGNING_SECRET: __, SLACK_APP_TOKEN: ___, CI: ____, ...env } = process.env
const inTerminal = { ...env, TERM: 'xterm-256color', NO_COLOR: '' }
const folderOfBuild = await built()
// `script` gives the command line a terminal, so that it shows its colours.
const shown = (command: string): string =>
  execFileSync('script', ['-qc', command, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: inTerminal,
  })
const terminal = (name: string, typed: string, output: string) => {
  writeFileSync(join(folder, `${name}.svg`), terminalPicture(typed, output))
  process.stdout.write(`${folder}/${name}.svg\n`)
}

const words = `check ${payments} --play`
// What moves while it works is no part of the answer.
const answer = shown(`${process.execPath} ${join(folderOfBuild, 'backup-bot.mjs')} ${words} 2>/dev/null`)
terminal('terminal', `npx backup-bot ${words}`, answer)
terminal('start', 'npm start', shown(`${process.execPath} ${join(folderOfBuild, 'server.mjs')}`))
