import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Intent, parseIntent, printIntent } from '../../src/core/intent.ts'
import { formats } from '../../src/core/options.ts'
import { requestId, states } from '../../src/core/restore/request.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { fromSlack } from '../../src/core/words.ts'

const arn = 'arn:aws:rds:eu-central-1:111122223333:db:shop'
const job = 'F7C9A4B2-1D2E-4F3A-8B4C-0123456789AB'

describe('parseIntent', () => {
  const table: [string, Intent][] = [
    ['', { verb: 'help' }],
    ['   ', { verb: 'help' }],
    ['help', { verb: 'help' }],
    ['HELP policy', { verb: 'help', topic: 'policy' }],
    ['help "the tag"', { verb: 'help', topic: 'the tag' }],
    ['--help', { verb: 'help' }],
    ['check --help', { verb: 'help', topic: 'check' }],
    ['policy -h', { verb: 'help', topic: 'policy' }],
    [`check ${arn}`, { verb: 'check', target: arn }],
    [`Check  ${arn} `, { verb: 'check', target: arn }],
    [`check\n${arn}`, { verb: 'check', target: arn }],
    ['check my-bucket 111122223333', { verb: 'check', target: 'my-bucket', account: '111122223333' }],
    ['check my-bucket shop-prod', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check my-bucket "Shop Prod"', { verb: 'check', target: 'my-bucket', account: 'Shop Prod' }],
    ['check my-bucket --account shop-prod', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check --account shop-prod my-bucket', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check my-bucket --account=shop-prod', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check my-bucket —account shop-prod', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check my-bucket –account shop-prod', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check my-bucket -account shop-prod', { verb: 'check', target: 'my-bucket', account: 'shop-prod' }],
    ['check my-bucket —Region=eu-west-1', { verb: 'check', target: 'my-bucket', region: 'eu-west-1' }],
    [`check ${arn} --to air-gapped`, { verb: 'check', target: arn, to: 'air-gapped' }],
    [`check ${arn} --to CENTRAL --share`, { verb: 'check', target: arn, to: 'central', share: true }],
    ['check “my bucket”', { verb: 'check', target: 'my bucket' }],
    ['check ‘my bucket’', { verb: 'check', target: 'my bucket' }],
    ['check "it\'s \\"so\\""', { verb: 'check', target: 'it\'s "so"' }],
    [`check \`${arn}\``, { verb: 'check', target: arn }],
    [
      'check <https://eu-west-1.console.aws.amazon.com/s3/buckets/shop>',
      { verb: 'check', target: '<https://eu-west-1.console.aws.amazon.com/s3/buckets/shop>' },
    ],
    [arn, { verb: 'check', target: arn }],
    [`${arn} --to air-gapped`, { verb: 'check', target: arn, to: 'air-gapped' }],
    [`"${arn}"`, { verb: 'check', target: arn }],
    [`<${arn}>`, { verb: 'check', target: `<${arn}>` }],
    ['vol-0123456789abcdef0 shop-prod', { verb: 'check', target: 'vol-0123456789abcdef0', account: 'shop-prod' }],
    ['s3://shop/key', { verb: 'check', target: 's3://shop/key' }],
    ['https://example.com', { verb: 'check', target: 'https://example.com' }],
    [job, { verb: 'explain', what: job }],
    [`explain ${job} --region eu-west-1`, { verb: 'explain', what: job, region: 'eu-west-1' }],
    [`explain ${arn} --share`, { verb: 'explain', what: arn, share: true }],
    [
      'explain "Access Denied trying to call AWS Backup service"',
      { verb: 'explain', what: 'Access Denied trying to call AWS Backup service' },
    ],
    [
      'explain Access Denied  trying to call "AWS Backup" service',
      { verb: 'explain', what: 'Access Denied  trying to call "AWS Backup" service' },
    ],
    [
      "explain The key's policy doesn't allow it --account shop-prod",
      { verb: 'explain', what: "The key's policy doesn't allow it", account: 'shop-prod' },
    ],
    ['explain “The copy — it failed”', { verb: 'explain', what: 'The copy — it failed' }],
    ['explain The copy — it failed', { verb: 'explain', what: 'The copy — it failed' }],
    ['explain a "never closed', { verb: 'explain', what: 'a "never closed' }],
    ['policy alias/shop', { verb: 'policy', target: 'alias/shop' }],
    [
      `policy ${arn} --format terraform --style guide --to central`,
      { verb: 'policy', target: arn, format: 'terraform', style: 'guide', to: 'central' },
    ],
    ['restore', { verb: 'restore' }],
    [`restore ${arn}`, { verb: 'restore', target: arn }],
    ['restore shop-table shop-prod', { verb: 'restore', target: 'shop-table', account: 'shop-prod' }],
    ['restore --account shop-prod', { verb: 'restore', account: 'shop-prod' }],
    ['requests', { verb: 'requests', act: 'list' }],
    ['requests --urgent', { verb: 'requests', act: 'list', urgent: true }],
    ['requests list --state "copying back"', { verb: 'requests', act: 'list', state: 'copying back' }],
    ['requests r-7kq4m', { verb: 'requests', act: 'show', id: 'R-7KQ4M' }],
    ['requests Approve r-7kq4m', { verb: 'requests', act: 'approve', id: 'R-7KQ4M' }],
    [
      'requests decline R-7KQ4M we have it elsewhere',
      { verb: 'requests', act: 'decline', id: 'R-7KQ4M', say: 'we have it elsewhere' },
    ],
    [`requests copy R-7KQ4M ${job}`, { verb: 'requests', act: 'copy', id: 'R-7KQ4M', say: job }],
    ['requests export --csv', { verb: 'requests', act: 'export', csv: true }],
    ['requests export --json', { verb: 'requests', act: 'export' }],
  ]
  it.each(table)('%s', (text, intent) => expect(parseIntent(text)).toEqual(intent))

  const mistakes: [string, RegExp, string][] = [
    ['check', /Check what\?/, 'check'],
    ['explain', /Explain what\?/, 'explain'],
    ['policy --share', /key policy of what\?/, 'policy'],
    ['chek my-bucket', /did you mean check\?/, 'help'],
    ['polizy', /did you mean policy\?/, 'help'],
    ['backup my-bucket', /no verb "backup"/, 'help'],
    ['my-bucket', /say check before it/, 'help'],
    ['check a b c', /"c" is one word too many/, 'check'],
    ['check a b --account c', /"b" is one word too many/, 'check'],
    ['check a --to', /--to needs a value: central or air-gapped/, 'check'],
    ['check a --to --share', /--to needs a value/, 'check'],
    ['check a --account', /--account needs a value\./, 'check'],
    ['check a --to vault', /"vault"; it takes central or air-gapped/, 'check'],
    ['policy a --format yaml', /"yaml"; it takes statements, policy, .* or cloudformation/, 'policy'],
    ['policy a --style big', /least or guide/, 'policy'],
    ['check a --format cli', /no option --format for check/, 'check'],
    ['check a --acount b', /did you mean --account\?/, 'check'],
    ['check a --share --share', /twice/, 'check'],
    ['explain it --broke', /in quotes/, 'explain'],
    ['help --share', /no option --share/, 'help'],
    ['restore a b c', /"c" is one word too many/, 'restore'],
    ['requests aprove R-7KQ4M', /did you mean approve\?/, 'requests'],
    ['requests approve', /Which request\?/, 'requests'],
    ['requests approve R-OOOOO', /Which request\?/, 'requests'],
    ['requests approve R-7KQ4M now', /"now" is one word too many/, 'requests'],
    ['requests list R-7KQ4M', /one word too many after requests list/, 'requests'],
    ['requests approve R-7KQ4M --urgent', /--urgent does not go with requests approve/, 'requests'],
    ['requests --state done', /it takes filed, approved, .* or expired/, 'requests'],
  ]
  it.each(mistakes)('%s is a mistake', (text, message, usage) => {
    const result = parseIntent(text)
    expect(isMistake(result) ? result : {}).toMatchObject({ mistake: expect.stringMatching(message), usage })
  })

  it('offers the words that were meant', () => {
    expect(parseIntent('chek "my bucket" --share')).toMatchObject({
      choices: [{ label: 'check', words: 'check "my bucket" --share' }],
    })
    expect(parseIntent('my-bucket')).toMatchObject({ choices: [{ words: 'check my-bucket' }] })
  })
})

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', "'", '“', '”', '‘', '\\', ' ', '\n', '\u00a0', '-', '—', '<', '&', '`', 'a', '='),
  }),
  fc.constantFrom(arn, '--to', '—share', 'help', '', '\\"', 'a "b', "'", '<!channel>'),
)
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined })
const defined = <T extends object>(intent: T) =>
  Object.fromEntries(Object.entries(intent).filter(([, value]) => value !== undefined)) as unknown as Intent

