// Checks in a process of their own, bundled as they ship. Speaks by IPC: an ARN is checked; `forget` forgets all that was
// read; a number is the reference: so many calls, each after the one before has ended.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { check } from '../commands/check.ts'
import { createAws } from '../src/aws/sessions.ts'
import { loadOrganisation } from '../src/organisation.ts'

const house = loadOrganisation('organisation.json')
const now = () => new Date()
const [elsewhere = ''] = house.accounts.map(it => it.id).filter(it => it !== '111122223333')
let aws = createAws(house)
const sts = new STSClient({})

process.on('message', async (asked: string) => {
  if (asked === 'forget') {
    aws = createAws(house)
    // Somebody has asked about another account before: the process and its client of STS are older than this question.
    await aws.session(elsewhere, aws.region)
    return process.send?.({})
  }
  if (/^\d+$/.test(asked)) {
    const began = performance.now()
    for (let n = 0; n < Number(asked); n++) await sts.send(new GetCallerIdentityCommand({}))
    return process.send?.({ ms: performance.now() - began })
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
