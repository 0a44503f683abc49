// A new process, as Lambda starts one: imports the bundle, hands it one signed command, prints both times. Plain
// JavaScript, so that nothing is loaded here but what is measured.
import { createHmac } from 'node:crypto'
import { pathToFileURL } from 'node:url'

const [file = '', responseUrl = ''] = process.argv.slice(2)
const body = new URLSearchParams({
  token: 'none',
  team_id: 'T0BENCH',
  channel_id: 'C0BENCH',
  user_id: 'U0BENCH',
  command: '/backup',
  text: 'check arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410',
  response_url: responseUrl,
  trigger_id: '1.1',
  api_app_id: 'A0BENCH',
}).toString()
const timestamp = Math.floor(Date.now() / 1000).toString()
const secret = process.env.SLACK_SIGNING_SECRET ?? ''
const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
const event = {
  version: '2.0',
  rawPath: '/slack/events',
  rawQueryString: '',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  },
  requestContext: { http: { method: 'POST', path: '/slack/events' } },
  body: Buffer.from(body).toString('base64'),
  isBase64Encoded: true,
}
const cpu = process.cpuUsage()
const began = performance.now()
const { handler } = await import(pathToFileURL(file).href)
const imported = performance.now()
const answer = await handler(event, {}, () => {})
const acknowledged = performance.now()
const { user, system } = process.cpuUsage(cpu)
if (answer.statusCode !== 200) throw new Error(`The acknowledgement is a ${answer.statusCode}.`)
process.stdout.write(
  `${JSON.stringify({ imported: imported - began, acknowledged: acknowledged - imported, cpu: (user + system) / 1000 })}\n`,
)
process.exit(0)
