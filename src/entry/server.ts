import { quietSdk } from '../aws/quiet.ts'
import { BadSettings } from '../organisation.ts'
import { startBot } from './bot.ts'
import { createLogger, createMeasured } from './logs.ts'
import { readSettings } from './settings.ts'

quietSdk()
const logger = createLogger()

try {
  const settings = readSettings(process.env)
  const bot = await startBot(settings, logger, createMeasured())
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
