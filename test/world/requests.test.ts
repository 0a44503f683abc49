import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { region } from './notices-stage.ts'
import {
  anna,
  carl,
  cdx,
  dora,
  fileSystem,
  house,
  type RequestsStage,
  startRequests,
  stateOf,
  table,
} from './requests-stage.ts'

let stage: RequestsStage
beforeAll(async () => {
  stage = await startRequests()
  stage.forwardEvents()
})
afterAll(() => stage.close())

/** The recovery points of a resource, newest first, as the open form lists them. */
const points = async (text: string, user = anna) => {
  const view = stage.top(user)
  const answer = await stage.slack.interact.options(
    user,
    { view: view.id },
    { block: 'point', action: 'restore-point' },
    text,
  )
  return (JSON.parse(answer.body) as { options: { value: string; text: { text: string } }[] }).options
}
const filedFrom = async (vault: string) => {
  await stage.open(anna, `restore ${table}`)
  const [newest] = await points(vault)
  return stage.filed({ point: newest?.value ?? '' })
}
const filedFromCentral = () => filedFrom('central-backup-vault')
const filedFromLocal = () => filedFrom('local-backup-vault')

describe('the form', () => {
  it('opens at once and is filled with what was read', async () => {
    const view = await stage.open(anna, `restore ${table}`)
    expect(view.callback_id).toBe('restore')
    expect(JSON.stringify(view.blocks)).toContain('New table name')
    expect(view.submit?.text).toBe('Ask for it')
    const options = await points('central-backup')
    expect(options).toHaveLength(2)
    expect(options[0]?.text.text.localeCompare(options[1]?.text.text ?? '')).toBe(1)
    expect(options[0]?.value).toContain(house.central.account)
  })

  it('says at the field what is wrong, and keeps what was typed', async () => {
    await stage.open(anna, `restore ${table}`)
    const { errors } = await stage.submit(anna, { 'p-name': 'x', reason: '', account: '12', region: 'mars-1' })
    expect(errors).toMatchObject({
      'p-name': expect.stringContaining('3 to 255'),
      reason: 'Say why it is needed.',
      account: expect.stringContaining('12 digits'),
      region: expect.stringContaining('Choose one of'),
    })
    expect(stage.top(anna).callback_id).toBe('restore')
  })

  it('refuses the name of a table that exists', async () => {
    await stage.open(anna, `restore ${table}`)
    const { errors } = await stage.submit(anna, { 'p-name': 'carts-old', reason: 'x' })
    expect(errors).toEqual({ 'p-name': expect.stringContaining('exists already') })
  })

  it('refuses a recovery point that has gone since, or of another resource', async () => {
    await stage.open(anna, `restore ${table}`)
    const gone = `${house.central.account} ${region} arn:aws:backup:${region}:${house.central.account}:recovery-point:00000000-0000-4000-8000-000000000000`
    const answer = await stage.submit(anna, { 'p-name': 'carts-2', reason: 'x', point: gone })
    expect(answer.errors).toEqual({ point: expect.stringContaining('is gone') })
    const other = await stage.open(carl, `restore ${fileSystem}`)
    const state = stateOf(other)
    const chosen = state.point?.['restore-point']?.selected_option as { readonly value: string } | undefined
    const value = chosen?.value ?? ''
    const { errors } = await stage.submit(anna, { 'p-name': 'carts-2', reason: 'x', point: value })
    expect(errors).toEqual({ point: 'This recovery point belongs to another resource.' })
  })

  it('asks what is to be restored, searched by name or pasted', async () => {
    const view = await stage.open(anna, 'restore')
    expect(view.callback_id).toBe('restore-find')
    const found = await stage.slack.interact.options(
      anna,
      { view: view.id },
      { block: 'found', action: 'restore-resource' },
      'carts',
    )
    expect(JSON.parse(found.body)).toMatchObject({ options: [{ value: table }] })
    expect((await stage.submit(anna)).errors).toEqual({ target: expect.stringContaining('paste it') })
    expect((await stage.submit(anna, { target: 'nonsense of a kind' })).errors.target).toBeTruthy()
    await stage.submit(anna, { found: table })
    expect(JSON.stringify(stage.top(anna).blocks)).toContain('New table name')
  })

  it('says plainly that nothing can be restored', async () => {
    const view = await stage.open(anna, `restore arn:aws:dynamodb:${region}:111122223333:table/never-was`)
    expect(JSON.stringify(view.blocks)).toContain('There is no recovery point of never-was')
  })

  it('redraws itself for the way into the original, says what that does, and asks to type the name', async () => {
    const view = await stage.open(anna, `restore ${fileSystem}`)
    const mode = { selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'overwrite' } }
    const values = stateOf(view, { reason: 'typed before' })
    await stage.slack.interact.act(
      anna,
      { view: view.id },
      { block: 'mode', action: 'restore-mode' },
      {
        given: mode,
        values: { ...values, mode: { 'restore-mode': { type: 'radio_buttons', ...mode } } },
      },
    )
    await stage.idle()
    const drawn = stage.top(anna)
    expect(JSON.stringify(drawn.blocks)).toContain('Nothing is overwritten: the files appear in a new folder')
    expect(JSON.stringify(drawn.blocks)).not.toContain('dangerous')
    expect(JSON.stringify(drawn.blocks)).toContain('typed before')
    const { errors } = await stage.submit(anna, { confirm: 'yes' })
    expect(errors.confirm).toContain('Type fs-05a8b5e947e0d0a12')
  })
})

