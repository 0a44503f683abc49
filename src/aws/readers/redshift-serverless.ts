import {
  ListNamespacesCommand,
  ListTagsForResourceCommand,
  RedshiftServerlessClient,
} from '@aws-sdk/client-redshift-serverless'
import { awsOwned, byKey, tagMap, tagsFrom, whole } from '../describe.ts'
import { narrow, pages, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

/** The ARN holds an id that no call but the list takes; what came out of a stack has a name instead. */
export const redshiftServerless: Reader = async scope => {
  const { session, resource, house } = scope
  const client = () => session.client(RedshiftServerlessClient)
  const tagsOf = (resourceArn: string) =>
    read(scope, 'redshift-serverless:ListTagsForResource', options =>
      client().send(new ListTagsForResourceCommand({ resourceArn }), options),
    )
  const early = /namespace\/[0-9a-f-]{36}$/.test(resource.arn) ? tagsOf(resource.arn) : undefined
  const listed = await read(scope, 'redshift-serverless:ListNamespaces', options =>
    pages(
      nextToken => client().send(new ListNamespacesCommand({ nextToken }), options),
      it => it.namespaces,
      it => it.nextToken,
    ),
  )
  const namespace = narrow(listed, `namespace ${resource.name}`, it =>
    it.items.find(one => one.namespaceArn === resource.arn || (!early && one.namespaceName === resource.name)),
  )
  const arn = (namespace.known && namespace.value.namespaceArn) || resource.arn
  const tags = await (early ?? tagsOf(arn))
  return {
    kind: 'redshift-serverless',
    resource: { ...resource, arn },
    facts: {
      tags: tagsFrom(tags, 'tags', house.tag.key, it =>
        tagMap((it.tags ?? []).map(({ key, value }) => ({ Key: key, Value: value }))),
      ),
      state: pick(namespace, 'status', it => it.status),
      encryption: pick(
        namespace,
        'kmsKeyId',
        it => whole(resource.name, it.kmsKeyId ? byKey(it.kmsKeyId) : awsOwned),
        it => it.kmsKeyId ?? 'absent',
      ),
    },
  }
}
