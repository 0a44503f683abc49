import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Every fault at every call takes minutes of waiting: `npm run faults`.
    exclude: process.env.FAULTS ? [] : ['test/faults/**'],
    globalSetup: ['test/browser/notice.ts'],
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_COLOR: '1',
    },
    // A busy machine takes its time; no test asserts one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
