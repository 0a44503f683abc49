// The reference of `ack`: a Bolt app over HTTP that does nothing but acknowledge.
import { App } from '@slack/bolt'
import { signingSecret } from './slack-request.ts'

const app = new App({ signingSecret, authorize: async () => ({ botToken: 'xoxb-benchmark' }) })
app.command('/backup', async ({ ack }) => ack())
const server = await app.start(0)
const address = server.address()
process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
process.on('disconnect', () => process.exit(0))
