import { copyJobs } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'
import { ago } from '../schedule.ts'

const failed = ['FAILED', 'PARTIAL', 'ABORTED', 'EXPIRED']

export const lastCopyWorked = rule({
  id: 'last-copy-worked',
  title: 'The latest copy job did not fail',
  stage: 'copied',
  authority: 'aws',
  source: copyJobs,
  needs: ['lastCopy'],
  optional: true,
  judge: ({ lastCopy: job }, { at }) => {
    if (job === null) return ok('No copy job has run yet.')
    const said = job.message === null ? '.' : `: “${job.message}”.`
    const then = `explain ${job.id}`
    const when = ago(job.createdAt, at)
    return failed.includes(job.state)
      ? advice(`The latest copy job, ${job.id} of ${when}, ended ${job.state}${said}`, {
          say: 'Ask why it failed.',
          then,
        })
      : ok(`The latest copy job, of ${when}, is ${job.state}.`)
  },
})