const place = { account: maybe(odd), region: maybe(odd), share: maybe(fc.constant(true as const)) }
const to = maybe(fc.constantFrom('central' as const, 'air-gapped' as const))
const intents: fc.Arbitrary<Intent> = fc.oneof(
  fc
    .record({ verb: fc.constant('check' as const), target: odd, ...place, to, all: maybe(fc.constant(true as const)) })
    .map(defined),
  fc.record({ verb: fc.constant('explain' as const), what: odd, ...place }).map(defined),
  fc
    .record({
      verb: fc.constant('policy' as const),
      target: odd,
      ...place,
      to,
      format: maybe(fc.constantFrom(...formats)),
      style: maybe(fc.constantFrom('least' as const, 'guide' as const)),
    })
    .map(defined),
  fc
    .record({ verb: fc.constant('restore' as const), target: maybe(odd), account: maybe(odd), region: maybe(odd) })
    .map(defined),
  fc
    .record({
      verb: fc.constant('requests' as const),
      act: fc.constant('list' as const),
      state: maybe(fc.constantFrom(...states)),
      urgent: maybe(fc.constant(true as const)),
    })
    .map(defined),
  fc
    .record({
      verb: fc.constant('requests' as const),
      act: fc.constant('export' as const),
      csv: maybe(fc.constant(true as const)),
    })
    .map(defined),
  fc
    .record({
      verb: fc.constant('requests' as const),
      act: fc.constantFrom('decline' as const, 'copy' as const, 'copied' as const, 'finish' as const, 'fail' as const),
      id: fc.nat().map(requestId),
      say: maybe(odd),
    })
    .map(defined),
  fc.record({
    verb: fc.constant('requests' as const),
    act: fc.constantFrom('show' as const, 'runbook' as const, 'approve' as const, 'withdraw' as const),
    id: fc.nat().map(requestId),
  }),
  fc.record({ verb: fc.constant('help' as const), topic: maybe(odd) }).map(defined),
)

