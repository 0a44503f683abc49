import pLimit from 'p-limit'
import type { House } from '../../core/house.ts'
import type { Faults } from '../aws/faults.ts'
import type { Faults as SlackFaults } from '../slack/faults.ts'
import { placeOf, type World } from '../world.ts'
import { newestPoint, startCopy } from './resource-switches.ts'
import type { Bus, WorldEntry } from './switches.ts'

type Broken = { readonly account: string; readonly region: string; readonly arn: string }

/** Resources whose newest copy failed and could be started again: each has a root cause of its own. */
const brokenOf = (world: World): Broken[] =>
  Object.entries(world.accounts)
    .filter(([account]) => account !== world.central.account)
    .flatMap(([account, { regions }]) =>
      Object.keys(regions).flatMap(region => {
        const at = { account, region }
        const jobs = placeOf(world, account, region).backup.CopyJobs
        const last = new Map(
          jobs
            .toSorted((a, b) => String(a.CreationDate).localeCompare(String(b.CreationDate)))
            .map(job => [job.ResourceArn ?? '', job.State]),
        )
        return [...last]
          .filter(([arn, state]) => state === 'FAILED' && newestPoint(world, at, arn))
          .map(([arn]) => ({ ...at, arn }))
      }),
    )

const storm = 300

/** Copy jobs that have not ended. */
const underWay = (world: World): number =>
  Object.values(world.accounts)
    .flatMap(({ regions }) => Object.values(regions))
    .flatMap(place => place.backup.CopyJobs)
    .filter(job => job.State === 'CREATED' || job.State === 'RUNNING').length

export const worldSwitches = (
  world: World,
  house: House,
  { url, faults }: { readonly url: string; readonly faults: Faults },
  slack: SlackFaults,
  bus: Bus | undefined,
): readonly WorldEntry[] => {
  const waiting = (kind: string) =>
    faults
      .list()
      .filter(it => it.kind === kind)
      .reduce((sum, it) => sum + it.calls, 0)
  return [
    {
      id: 'fail-copy',
      of: () => ({ label: 'Fail the next copy', hint: 'The next copy job ends with a fatal error of AWS’s own' }),
      waiting: () => waiting('copy'),
      flip: async () => faults.failCopies(1),
    },
    {
      id: 'storm',
      of: () =>
        bus
          ? { label: `Storm of ${storm} failures`, hint: `${storm} copy jobs that fail, on few root causes` }
          : undefined,
      waiting: () => (bus ? underWay(world) : 0),
      flip: async () => {
        const broken = brokenOf(world)
        const limit = pLimit(8)
        const jobs = Array.from({ length: storm }, (_, i) => broken[i % broken.length]).flatMap(it => (it ? [it] : []))
        await Promise.all(jobs.map(it => limit(() => startCopy(world, house, url, it, it.arn))))
      },
    },
    {
      id: 'throttle',
      of: () => ({ label: 'Throttle AWS', hint: 'The next 40 calls are refused with a throttling error' }),
      waiting: () => waiting('throttle'),
      flip: async () => faults.throttle('*', 40),
    },
    {
      id: 'slack-429',
      of: () => ({ label: 'Slack answers 429', hint: 'The next 3 Web API calls are told to wait 2 seconds' }),
      waiting: slack.waiting,
      flip: async () => slack.add({ status: 429, retryAfter: 2, times: 3 }),
    },
    {
      id: 'calm',
      of: () =>
        faults.list().length + slack.waiting() > 0
          ? { label: 'Let all go well again', hint: 'Copies, AWS and Slack: what was to fail does not' }
          : undefined,
      waiting: () => 0,
      flip: async () => {
        faults.clear()
        slack.clear()
      },
    },
    {
      id: 'queue-away',
      of: () =>
        bus && !bus.isAway() ? { label: 'Take the queue away', hint: 'Events wait at EventBridge' } : undefined,
      waiting: () => 0,
      flip: async () => bus?.setAway(true),
    },
    {
      id: 'queue-back',
      of: () => (bus?.isAway() ? { label: 'Give the queue back', hint: 'What waited is delivered' } : undefined),
      waiting: () => bus?.waiting() ?? 0,
      flip: async () => bus?.setAway(false),
    },
  ]
}
