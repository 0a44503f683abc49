import { linked, page, plain, table } from '../src/core/markdown.ts'

/**
 * Inputs, in US dollars: AWS's list prices of us-east-1 without any free tier, as they are known to whoever changed this
 * file last. Other Regions differ by up to a third; replace them with those of the pages named beside them.
 */
const prices = {
  'Lambda, a GB-second on arm64': [0.0000133334, 'https://aws.amazon.com/lambda/pricing/'],
  'Lambda, a request': [0.2e-6, 'https://aws.amazon.com/lambda/pricing/'],
  'HTTP API, a request': [1e-6, 'https://aws.amazon.com/api-gateway/pricing/'],
  'SQS, a request': [0.4e-6, 'https://aws.amazon.com/sqs/pricing/'],
  'EventBridge, an event between accounts': [1e-6, 'https://aws.amazon.com/eventbridge/pricing/'],
  'EventBridge Scheduler, an invocation': [1e-6, 'https://aws.amazon.com/eventbridge/pricing/'],
  'DynamoDB on demand, a write unit': [0.625e-6, 'https://aws.amazon.com/dynamodb/pricing/on-demand/'],
  'DynamoDB on demand, a read unit': [0.125e-6, 'https://aws.amazon.com/dynamodb/pricing/on-demand/'],
  'KMS, a request': [3e-6, 'https://aws.amazon.com/kms/pricing/'],
  'KMS, a key a month': [1, 'https://aws.amazon.com/kms/pricing/'],
  'CloudWatch Logs, a GB taken in': [0.5, 'https://aws.amazon.com/cloudwatch/pricing/'],
  'CloudWatch, a metric a month': [0.3, 'https://aws.amazon.com/cloudwatch/pricing/'],
  'CloudWatch, an alarm a month': [0.1, 'https://aws.amazon.com/cloudwatch/pricing/'],
  'CloudWatch, a dashboard a month': [3, 'https://aws.amazon.com/cloudwatch/pricing/'],
  'X-Ray, a trace': [5e-6, 'https://aws.amazon.com/xray/pricing/'],
  'Secrets Manager, a secret a month': [0.4, 'https://aws.amazon.com/secrets-manager/pricing/'],
} as const satisfies Record<string, readonly [number, string]>

type Price = keyof typeof prices
type Part = { readonly price: Price; readonly amount: number; readonly why: string }

/** Also inputs: how much one of each takes. The dashboard and the bill say what it is with you. */
const check: readonly Part[] = [
  { price: 'HTTP API, a request', amount: 1, why: 'Slack’s request' },
  { price: 'Lambda, a request', amount: 2, why: 'the answer to Slack, and the work' },
  { price: 'Lambda, a GB-second on arm64', amount: 0.1 * 0.5 + 2 * 1, why: '0.1 s at 512 MB, and 2 s at 1 GB' },
  { price: 'SQS, a request', amount: 3, why: 'sent, received, deleted' },
  { price: 'DynamoDB on demand, a read unit', amount: 1, why: 'was it answered before' },
  { price: 'DynamoDB on demand, a write unit', amount: 1, why: 'it was answered' },
  { price: 'KMS, a request', amount: 5, why: 'key, key policy and grants are KMS calls' },
  { price: 'CloudWatch Logs, a GB taken in', amount: 10e-6, why: '10 kB: a line a call, and the metrics' },
  { price: 'X-Ray, a trace', amount: 2, why: 'one for each function; less where sampling holds' },
]
const failure: readonly Part[] = [
  { price: 'EventBridge, an event between accounts', amount: 1, why: 'from the member’s bus to the bot’s' },
  { price: 'SQS, a request', amount: 3, why: 'sent, received, deleted; less in batches' },
  { price: 'Lambda, a request', amount: 1, why: 'less in batches' },
  { price: 'Lambda, a GB-second on arm64', amount: 3, why: '3 s at 1 GB, the confirming check included' },
  { price: 'DynamoDB on demand, a write unit', amount: 16, why: 'a transaction, its indexes, and what was posted' },
  { price: 'DynamoDB on demand, a read unit', amount: 16, why: 'the notice and its failures, consistently' },
  { price: 'KMS, a request', amount: 5, why: 'the confirming check' },
  { price: 'CloudWatch Logs, a GB taken in', amount: 10e-6, why: '10 kB' },
  { price: 'X-Ray, a trace', amount: 1, why: 'less where sampling holds' },
]
const minutes = 30 * 24 * 60
const month: readonly Part[] = [
  { price: 'EventBridge Scheduler, an invocation', amount: minutes + minutes / 15, why: 'each minute, and the sweep' },
  {
    price: 'SQS, a request',
    amount: 3 * (minutes + minutes / 15) + (5 * minutes * 60) / 20,
    why: 'those, and polling',
  },
  { price: 'Lambda, a request', amount: minutes + minutes / 15, why: 'those' },
  {
    price: 'Lambda, a GB-second on arm64',
    amount: minutes * 0.1 + (minutes / 15) * 20,
    why: '0.1 s each minute, 20 s a sweep of some accounts, at 1 GB',
  },
  { price: 'KMS, a key a month', amount: 1, why: 'the bot’s own' },
  { price: 'Secrets Manager, a secret a month', amount: 1, why: 'Slack’s' },
  { price: 'CloudWatch, a metric a month', amount: 25, why: 'one for each value of each measure' },
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
      'Worked out from AWS’s price structure without any free tier. Prices and amounts are inputs, in scripts/cost.ts: put your Region’s prices there and your own amounts, which the dashboard tells, and run npm run docs.',
    ),
    '## 1,000 checks',
    bill(check, 1000),
    '## 1,000 failures',
    bill(failure, 1000),
    '## A month in which nothing happens',
    bill(month, 1),
    '## The prices',
    table(
      ['price', 'US dollars', 'source'],
      Object.entries(prices).map(([name, [price, url]]) => [
        plain(name),
        `${Number((price * (price < 1e-4 ? 1e6 : 1)).toPrecision(6))}${price < 1e-4 ? ' a million' : ''}`,
        linked('price page', url),
      ]),
    ),
  ])