describe('a request', () => {
  it('goes from the form to the restored table by buttons and events', async () => {
    const id = await filedFromCentral()
    const card = await stage.cardOf(id)
    expect(card.channel).toBe(cdx)
    expect(JSON.stringify(card.blocks)).toContain('Rows were deleted.')

    const own = await stage.type(anna, `requests approve ${id}`)
    expect(own).toContain('Only the CDX team may do that')
    await stage.press(carl, id, `requests approve ${id}`)
    expect(await stage.state(id)).toBe('approved')
    // What is typed starts nothing: it shows the button that does.
    expect(await stage.type(carl, `requests copy ${id}`)).toContain('"confirm"')
    expect(await stage.state(id)).toBe('approved')

    await stage.press(carl, id, `requests copy ${id}`)
    expect(['copying back', 'restoring']).toContain(await stage.state(id))
    for (;;) {
      const now = await stage.office.requests.get(id)
      if (now?.legs.copy.done) break
      await new Promise(done => setTimeout(done, 20))
    }
    await stage.press(dora, id, `requests restore ${id}`)
    await stage.settled(id, 'restored')
    await stage.idle()

    const request = await stage.office.requests.get(id)
    expect(request?.history.map(it => it.move)).toEqual(['file', 'approve', 'copy', 'copied', 'restore', 'finish'])
    expect(request?.history.map(it => it.name)).toEqual(['Anna', 'Carl', 'Carl', 'the bot', 'Dora', 'the bot'])
    expect(request?.legs.restore.done).toContain('table/carts')
    for (let told = 0; told < 6; ) {
      told = stage.direct(anna).filter(it => it.includes(id)).length
      await new Promise(done => setTimeout(done, 20))
    }
    const direct = stage.direct(anna).filter(it => it.includes(id))
    expect(direct).toHaveLength(6)
    expect(direct.at(-1)).toContain('It is restored.')
    expect(stage.thread(card.ts)).toHaveLength(5)
    const shown = JSON.stringify((await stage.cardOf(id)).blocks)
    expect(shown).toContain('restored')
    expect(shown).not.toContain(`requests approve ${id}`)
  })

  it('is declined with a reason, asked in a small form', async () => {
    const id = await filedFromCentral()
    await stage.press(carl, id, `requests decline ${id}`)
    expect((await stage.submit(carl, { say: ' ' })).errors.say).toBeTruthy()
    await stage.submit(carl, { say: 'There is a newer copy in S3.' })
    expect(await stage.state(id)).toBe('declined')
    expect(stage.direct(anna).at(-1)).toContain('There is a newer copy in S3.')
    // An old card: nothing half done, and the name of who came first.
    const late = await stage.type(dora, `requests approve ${id}`)
    expect(late).toContain('declined by Carl')
  })

  it('is withdrawn by who asked for it, and by nobody else', async () => {
    const id = await filedFromCentral()
    expect(await stage.type('U0LEA', `requests withdraw ${id}`)).toContain('is shown to who asked for it')
    expect(await stage.type(carl, `requests withdraw ${id}`)).toContain('Only whoever asked for it')
    const told = stage.shown(anna).at(-1)
    await stage.press(anna, id, `requests approve ${id}`)
    expect(await stage.state(id)).toBe('filed')
    await stage.slack.click(anna, told?.ts ?? '', 'words-1', (told?.blocks.length ?? 1) - 1)
    await stage.idle()
    expect(await stage.state(id)).toBe('withdrawn')
    expect(JSON.stringify((await stage.cardOf(id)).blocks)).not.toContain('requests approve')
    expect(await stage.type(carl, `requests decline ${id} "too late"`)).toContain('withdrawn by Anna')
  })

  it('is never approved by who filed it, even of CDX', async () => {
    await stage.open(carl, `restore ${table}`)
    const id = await stage.filed({}, table, carl)
    const { messages } = await stage.press(carl, id, `requests approve ${id}`)
    expect(JSON.stringify(messages)).toContain('Nobody approves a request of their own')
    expect(await stage.state(id)).toBe('filed')
  })

  it('over the original needs two different people', async () => {
    const view = await stage.open(anna, `restore ${fileSystem}`)
    const mode = {
      type: 'radio_buttons',
      selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'overwrite' },
    }
    await stage.slack.interact.act(
      anna,
      { view: view.id },
      { block: 'mode', action: 'restore-mode' },
      {
        given: mode,
        values: { ...stateOf(view), mode: { 'restore-mode': mode } },
      },
    )
    await stage.idle()
    await stage.submit(anna, { confirm: 'fs-05a8b5e947e0d0a12', reason: 'It was encrypted by malware.' })
    const { id } = await stage.newest()
    await stage.press(carl, id, `requests approve ${id}`)
    expect(await stage.state(id)).toBe('filed')
    const { messages } = await stage.press(carl, id, `requests approve ${id}`)
    expect(JSON.stringify(messages)).toContain('2 different people must')
    await stage.press(dora, id, `requests approve ${id}`)
    expect(await stage.state(id)).toBe('approved')
  })

  it('of fifty clicks at once is approved by one, and all others are told by whom', async () => {
    const id = await filedFromCentral()
    const { ts, blocks } = await stage.cardOf(id)
    const at = blocks.findIndex(it => it.type === 'actions')
    const before = stage.shown(cdx).length
    await Promise.all(Array.from({ length: 50 }, (_, n) => stage.slack.click(n % 2 ? carl : dora, ts, 'words-0', at)))
    await stage.idle()
    expect((await stage.office.requests.get(id))?.approvals).toHaveLength(1)
    const answers = stage
      .shown(cdx)
      .slice(before)
      .filter(it => it.onlyFor)
    expect(answers).toHaveLength(50)
    const late = answers.filter(it => JSON.stringify(it.blocks).includes(`${id} was approved by`))
    expect(late).toHaveLength(49)
    expect(stage.roots(cdx).filter(it => JSON.stringify(it.metadata ?? '').includes(`${id}/card`))).toHaveLength(1)
    expect(stage.thread(ts)).toHaveLength(1)
  })
})

