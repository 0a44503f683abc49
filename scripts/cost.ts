import { linked, page, plain, table } from '../src/core/markdown.ts'
import { dimensionValues, measures } from '../src/core/measures.ts'

/** When the prices were last looked up. */
const lookedUp = '2026-11-28'

type PriceRow = readonly [price: number, page: string, seenAt: string | null]

const guide = (slug: string) => `https://cloudburn.io/blog/${slug}`

/**
 * US dollars in us-east-1, without any free tier. AWS fills its own pages in by script, so most figures were read where
 * somebody else had written them down, which is the third column; `null` where nobody was found.
 */
const prices = {
  'Lambda, a GB-second on arm64': [0.0000133334, 'lambda', 'https://cloudchipr.com/blog/aws-lambda-pricing'],
  'Lambda, a request': [0.2e-6, 'lambda', 'https://aws.amazon.com/lambda/pricing/'],
  'HTTP API, a request': [1e-6, 'api-gateway', 'https://www.apigatewaycost.com/aws'],
  'SQS, a request': [0.4e-6, 'sqs', guide('amazon-sqs-pricing')],
  'EventBridge, an event between accounts': [1e-6, 'eventbridge', guide('amazon-eventbridge-pricing')],
  'EventBridge Scheduler, an invocation': [1e-6, 'eventbridge', guide('amazon-eventbridge-pricing')],
  'DynamoDB on demand, a write unit': [
    0.625e-6,
    'dynamodb/pricing/on-demand',
    'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  ],
  'DynamoDB on demand, a read unit': [
    0.125e-6,
    'dynamodb/pricing/on-demand',
    'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  ],
  'KMS, a request': [3e-6, 'kms', 'https://www.wring.co/blog/aws-kms-pricing-guide'],
  'KMS, a key a month': [1, 'kms', guide('aws-kms-pricing')],
  'CloudWatch Logs, a GB taken in': [
    0.5,
    'cloudwatch',
    'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
  ],
  'CloudWatch, a metric a month': [0.3, 'cloudwatch', 'https://signoz.io/guides/cloudwatch-pricing'],
  'CloudWatch, an alarm a month': [0.1, 'cloudwatch', null],
  'CloudWatch, a dashboard a month': [
    3,
    'cloudwatch',
    'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
  ],
  'X-Ray, a trace': [5e-6, 'xray', 'https://aws.amazon.com/de/xray/pricing/'],
  'Secrets Manager, a secret a month': [
    0.4,
    'secrets-manager',
    'https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms',
  ],
} as const satisfies Record<string, PriceRow>

type Price = keyof typeof prices
type Part = { readonly price: Price; readonly amount: number; readonly why: string }

/**
 * Calls that one of each makes with empty caches, counted at the embedded AWS: test/lambda holds these numbers to it.
 */
export const calls = {
  check: { kms: 5, reads: 2, writes: 1 },
  failure: { kms: 5, reads: 15, writes: 11 },
} as const
/** Of a write, at most: two for an item of 1 KB in a transaction, one for each index. */
const units = 4

/** How much one of each takes. Seconds and log lines are assumptions: the dashboard and the bill say what they are with you. */
const check: readonly Part[] = [
  { price: 'HTTP API, a request', amount: 1, why: 'Slack’s request' },
  { price: 'Lambda, a request', amount: 2, why: 'the answer to Slack, and the work' },
  { price: 'Lambda, a GB-second on arm64', amount: 0.1 * 0.5 + 2 * 1, why: '0.1 s at 512 MB, and 2 s at 1 GB' },
  { price: 'SQS, a request', amount: 3, why: 'sent, received, deleted' },
  { price: 'DynamoDB on demand, a read unit', amount: calls.check.reads, why: 'was it answered before' },
  { price: 'DynamoDB on demand, a write unit', amount: calls.check.writes * units, why: 'it was answered' },
  { price: 'KMS, a request', amount: calls.check.kms, why: 'keys, key policies and grants' },
  { price: 'CloudWatch Logs, a GB taken in', amount: 10e-6, why: '10 kB: a line a call, and the metrics' },
  { price: 'X-Ray, a trace', amount: 2, why: 'one for each function; less where sampling holds' },
]
const failure: readonly Part[] = [
  { price: 'EventBridge, an event between accounts', amount: 1, why: 'from the member’s bus to the bot’s' },
  { price: 'SQS, a request', amount: 3, why: 'sent, received, deleted; less in batches' },
  { price: 'Lambda, a request', amount: 1, why: 'less in batches' },
  { price: 'Lambda, a GB-second on arm64', amount: 3, why: '3 s at 1 GB, the confirming check included' },
  {
    price: 'DynamoDB on demand, a write unit',
    amount: calls.failure.writes * units,
    why: 'the failure, its notice, and what was posted',
  },
  { price: 'DynamoDB on demand, a read unit', amount: calls.failure.reads, why: 'the notice and its failures' },
  { price: 'KMS, a request', amount: calls.failure.kms, why: 'the confirming check' },
  { price: 'CloudWatch Logs, a GB taken in', amount: 10e-6, why: '10 kB' },
  { price: 'X-Ray, a trace', amount: 1, why: 'less where sampling holds' },
]
const minutes = 30 * 24 * 60
/** What is due, and the restore requests, each minute; the sweep every 15. */
const rounds = 2 * minutes + minutes / 15
const series = Object.values(measures).reduce((sum, { by }) => sum + (by === null ? 1 : dimensionValues[by].length), 0)
const month: readonly Part[] = [
  { price: 'EventBridge Scheduler, an invocation', amount: rounds, why: 'two each minute, and the sweep' },
  {
    price: 'SQS, a request',
    amount: 3 * rounds + (5 * minutes * 60) / 20,
    why: 'those, and polling',
  },
  { price: 'Lambda, a request', amount: rounds, why: 'those' },
  {
    price: 'Lambda, a GB-second on arm64',
    amount: 2 * minutes * 0.1 + (minutes / 15) * 20,
    why: '0.1 s for each, 20 s a sweep of some accounts, at 1 GB',
  },
  { price: 'KMS, a key a month', amount: 1, why: 'the bot’s own' },
  { price: 'Secrets Manager, a secret a month', amount: 1, why: 'Slack’s' },
  { price: 'CloudWatch, a metric a month', amount: series, why: 'one for each value of each measure' },
  { price: 'CloudWatch, an alarm a month', amount: 8, why: 'each alarm' },
  { price: 'CloudWatch, a dashboard a month', amount: 1, why: 'the one' },
]

const cost = ({ price, amount }: Part, times: number): number => prices[price][0] * amount * times
const dollars = (value: number): string => `$${value < 0.01 ? value.toFixed(4) : value.toFixed(2)}`

const bill = (parts: readonly Part[], times: number): string => {
  const rows = parts.map(it => [plain(it.price), String(it.amount), plain(it.why), dollars(cost(it, times))])
  const sum = parts.reduce((total, it) => total + cost(it, times), 0)
  return table(['price', 'of each', 'for', 'US dollars'], [...rows, ['**together**', '', '', `**${dollars(sum)}**`]])
}

/** What the bot costs by AWS's price structure, worked out from the inputs above. */
export const costPage = (): string =>
  page('Cost', 'scripts/cost.ts', [
    plain(
      `Worked out from AWS’s price structure without any free tier, with the prices of us-east-1 as they were looked up on ${lookedUp}; those of eu-central-1 were not found, and Regions differ by up to a third. The calls to KMS and to DynamoDB are counted at the embedded AWS, for an EBS volume; seconds, bytes of log and traces are assumptions, which the dashboard and the bill correct. All of it stands in scripts/cost.ts: put in your own and run npm run docs.`,
    ),
    '## 1,000 checks',
    bill(check, 1000),
    '## 1,000 failures',
    bill(failure, 1000),
    '## A month in which nothing happens',
    bill(month, 1),
    '## The prices',
    table(
      ['price', 'US dollars', 'AWS’s page', 'read at'],
      Object.entries(prices).map(([name, [price, slug, seenAt]]) => [
        plain(name),
        `${Number((price * (price < 1e-4 ? 1e6 : 1)).toPrecision(6))}${price < 1e-4 ? ' a million' : ''}`,
        linked('price page', `https://aws.amazon.com/${slug.includes('/') ? slug : `${slug}/pricing`}/`),
        seenAt === null ? 'nowhere: not verified' : linked(new URL(seenAt).hostname, seenAt),
      ]),
    ),
  ])
