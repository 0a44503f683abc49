import { describe, expect, it } from 'vitest'
import { chromium, slow, stage } from './stage.ts'

describe.skipIf(!chromium)('a storm in the browser', { timeout: 5 * slow }, () => {
  const { open } = stage()

  it('costs one message by root cause, counted up in place', async () => {
    const page = await open('U0ANNA', 'C0LAB')
    const notices = page.getByRole('article').filter({ hasText: /cop(y|ies) failed/ })
    await notices.first().waitFor()
    await page.getByRole('button', { name: 'World', exact: true }).click()
    await page.getByRole('button', { name: 'Storm of 300 failures' }).click()
    await notices.filter({ hasText: /\b(2[0-9]|3[0-9]) copies failed/ }).waitFor()
    expect(await notices.count()).toBe(1)
    await notices.getByText('(edited)').waitFor()
    await notices.getByRole('button', { name: /replies/ }).click()
    const thread = page.getByRole('region', { name: 'Thread' })
    await thread.getByText('more of the same').waitFor()
    await thread.getByRole('button', { name: 'Close the thread' }).click()
    await page.getByRole('complementary', { name: 'Playground' }).waitFor()
  })
})
