// The reference of `cold`: a Bolt app on its own Lambda receiver that does nothing but acknowledge.
import { App, AwsLambdaReceiver } from '@slack/bolt'

const receiver = new AwsLambdaReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? '' })
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-benchmark' }) })
app.command('/backup', async ({ ack }) => ack())
const start = receiver.start()
export const handler = async (...event: Parameters<Awaited<typeof start>>) => (await start)(...event)
