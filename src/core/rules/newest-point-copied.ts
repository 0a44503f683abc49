import { copying } from '../links.ts'
import { isContinuous } from '../recovery-point.ts'
import { advice, ok, rule } from '../rule.ts'
import { span } from '../schedule.ts'
import { copySlack } from '../silent.ts'

export const newestPointCopied = rule({
  id: 'newest-point-copied',
  title: 'A copy of the newest local recovery point was started',
  stage: 'copied',
  authority: 'aws',
  source: copying,
  needs: ['localPoint', 'lastCopy'],
  optional: true,
  applies: ({ kind }) => kind.crossAccountCopy.value !== 'no',
  judge: ({ localPoint: point, lastCopy: job }, { at, resource }) => {
    if (point === null) return ok('No local recovery point waits for its copy.')
    if (isContinuous(point)) return ok('The newest local recovery point is a continuous backup.')
    if (job?.source === point.arn) return ok(`A copy of the newest local recovery point was started: ${job.state}.`)
    if (point.plan === undefined) return ok('The newest local recovery point was made on demand, by no backup plan.')
    const since = new Date(point.completedAt ?? point.createdAt)
    if (at.getTime() - since.getTime() <= copySlack)
      return ok('The newest local recovery point is young: its copy is about to start.')
    return advice(
      `No copy was started of the newest local recovery point, ${span(since, at)} old. A copy starts within minutes after its backup has ended.`,
      {
        say: 'Look whether the rule of the backup plan has a copy action, and whether it names a vault that exists.',
        then: `explain ${resource.arn}`,
      },
    )
  },
})
