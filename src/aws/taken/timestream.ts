import { DescribeTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write'
import { read } from '../read.ts'
import type { Look } from './look.ts'

export const table: Look = (ask, { name, parameters: { database } }) =>
  read(ask, 'timestream:DescribeTable', options =>
    ask.session
      .client(TimestreamWriteClient)
      .send(new DescribeTableCommand({ DatabaseName: database, TableName: name }), options),
  )
