import { rds } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

export const engineSupported = rule({
  id: 'engine-supported',
  title: 'AWS Backup supports the engine',
  stage: 'backed up',
  authority: 'aws',
  source: rds,
  needs: ['engine'],
  judge: ({ engine }) => {
    if (engine.startsWith('custom-oracle'))
      return blocked(`AWS Backup does not back up RDS Custom for Oracle (${engine}).`, {
        say: 'Back it up with RMAN, or move to RDS for Oracle.',
      })
    if (engine.startsWith('custom-'))
      return unsure(
        `AWS Backup takes on-demand backups of ${engine}, but cannot restore them, and says nothing of scheduled ones.`,
        { say: 'Keep snapshots by RDS’s own means, and try a restore.' },
      )
    return ok(`The engine is ${engine}.`)
  },
})
