import { createHmac } from 'node:crypto'

export const signingSecret = 'benchmark-signing-secret'

/** A `/backup` command as Slack sends it; `n` makes each one new, so that none is taken for a replay. */
export const slackRequest = (text: string, n: number, responseUrl: string) => {
  const body = new URLSearchParams({
    token: 'none',
    team_id: 'T0BENCH',
    channel_id: 'C0BENCH',
    user_id: 'U0BENCH',
    command: '/backup',
    text,
    response_url: responseUrl,
    trigger_id: `${n}.${process.pid}`,
    api_app_id: 'A0BENCH',
  }).toString()
  const timestamp = Math.floor(Date.now() / 1000).toString()
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  }
}
