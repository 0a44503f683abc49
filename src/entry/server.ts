import { Logger } from '@aws-lambda-powertools/logger'
import { BadSettings } from '../organisation.ts'
import { startBot } from './bot.ts'
import { readSettings } from './settings.ts'

const logger = new Logger({ serviceName: 'backup-bot' })

try {
  const settings = readSettings(process.env)
  const bot = await startBot(settings, logger)
  logger.info(bot.socketMode ? 'listening through Socket Mode' : 'listening', { port: bot.port })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info('stopping: what was acknowledged is finished first', { signal })
      bot.stop().then(
        () => process.exit(0),
        error => {
          logger.error('could not stop cleanly', { error })
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  if (!(error instanceof BadSettings)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
}
