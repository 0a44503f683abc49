import { defineConfig } from 'vitest/config'

// Without the property tests: they draw other cases each time, and a score must not depend on luck.
export default defineConfig({
  test: {
    include: ['test/core/key-policy/*.test.ts'],
    exclude: ['test/core/key-policy/properties.test.ts', 'test/core/key-policy/as-code.test.ts'],
    testTimeout: 5000,
  },
})
