import { App, type Logger, type Receiver } from '@slack/bolt'

export type SlackSettings = {
  readonly botToken: string
  /** Another Slack Web API base; absent: Slack's own. */
  readonly apiUrl?: string
  /** What every client fetches with. */
  readonly fetch?: typeof fetch
}

export const clientOptions = ({ apiUrl, fetch }: Pick<SlackSettings, 'apiUrl' | 'fetch'>) => ({
  ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  ...(fetch ? { fetch } : {}),
  timeout: 10_000,
  retryConfig: { retries: 3, factor: 2, minTimeout: 200, maxTimeout: 2000, randomize: true },
})

/** Bolt's app over a receiver. It never calls auth.test: the token is Slack's to judge when it is first used. */
export const createApp = (receiver: Receiver, settings: SlackSettings, logger: Logger): App =>
  new App({
    receiver,
    logger,
    convoStore: false,
    authorize: async () => ({ botToken: settings.botToken }),
    clientOptions: clientOptions(settings),
  })
