import { eks } from '../links.ts'
import { ok, rule, unsure } from '../rule.ts'

export const persistentStorageKnown = rule({
  id: 'persistent-storage-known',
  title: 'Which volumes, file systems and buckets hold the data of the cluster is known',
  stage: 'copied',
  authority: 'aws',
  source: eks,
  needs: ['storage'],
  notFound: ({ resource }) =>
    unsure(
      `No backup of the whole cluster ${resource.name} has completed yet, so AWS Backup has not listed its storage; from outside Kubernetes only what the EBS CSI driver made can be seen. One EBS volume under a key that may not be shared keeps its part from being copied.`,
      {
        say: 'Ask again after the first completed backup, or check each EBS volume, EFS file system and bucket behind the persistent volumes by itself.',
      },
    ),
  judge: ({ storage }) =>
    ok(
      `AWS Backup listed the storage of the cluster in its backup of ${storage.at.replace('T', ' ').slice(0, 16)} UTC.`,
    ),
})
