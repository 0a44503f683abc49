import { describe, expect, it } from 'vitest'
import { chromium, slow, stage } from './stage.ts'

describe.skipIf(!chromium)('the guided tour', { timeout: 5 * slow }, () => {
  const { open } = stage()

  it('is confirmed step by step by what really happened', async () => {
    const page = await open()
    const tour = page.getByRole('complementary', { name: 'Playground' })
    const typeIt = async () => {
      await tour.getByRole('button', { name: 'Type it for me' }).click()
      await page.keyboard.press('Enter')
    }
    await tour.getByRole('button', { name: 'Start the tour' }).click()
    await typeIt()
    await tour.getByText('The bot read it all from AWS').waitFor()
    await typeIt()
    await tour.getByText('It found the job, its message and the cause').waitFor()
    await tour.getByRole('button', { name: 'Put the statements' }).click()
    await tour.getByText('The key policy in the embedded AWS now allows the copy').waitFor()
    await page.reload()
    expect(await tour.locator('li.done').count(), 'after a reload').toBe(3)
    await tour.getByRole('button', { name: 'Show me the message' }).click()
    const notice = page.locator('article:focus')
    await notice.getByRole('button', { name: 'Retry copy' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Copy again' }).click()
    await tour.getByText('The copy job is completed').waitFor()
    await page.getByText('1 copy failed, and has landed since').first().waitFor()

    await typeIt()
    const form = page.getByRole('dialog', { name: 'Restore' })
    await form.getByLabel('Why is it needed?').fill('The last deployment wrote nonsense')
    await form.getByLabel(/Availability Zone/).fill('eu-central-1a')
    await form.getByRole('button', { name: 'Ask for it' }).click()
    await tour.getByText('The request is in #cdx').waitFor()
    await tour.getByText('That was the tour.').waitFor()
    expect(await tour.locator('li.done').count()).toBe(5)
  })
})
