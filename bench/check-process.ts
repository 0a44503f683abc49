// Checks in a process of their own, bundled as they ship. Speaks by IPC: an ARN is checked; `forget` forgets all that was read.
import { check } from '../commands/check.ts'
import { createAws } from '../src/aws/sessions.ts'
import { loadOrganisation } from '../src/organisation.ts'

const house = loadOrganisation('organisation.json')
const now = () => new Date()
let aws = createAws(house)

process.on('message', async (asked: string) => {
  if (asked === 'forget') {
    aws = createAws(house)
    return process.send?.({})
  }
  const cpu = process.cpuUsage()
  const began = performance.now()
  const { exit } = await check.run({ verb: 'check', target: asked }, { house, aws, now }, AbortSignal.timeout(10_000))
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return process.send?.({ ms, cpuMs: (user + system) / 1000, exit })
})
process.on('disconnect', () => process.exit(0))
process.send?.({})
