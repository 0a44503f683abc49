import { describe, expect, it } from 'vitest'
import { chromium, objections, say, slow, stage } from './stage.ts'

const orders = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'

describe.skipIf(!chromium)('a restore with two people', { timeout: 5 * slow }, () => {
  const { open } = stage()

  it('is asked with a form that says what is wrong with it, approved, copied back and restored', async () => {
    const anna = await open()
    await say(anna, `/backup restore ${orders}`)
    const form = anna.getByRole('dialog', { name: 'Restore' })
    const reason = form.getByLabel('Why is it needed?')
    const size = form.getByLabel('Size in GiB')
    await reason.waitFor()
    expect(await objections(anna), 'the form').toEqual([])
    await size.fill('as big as it was')
    await form.getByRole('button', { name: 'Ask for it' }).click()
    expect(await form.locator('.error').allInnerTexts()).toEqual(['Please complete this required field.'])
    expect(await reason.getAttribute('aria-invalid')).toBe('true')
    await reason.fill('The last deployment wrote nonsense')
    await form.getByRole('button', { name: 'Ask for it' }).click()
    await size.and(form.locator('[aria-invalid=true]')).waitFor()
    expect(await form.locator('.error').count()).toBe(1)
    expect(await objections(anna), 'the form with a mistake').toEqual([])
    await size.fill('100')

    const point = form.getByRole('combobox', { name: 'Recovery point' })
    await point.click()
    await form.getByRole('option').first().waitFor()
    const offered = await form.getByRole('option').count()
    await point.fill('local')
    await expect.poll(() => form.getByRole('option').count(), { timeout: slow }).toBeLessThan(offered)
    await point.press('Escape')
    expect(await form.isVisible(), 'Escape closes the list only').toBe(true)
    await form.getByRole('button', { name: 'Ask for it' }).click()
    await form.getByText('is with the CDX team').waitFor()
    await anna.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
    await anna.locator('textarea:focus').waitFor()

    const carl = await open('U0CARL', 'C0CDX')
    const card = carl.getByRole('article').filter({ hasText: 'vol-0280c157b4de26ade' }).first()
    await card.getByRole('button', { name: 'Approve' }).click()
    await card.getByRole('button', { name: 'Copy back' }).click()
    await carl.getByRole('dialog', { name: 'Copy back?' }).getByRole('button', { name: 'Copy back' }).click()
    await card.getByText('copied back, ready to be restored').waitFor()
    await card.getByRole('button', { name: 'Restore' }).click()
    await carl.getByRole('dialog', { name: 'Restore?' }).getByRole('button', { name: 'Restore' }).click()
    await card.getByText(/: restored/).waitFor()

    await anna.getByRole('button', { name: /^backup-bot/ }).click()
    await anna.getByRole('button', { name: 'Messages', exact: true }).first().click()
    await anna.getByText('Your request is approved.').waitFor()
    await anna.getByText('It is restored.').first().waitFor()
  })
})
