import type { Call } from '../call.ts'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'

type Asked = { ApplicationId?: string; ComponentId?: string }
type Database = Asked & { DatabaseId?: string; DatabaseArn?: string }
type Listing = Asked & { MaxResults?: number; NextToken?: string }

/** https://docs.aws.amazon.com/ssmsap/latest/APIReference/API_Operations.html */
export const ssmSapAnswers = {
  // A database is named by its ARN, or by the ids of its application, its component and itself.
  GetDatabase: ({ DatabaseArn, ...ids }: Database, { place: { ssmSap } }: Call) => {
    const found = ssmSap.Databases.find(it => (DatabaseArn ? it.Arn === DatabaseArn : fits(it, ids)))
    if (!found) throw refuse('ValidationException', `The database ${DatabaseArn ?? ids.DatabaseId} does not exist.`)
    return { Database: found, Tags: tagsOf(ssmSap.Tags[found.Arn ?? '']) }
  },

  ListDatabases: ({ MaxResults: size = 50, NextToken: token, ...ids }: Listing, { place: { ssmSap } }: Call) => {
    const ofApplication = ssmSap.Databases.filter(it => fits(it, ids))
    if (ids.ApplicationId && ofApplication.length === 0)
      throw refuse('ResourceNotFoundException', `The application ${ids.ApplicationId} was not found.`)
    const onBadToken = () => refuse('ValidationException', 'Invalid NextToken')
    const { items, next } = page(ofApplication, { size, token, onBadToken })
    const Databases = items.map(({ ApplicationId, ComponentId, DatabaseId, DatabaseType, Arn = '' }) => ({
      ApplicationId,
      ComponentId,
      DatabaseId,
      DatabaseType,
      Arn,
      Tags: tagsOf(ssmSap.Tags[Arn]),
    }))
    return { Databases, ...(next ? { NextToken: next } : {}) }
  },
}

const fits = (it: Database, asked: Database): boolean =>
  (asked.ApplicationId === undefined || it.ApplicationId === asked.ApplicationId) &&
  (asked.ComponentId === undefined || it.ComponentId === asked.ComponentId) &&
  (asked.DatabaseId === undefined || it.DatabaseId === asked.DatabaseId)

const tagsOf = (tags: readonly { Key: string; Value: string }[] = []) =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
