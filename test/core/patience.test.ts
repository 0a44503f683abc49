import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { atMost } from '../../src/core/patience.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const never = () => new AbortController().signal
it.each<[string, () => AbortSignal]>([
  ['a signal that does not come', () => atMost(never(), 50)],
  ['a signal that comes later', () => atMost(AbortSignal.timeout(600_000), 50)],
  ['a signal that comes first', () => atMost(AbortSignal.timeout(50), 600_000)],
  ['one in the other', () => atMost(atMost(never(), 50), 600_000)],
])('comes though garbage is collected meanwhile: %s', async (_, make) => {
  const comes = new Promise<boolean>(resolve => make().addEventListener('abort', () => resolve(true)))
  collectGarbage()
  await pause(10)
  collectGarbage()
  expect(await Promise.race([comes, pause(5_000, false)])).toBe(true)
})