describe('a failure in a leg', () => {
  it('of the copy back sends the request back, with the reason', async () => {
    const id = await filedFromCentral()
    await stage.press(carl, id, `requests approve ${id}`)
    stage.aws.faults.failCopies(1)
    await stage.press(carl, id, `requests copy ${id}`)
    await stage.settled(id, 'approved')
    const request = await stage.office.requests.get(id)
    expect(request?.history.at(-1)).toMatchObject({
      move: 'fail',
      before: 'copying back',
      reason: expect.stringContaining('fatal error'),
    })
    // Again: a new token, a new job.
    await stage.press(carl, id, `requests copy ${id}`)
    expect((await stage.office.requests.get(id))?.legs.copy.job).not.toBe(request?.legs.copy.job)
  })

  it('of the restore is told to who asked', async () => {
    const id = await filedFromLocal()
    await stage.press(carl, id, `requests approve ${id}`)
    await stage.type(carl, `requests restore ${id} 4D5A6B7C-0000-4000-8000-00000000AAAA`)
    expect(await stage.state(id)).toBe('restoring')
    await stage.send({
      version: '0',
      id: 'e-1',
      'detail-type': 'Restore Job State Change',
      source: 'aws.backup',
      account: '111122223333',
      time: new Date().toISOString(),
      region,
      resources: [],
      detail: {
        restoreJobId: '4D5A6B7C-0000-4000-8000-00000000AAAA',
        status: 'FAILED',
        statusMessage: 'Table quota exceeded',
      },
    })
    await stage.settled(id, 'approved')
    for (let last = ''; !last.includes('Table quota exceeded'); ) {
      last = stage.direct(anna).at(-1) ?? ''
      await new Promise(done => setTimeout(done, 20))
    }
  })
})

describe('the App Home', () => {
  it('shows own requests, and the queue with filters to CDX alone', async () => {
    const id = await filedFromCentral()
    await stage.slack.interact.homeOpened(anna)
    await stage.slack.interact.homeOpened(carl)
    await stage.idle()
    const [own, queue] = [anna, carl].map(user => JSON.stringify(stage.slack.views.homes()[user]?.blocks))
    expect(own).toContain(id)
    expect(own).not.toContain('The queue')
    expect(queue).toContain('The queue')
    expect(queue).toContain('requests list --urgent')
  })

  it('answers a press in its place', async () => {
    const id = await filedFromCentral()
    await stage.slack.interact.homeOpened(carl)
    await stage.idle()
    const home = stage.slack.views.homes()[carl]
    const block = home?.blocks.find(it => JSON.stringify(it).includes(`requests approve ${id}`))
    const elements = (block?.elements ?? []) as { action_id: string; value: string }[]
    const action = elements.find(it => it.value === `requests approve ${id}`)?.action_id ?? ''
    await stage.slack.interact.act(carl, { view: home?.id ?? '' }, { block: block?.block_id ?? '', action })
    await stage.idle()
    expect(await stage.state(id)).toBe('approved')
    const drawn = JSON.stringify(stage.slack.views.homes()[carl]?.blocks)
    expect(drawn).toContain('approved')
    expect(drawn).toContain('The queue')
  })
})

describe('words', () => {
  it('show, list, print the runbook and export', async () => {
    const id = await filedFromCentral()
    expect(await stage.type(anna, `requests show ${id}`)).toContain('Rows were deleted.')
    expect(await stage.type(anna, 'requests')).toContain(id)
    expect(await stage.type(carl, 'requests --state filed')).toContain('The queue')
    expect(await stage.type(carl, `requests runbook ${id}`)).toContain('start-restore-job')
    expect(await stage.type(anna, 'requests export --csv')).toContain('Only the CDX team exports')
    expect(await stage.type(anna, 'requests show R-00000')).toContain('There is no request R-00000')
  })
})
