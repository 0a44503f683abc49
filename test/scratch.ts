import { rmSync } from 'node:fs'

/** Vitest's global set-up: its configuration gives every test one temporary folder, which is removed at the end. */
export default () => () => {
  const folder = process.env.TEST_SCRATCH
  if (folder) rmSync(folder, { recursive: true, force: true })
}
