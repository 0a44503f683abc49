import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { startPlayground } from './built.ts'
import { findChromium, launch } from './chromium.ts'

export const chromium = findChromium()
export const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'

/** A machine that does much else at once takes its time; no test asserts one. */
export const slow = 180_000

/** A playground and a browser for the tests of one file; whatever the console complains of fails the test. */
export const stage = () => {
  let browser: Browser | undefined
  let play: Awaited<ReturnType<typeof startPlayground>> | undefined
  let complaints: string[] = []
  let pages: Page[] = []

  beforeAll(async () => {
    if (!chromium) return
    play = await startPlayground()
    browser = await launch(chromium)
  }, 300_000)
  afterEach(async () => {
    await Promise.all(pages.map(page => page.context().close()))
    pages = []
    const found = complaints
    complaints = []
    expect(found, 'the console of the page').toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await play?.stop()
  })

  return {
    /** The page as somebody sees it, at a place of the workspace. */
    open: async (who = 'U0ANNA', place = 'C0GENERAL', options: BrowserContextOptions = {}): Promise<Page> => {
      if (!browser || !play) throw new Error('There is no browser.')
      const context = await browser.newContext({
        viewport: { width: 1360, height: 850 },
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(slow)
      page.on('console', it => {
        if (it.type() === 'error' || it.type() === 'warning') complaints.push(it.text())
      })
      page.on('pageerror', it => complaints.push(it.message))
      page.on('request', it => {
        if (!it.url().startsWith(play?.url ?? '') && !it.url().startsWith('data:')) complaints.push(`asked ${it.url()}`)
      })
      pages.push(page)
      await page.goto(`${play.url}/#/${who}/${place}`)
      await page.locator('main h1').waitFor()
      return page
    },
  }
}

/** Types words into the composer and sends them. */
export const say = async (page: Page, words: string): Promise<void> => {
  const composer = page.getByRole('textbox', { name: /^Message / })
  await composer.fill(words)
  await composer.press('Escape')
  await composer.press('Enter')
}

type Found = { readonly id: string; readonly nodes: readonly { readonly html: string }[] }

/** What axe objects to, as `rule: element`. */
export const objections = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly Found[] }
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`))
}
