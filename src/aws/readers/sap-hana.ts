import { noParts, tagsFrom } from '../describe.ts'
import { narrow, pages, pick, read } from '../read.ts'
import { GetDatabaseCommand, ListDatabasesCommand, SsmSapClient } from '../services/ssm-sap.ts'
import { holding } from './holder.ts'
import type { Reader, Scope } from './reader.ts'

const databasesOf = async (scope: Scope) => {
  const { session, resource } = scope
  const [, ApplicationId, ComponentId] = /HANA\/([^/]+)(?:\/COMPONENT\/(.+))?$/.exec(resource.arn) ?? []
  const answer = await read(scope, 'ssm-sap:ListDatabases', options =>
    pages(
      NextToken =>
        session.client(SsmSapClient).send(new ListDatabasesCommand({ ApplicationId, ComponentId, NextToken }), options),
      it => it.Databases,
      it => it.NextToken,
    ),
  )
  const databases = (answer.known ? answer.value.items : []).flatMap(({ Arn, DatabaseId }) =>
    Arn && DatabaseId ? [{ ...resource, arn: Arn, name: `${ApplicationId}/${DatabaseId}` }] : [],
  )
  return holding(resource, { kind: 'sap-hana', is: 'an SAP application', parts: 'its databases' }, answer, databases)
}

export const sapHana: Reader = async scope => {
  const { session, resource, house } = scope
  if (!resource.arn.includes('/DB/')) return databasesOf(scope)
  const answer = await read(scope, 'ssm-sap:GetDatabase', options =>
    session.client(SsmSapClient).send(new GetDatabaseCommand({ DatabaseArn: resource.arn }), options),
  )
  const database = narrow(answer, `database ${resource.name}`, it => it.Database)
  return {
    kind: 'sap-hana',
    facts: {
      tags: database.known ? tagsFrom(answer, 'Tags', house.tag.key, it => it.Tags ?? {}) : database,
      state: pick(database, 'Status', it => it.Status),
      encryption: database.known ? noParts : database,
    },
  }
}
