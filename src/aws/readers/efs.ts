import { DescribeFileSystemsCommand, EFSClient, type FileSystemDescription } from '@aws-sdk/client-efs'
import { byKey, tagMap, tagsFrom, unencrypted, whole } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

const byOf = ({ Encrypted, KmsKeyId }: FileSystemDescription) => {
  if (Encrypted === false) return unencrypted
  return Encrypted && KmsKeyId ? byKey(KmsKeyId) : undefined
}

export const efs: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'elasticfilesystem:DescribeFileSystems', options =>
    session.client(EFSClient).send(new DescribeFileSystemsCommand({ FileSystemId: resource.name }), options),
  )
  const system = narrow(answer, `file system ${resource.name}`, it => it.FileSystems?.[0])
  return {
    kind: 'efs',
    facts: {
      tags: tagsFrom(system, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      state: pick(system, 'LifeCycleState', it => it.LifeCycleState),
      encryption: pick(
        system,
        'KmsKeyId',
        it => whole(resource.name, byOf(it)),
        it => it.KmsKeyId ?? `Encrypted: ${it.Encrypted}`,
      ),
    },
  }
}
