import { describe, expect, it } from 'vitest'
import { chromium, say, slow, stage, volume } from './stage.ts'

describe.skipIf(!chromium)('a check in the browser', { timeout: 5 * slow }, () => {
  const { open } = stage()

  it('is asked with suggestions, answered to the asker alone, and its AWS calls are drawn', async () => {
    const page = await open()
    const composer = page.getByRole('textbox', { name: 'Message #general' })
    await composer.pressSequentially('/backup ch')
    await page.getByRole('option', { name: /^check </ }).waitFor()
    await composer.press('Tab')
    await composer.pressSequentially('payments')
    await page.getByRole('option', { name: /^payments ·/ }).waitFor()
    await composer.press('Tab')
    expect(await composer.inputValue()).toBe(`/backup check ${volume}`)
    await composer.press('Enter')
    const answer = page.getByRole('article', { name: /^backup-bot/ }).last()
    await answer.getByText('Copied to the central account').waitFor()
    expect(await answer.innerText()).toContain('Only visible to you')
    expect(await answer.innerText()).toContain('The key policy does not let account 692653576357 use')

    await page.getByRole('button', { name: 'AWS calls' }).click()
    const calls = page.getByRole('complementary').getByRole('listitem')
    await calls.filter({ hasText: 'kms:GetKeyPolicy' }).first().waitFor()
    expect(await calls.filter({ hasText: 'cbackupstorage-prod' }).count()).toBeGreaterThan(0)
    expect(await calls.filter({ hasText: 'lab-dev' }).count(), 'of the sweep').toBe(0)

    const other = await open('U0BEN')
    await other.getByRole('heading', { name: '#general' }).first().waitFor()
    expect(await other.getByRole('article').count()).toBe(0)
  })

  it('is shared when asked, and then everybody sees it', async () => {
    const page = await open()
    await say(page, `/backup check ${volume}`)
    await page.getByRole('button', { name: 'Share with the channel' }).last().click()
    const other = await open('U0BEN')
    await other.getByText('Copied to the central account').waitFor()
    expect(await other.getByText('Only visible to you').count()).toBe(0)
  })

  it('sees what a switch of the world has changed', async () => {
    const page = await open('U0ANNA', 'C0SHOP')
    await page.getByRole('button', { name: 'World', exact: true }).click()
    const bucket = page.locator('[data-arn="arn:aws:s3:::shop-prod-logs"]')
    await bucket.getByRole('button', { name: 'Change shop-prod-logs' }).click()
    await bucket.getByRole('button', { name: 'Turn versioning on' }).click()
    await bucket.getByText('versioning enabled').waitFor()
    await bucket.getByRole('button', { name: 'Check shop-prod-logs' }).click()
    const answer = page
      .getByRole('article', { name: /^backup-bot/ })
      .filter({ hasText: 'Backed up locally' })
      .last()
    await answer.waitFor()
    expect(await answer.innerText()).not.toContain('versioning is')
    await bucket.getByTitle('Press to copy the ARN').click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('arn:aws:s3:::shop-prod-logs')
  })
})
