import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { startDynamo } from '../../src/playground/dynamo.ts'
import { built } from '../browser/built.ts'
import { checkResult, explainResult, policyResult } from '../world/contract.ts'
import { copyFailed } from '../world/notices-stage.ts'

type Ran = { readonly code: number; readonly out: string; readonly err: string }

let program = ''
beforeAll(async () => {
  program = join(await built(), 'backup-bot.mjs')
}, 120_000)

const run = (words: readonly string[], env: Record<string, string> = {}, file = program): Promise<Ran> =>
  new Promise(resolve => {
    // The SDK's word on Node's versions is the program's to silence.
    const { AWS_ENDPOINT_URL: _, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: __, ...outer } = process.env
    execFile(process.execPath, [file, ...words], { env: { ...outer, ...env } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })

const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const good = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'
const denied = 'arn:aws:ec2:eu-central-1:333344445555:volume/vol-07069fcdebf4c2fc0'

describe('the command line', () => {
  it.each([
    ['check', good, 0, checkResult],
    ['check', volume, 1, checkResult],
    ['check', denied, 3, checkResult],
    ['policy', good, 0, policyResult],
    ['policy', volume, 1, policyResult],
    ['explain', volume, 0, explainResult],
    ['explain', 'a message that nobody ever saw', 3, explainResult],
  ] as const)('%s %s --play --json exits %i with the shape that others rely on', async (verb, what, code, shape) => {
    const ran = await run([verb, what, '--play', '--json'], { BACKUP_BOT_ORGANISATION: '' })
    expect(ran).toMatchObject({ code, err: '' })
    expect(shape.safeParse(JSON.parse(ran.out)).error?.issues ?? []).toEqual([])
  })

  it.each<[string, string[], number, RegExp]>([
    ['an account of 11 digits', ['check', 'arn:aws:ec2:eu-central-1:11112222333:volume/vol-1'], 2, /12 digits/],
    ['another partition', ['check', 'arn:aws-cn:ec2:cn-north-1:111122223333:volume/vol-07e3943d858664410'], 2, /China/],
    ['a misspelt option of the shell', ['check', good, '--jsn'], 2, /no option --jsn; did you mean --json\?/],
    [
      'a misspelt option after an operation',
      ['event', 'x.json', '--pley'],
      2,
      /no option --pley; did you mean --play\?/,
    ],
    ['an option after --', ['check', '--', '--play'], 2, /There is no option --play for check/],
    ['a misspelt option before all', ['--jsno', 'check', good], 2, /no option --jsno; did you mean --json\?/],
    ['an unknown verb', ['frobnicate'], 2, /no verb "frobnicate"/],
    [
      'an organisation file that is not there',
      ['check', good, '--organisation', 'nowhere.json'],
      2,
      /no readable file/,
    ],
    ['a bucket without its account', ['check', 's3://shop-prod-invoices'], 2, /--account 111122223333/],
    ['a button of Slack, typed here', ['retry', 'G-0123456789-1'], 2, /This is done in Slack/],
    ['an account that nobody knows', ['check', 'vol-07e3943d858664410', 'nobody'], 2, /neither an account id/],
  ])('%s is one plain sentence on stderr', async (_, words, code, sentence) => {
    const ran = await run([...words, '--json'])
    expect(ran).toMatchObject({ code, out: '' })
    expect(ran.err).toMatch(sentence)
    expect(ran.err).toMatch(/^ *Usage: /m)
    expect(ran.err).not.toMatch(/at .*\(.*:\d+:\d+\)/)
  })

  it.each([
    ['is not there', 'nowhere.json'],
    ['is no world', 'package.json'],
    ['is not JSON', 'README.md'],
  ])('a PLAY_WORLD that %s is a mistake, too', async (_, file) => {
    const ran = await run(['check', good, '--play'], { PLAY_WORLD: file })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toMatch(/PLAY_WORLD/)
    expect(ran.err).not.toMatch(/^\s+at /m)
  })

  it('the playground says what is wrong with its world, and nothing else', async () => {
    const ran = await run([], { PLAY_WORLD: 'nowhere.json', PORT: '0' }, program.replace('backup-bot.mjs', 'play.mjs'))
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toMatch(/^PLAY_WORLD is nowhere\.json: .*\n$/)
  })

  it('the world of docs/playground.md is read, and answers as the page says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'world-'))
    const page = readFileSync('docs/playground.md', 'utf8')
    const world = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const words = /npx backup-bot (check .*) --play/.exec(page)?.[1]?.split(' ') ?? []
    const asked = async (text: string) => {
      writeFileSync(join(folder, 'world.json'), text)
      return run([...words, '--play', '--json'], { PLAY_WORLD: join(folder, 'world.json') })
    }
    const ran = await asked(world)
    expect(ran).toMatchObject({ code: 1, err: '' })
    const blocked = JSON.parse(ran.out).findings.filter((it: { outcome: string }) => it.outcome === 'blocked')
    expect(blocked.map((it: { rule: string }) => it.rule)).toEqual(
      expect.arrayContaining(['member-vault-exists', 'central-vault-exists', 'backup-role-exists']),
    )
    expect(ran.out).not.toContain('not AWS’s')
    const slip = await asked(world.replace('"State"', '"Stat"').replace('"bot"', '"bott"'))
    expect(slip.code).toBe(2)
    expect(slip.err).toMatch(
      /accounts\.111122223333\.regions\.eu-central-1\.ec2\.Volumes\.0: Volume has no member Stat\n/,
    )
    expect(slip.err).toMatch(/the world: Unrecognized key: "bott"/)
  })

  it('a table that is not there is a mistake of the settings, for requests too', async () => {
    const dynamo = await startDynamo()
    const keys = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' }
    const ran = await run(['requests'], { ...keys, TABLE_NAME: 'nowhere', AWS_ENDPOINT_URL_DYNAMODB: dynamo.url })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toMatch(/There is no table nowhere/)
    await dynamo.close()
  })

  it('a batch with one bad message has its result on stdout and the bad one on stderr', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'event-')), 'batch.json')
    const letters = [
      { messageId: 'good', body: JSON.stringify(copyFailed()) },
      { messageId: 'bad', body: 'x' },
    ]
    writeFileSync(file, JSON.stringify({ Records: letters }))
    const ran = await run(['event', file, '--play', '--json'])
    expect(ran.code).toBe(2)
    expect(JSON.parse(ran.out)).toMatchObject({
      schema: 'backup-bot/event/1',
      taken: [{ id: 'good' }, { id: 'bad', taken: { is: 'mistake' } }],
    })
    expect(ran.err).toBe('Message bad: The body of this message is not JSON.\n  Usage: event <FILE | ->\n')
    const drawn = await run(['event', file, '--play'])
    expect(drawn).toMatchObject({ code: 2, out: expect.stringContaining('A failure was counted'), err: ran.err })
  })

  it('our own bug is neither yes nor no, and has an id', async () => {
    const broken = 'data:text/javascript,Date.prototype.toISOString = () => { throw new Error("boom") }'
    const ran = await run(['check', good, '--play'], { NODE_OPTIONS: `--import "${broken}"` })
    expect(ran).toMatchObject({ code: 4, out: '' })
    expect(ran.err).toMatch(/went wrong on my side.*[0-9a-f]{8}[\s\S]*boom/)
  })

  it.each(['', 'Frankfurt!'])('says when AWS_REGION is no Region: "%s"', async region => {
    const keys = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_REGION: region }
    const ran = await run(['table'], { ...keys, TABLE_NAME: 'bot', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })
    expect(ran).toMatchObject({ code: 4, out: '' })
    expect(ran.err).toBe(
      'A call to the table bot (DynamoDB) could not be made: AWS_REGION does not name an AWS Region, such as eu-central-1.\n',
    )
  })

  it('says when AWS cannot be reached, and exits 4', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' }
    const ran = await run(['check', good], { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })
    expect(ran).toMatchObject({ code: 4, out: '' })
    expect(ran.err).toMatch(/could not reach AWS/)
  })

  it('prints help with the words of every verb', async () => {
    const ran = await run(['help'])
    expect(ran.code).toBe(0)
    for (const verb of ['check', 'explain', 'policy']) expect(ran.out).toContain(`${verb} <`)
    expect(ran.out).toMatch(/check <.*> \[--account A\] \[--region R\] \[--to central\|air-gapped\]/)
  })

  it.each(['event', 'sweep', 'table', 'completion'])('help %s --json is JSON, as that of a verb is', async word => {
    const ran = await run(['help', word, '--json'])
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(ran.out)).toMatchObject({ schema: 'backup-bot/help/1', verbs: [{ verb: word }] })
  })

  it('tells what the form of a restore would ask, and where it is filed', async () => {
    const { code, out } = await run(['restore', 'arn:aws:dynamodb:eu-central-1:111122223333:table/carts', '--play'])
    expect(code).toBe(0)
    expect(out).toContain('New table name (needed)')
    expect(out).toContain('File it in Slack')
  })

  it.each<[readonly string[], number, RegExp]>([
    [['requests', '--play'], 0, /The queue: 0 open/],
    [['requests', 'export', '--csv', '--play'], 0, /^"id","state"/],
    [['requests', 'export', '--json', '--play'], 0, /"schema": "backup-bot\/requests\/1"/],
    [['requests', 'show', 'R-7KQ4M', '--play'], 2, /There is no request R-7KQ4M/],
    [['requests'], 2, /TABLE_NAME/],
  ])('%j', async (words, exit, says) => {
    const { code, out, err } = await run(words, { TABLE_NAME: '' })
    expect(code).toBe(exit)
    expect(exit === 0 ? out : err).toMatch(says)
  })
})
