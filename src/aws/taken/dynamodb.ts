import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { read } from '../read.ts'
import type { Look } from './look.ts'

export const table: Look = (ask, { name }) =>
  read(ask, 'dynamodb:DescribeTable', options =>
    ask.session.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: name }), options),
  )
