import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Whatever a test leaves in its temporary folder goes with this one.
const scratch = mkdtempSync(join(tmpdir(), 'backup-bot-'))
const logs = join(scratch, 'logs')
mkdirSync(logs)
Object.assign(process.env, { TMPDIR: scratch, TEST_SCRATCH: scratch, TEST_LOGS: logs })
const capture = new URL('test/logs/capture.mjs', import.meta.url)

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Every fault at every call takes hours of waiting: `npm run faults`. Of flows and kills a slice is always run.
    exclude: process.env.FAULTS ? [] : ['test/faults/{questions,notices}.test.ts'],
    // Torn down from the last to the first.
    globalSetup: ['test/scratch.ts', 'test/browser/notice.ts', 'test/logs/search.ts'],
    setupFiles: [fileURLToPath(capture)],
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_COLOR: '1',
      TEST_LOGS: logs,
    },
    // A busy machine takes its time; no test asserts one.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
