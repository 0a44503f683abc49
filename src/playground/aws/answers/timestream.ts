import type { TimestreamWrite } from '@aws-sdk/client-timestream-write'
import { page } from '../page.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_Operations_Amazon_Timestream_Write.html */
export const timestreamAnswers = {
  DescribeEndpoints: (_input, { host }) => ({ Endpoints: [{ Address: host, CachePeriodInMinutes: 1440 }] }),

  DescribeDatabase: ({ DatabaseName }, { place }) => {
    const Database = place.timestream.Databases.find(each => each.DatabaseName === DatabaseName)
    if (!Database) throw refuse('ResourceNotFoundException', `The database ${DatabaseName} does not exist.`)
    return { Database }
  },

  DescribeTable: ({ DatabaseName, TableName }, { place }) => {
    const Table = place.timestream.Tables.find(
      each => each.DatabaseName === DatabaseName && each.TableName === TableName,
    )
    if (!Table) throw refuse('ResourceNotFoundException', `The table ${TableName} does not exist.`)
    return { Table }
  },

  ListTables: ({ DatabaseName, MaxResults: size = 20, NextToken: token }, { place: { timestream } }) => {
    if (DatabaseName && !timestream.Databases.some(each => each.DatabaseName === DatabaseName))
      throw refuse('ResourceNotFoundException', `The database ${DatabaseName} does not exist.`)
    const tables = timestream.Tables.filter(each => !DatabaseName || each.DatabaseName === DatabaseName)
    const onBadToken = () => refuse('ValidationException', 'Invalid NextToken')
    const { items, next } = page(tables, { size, token, onBadToken })
    return { Tables: items, ...(next ? { NextToken: next } : {}) }
  },

  ListTagsForResource: ({ ResourceARN = '' }, { place }) => {
    const { Databases, Tables, Tags } = place.timestream
    if (![...Databases, ...Tables].some(each => each.Arn === ResourceARN)) {
      throw refuse('ResourceNotFoundException', `The resource ${ResourceARN} does not exist.`)
    }
    return { Tags: Tags[ResourceARN] ?? [] }
  },
} satisfies AnswersOf<TimestreamWrite>
