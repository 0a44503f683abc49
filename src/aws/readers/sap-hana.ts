import { noParts, tagsFrom } from '../describe.ts'
import { narrow, pick, read } from '../read.ts'
import { GetDatabaseCommand, SsmSapClient } from '../services/ssm-sap.ts'
import type { Reader } from './reader.ts'

export const sapHana: Reader = async scope => {
  const { session, resource, house } = scope
  const answer = await read(scope, 'ssm-sap:GetDatabase', options =>
    session.client(SsmSapClient).send(new GetDatabaseCommand({ DatabaseArn: resource.arn }), options),
  )
  const database = narrow(answer, `database ${resource.name}`, it => it.Database)
  return {
    kind: 'sap-hana',
    facts: {
      tags: database.known ? tagsFrom(answer, 'Tags', house.tag.key, it => it.Tags ?? {}) : database,
      state: pick(database, 'Status', it => it.Status),
      encryption: database.known ? noParts('the backup takes the key of the vault') : database,
    },
  }
}
