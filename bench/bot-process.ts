// The long-running bot as `npm start` runs it, on any free port, which it tells its parent.
import { startBot } from '../src/entry/bot.ts'
import { createLogger, createMeasured } from '../src/entry/logs.ts'
import { readSettings } from '../src/entry/settings.ts'

const bot = await startBot({ ...readSettings(process.env), port: 0 }, createLogger(), createMeasured())
process.send?.({ port: bot.port })
process.on('disconnect', () => process.exit(0))