describe('printIntent', () => {
  it('is read back as the same intent', () => {
    fc.assert(
      fc.property(intents, intent => {
        expect(parseIntent(printIntent(intent))).toEqual(intent)
      }),
      { numRuns: 3000 },
    )
  })

  it('is what one would type', () => {
    expect(printIntent({ verb: 'check', target: arn, account: 'shop-prod', to: 'air-gapped', share: true })).toBe(
      `check ${arn} --account shop-prod --to air-gapped --share`,
    )
    expect(printIntent({ verb: 'explain', what: 'It "failed"' })).toBe('explain "It \\"failed\\""')
    expect(printIntent({ verb: 'help' })).toBe('help')
  })

  it('cuts nothing', () => {
    const what = 'x '.repeat(5000)
    expect(parseIntent(printIntent({ verb: 'explain', what }))).toEqual({ verb: 'explain', what })
  })
})

describe('any text', () => {
  it('is an intent or a mistake, never an error', () => {
    fc.assert(
      fc.property(odd, text => {
        const result = parseIntent(text)
        expect(isMistake(result) || typeof result.verb === 'string').toBe(true)
      }),
    )
  })

  it('is read in one pass however odd it is', () => {
    for (const part of ['\' "', '" ', '\\"', '— ', '--to ', '<a|', '“x '])
      expect(parseIntent(fromSlack(part.repeat(100_000)))).toBeTypeOf('object')
  }, 10_000)
})

describe('the words of a shell', () => {
  it.each([
    [['check', 'my bucket', '--to', 'air-gapped'], { verb: 'check', target: 'my bucket', to: 'air-gapped' }],
    [['explain', 'It "failed" badly'], { verb: 'explain', what: 'It "failed" badly' }],
    [['check', 'a', '--account=b'], { verb: 'check', target: 'a', account: 'b' }],
    [[], { verb: 'help' }],
  ])('%j', (argv, intent) => expect(parseIntent(argv)).toEqual(intent))
})

describe('fromSlack', () => {
  it.each([
    ['check <http://db1.example.com|db1.example.com>', 'check db1.example.com'],
    ['check <https://example.com/a?b=1&amp;c=2>', 'check https://example.com/a?b=1&c=2'],
    ['<https://example.com/a|the page>', 'https://example.com/a'],
    ['<mailto:me@example.com|me@example.com>', 'me@example.com'],
    ['arn:aws:s3:::<http://my.bucket.com|my.bucket.com>', 'arn:aws:s3:::my.bucket.com'],
    ['<@U123> <#C123|shop> <!here>', '<@U123> <#C123|shop> <!here>'],
    ['a &lt; b &amp;amp; c &gt; d', 'a < b &amp; c > d'],
    ['"Resource": "<*>"', '"Resource": "<*>"'],
  ])('%s', (text, plain) => expect(fromSlack(text)).toBe(plain))
})
