import { lustreBackups } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const noS3Link = rule({
  id: 'no-s3-link',
  title: 'The file system is not linked to a bucket',
  stage: 'backed up',
  authority: 'aws',
  source: lustreBackups,
  needs: ['dataRepositories'],
  judge: ({ dataRepositories }) =>
    dataRepositories === 0
      ? ok('The file system is not linked to a bucket.')
      : blocked(`The file system is linked to ${dataRepositories} bucket(s); such file systems are not backed up.`, {
          say: 'Export to the bucket and back that up, or remove the link.',
        }),
})
