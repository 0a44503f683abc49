import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { Entity, item, number, string, Table } from 'dynamodb-toolbox'
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get'
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put'
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck'
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete'
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut'
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate'
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite'
import { $add, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Aws, startAws } from '../../src/playground/aws/server.ts'
import { type Local, startDynamo } from '../../src/playground/dynamo.ts'
import { loadWorld } from '../../src/playground/world.ts'
import { as, bot, failing, ireland, shop } from './aws/started.ts'

let local: Local
let aws: Aws
let client: DynamoDBDocumentClient
let plain: DynamoDBClient
const table = new Table({ name: 'backup-bot', partitionKey: { name: 'pk', type: 'string' } })
const Request = new Entity({
  name: 'request',
  table,
  schema: item({ pk: string().key(), version: number(), note: string().optional() }),
  timestamps: false,
})

const create = (TableName: string) =>
  new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  })

beforeAll(async () => {
  local = await startDynamo({ account: bot, region: ireland })
  aws = await startAws({ world: await loadWorld(), permissions: () => [], dynamo: local })
  // Through the door of the embedded AWS, as the bot comes.
  plain = new DynamoDBClient(as(aws.url, 'AKIABOT'))
  client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } })
  table.documentClient = client
  await plain.send(create('backup-bot'))
})
afterAll(async () => {
  await aws.close()
  await local.close()
})

const put = (pk: string, version: number) => Request.build(PutItemCommand).item({ pk, version }).send()
const get = async (pk: string) =>
  (await Request.build(GetItemCommand).key({ pk }).options({ consistent: true }).send()).Item
beforeEach(async () => {
  await put('one', 1)
  await put('two', 1)
  await Request.build(PutItemCommand).item({ pk: 'gone', version: 1 }).send()
})

describe('transactions', () => {
  const ofVersion = (pk: string, version: number) =>
    Request.build(UpdateTransaction)
      .item({ pk, version: $add(1) })
      .options({ condition: { attr: 'version', eq: version } })

  it('write everything', async () => {
    await execute(
      ofVersion('one', 1),
      Request.build(PutTransaction).item({ pk: 'new', version: 7 }),
      Request.build(DeleteTransaction).key({ pk: 'gone' }),
      Request.build(ConditionCheck).key({ pk: 'two' }).condition({ attr: 'version', eq: 1 }),
    )
    expect([await get('one'), await get('new'), await get('gone'), await get('two')]).toEqual([
      { pk: 'one', version: 2 },
      { pk: 'new', version: 7 },
      undefined,
      { pk: 'two', version: 1 },
    ])
  })

  it('write nothing when one condition fails, and say which', async () => {
    const error = await failing(
      execute(
        ofVersion('one', 1),
        Request.build(PutTransaction).item({ pk: 'never', version: 1 }),
        ofVersion('two', 9),
      ),
    )
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    })
    expect([await get('one'), await get('never'), await get('two')]).toEqual([
      { pk: 'one', version: 1 },
      undefined,
      { pk: 'two', version: 1 },
    ])
  })

  it('give the item that stood in the way, when asked', async () => {
    const Update = {
      TableName: 'backup-bot',
      Key: { pk: 'two' },
      UpdateExpression: 'SET version = :next',
      ConditionExpression: 'version = :was',
      ExpressionAttributeValues: { ':next': 5, ':was': 4 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }
    const error = await failing(client.send(new TransactWriteCommand({ TransactItems: [{ Update }] })))
    expect(error.CancellationReasons).toMatchObject([{ Item: { pk: { S: 'two' }, version: { N: '1' } } }])
  })

  it('happen one after the other', async () => {
    await put('counter', 0)
    const add = () => execute(Request.build(UpdateTransaction).item({ pk: 'counter', version: $add(1) }))
    const race = Array.from({ length: 20 }, () => execute(ofVersion('one', 1)))
    const [settled] = await Promise.all([Promise.allSettled(race), ...Array.from({ length: 20 }, add)])
    const won = settled.filter(it => it.status === 'fulfilled')
    expect(await get('counter')).toEqual({ pk: 'counter', version: 20 })
    expect(won).toHaveLength(1)
  })

  const write = (pk: string) => ({ Put: { TableName: 'backup-bot', Item: { pk, version: 1 } } })
  const transact = (input: object) => client.send(new TransactWriteCommand(input as never))
  it.each([
    [
      'more than 100 items',
      () => transact({ TransactItems: Array.from({ length: 101 }, (_, i) => write(`${i}`)) }),
      'ValidationException',
    ],
    [
      'two actions in one',
      () =>
        transact({
          TransactItems: [{ ...write('x'), Delete: { TableName: 'backup-bot', Key: { pk: 'y' } } }],
        }),
      'ValidationException',
    ],
    ['one item twice', () => transact({ TransactItems: [write('x'), write('x')] }), 'ValidationException'],
    [
      'a table that is not there',
      () => transact({ TransactItems: [{ Put: { TableName: 'no-table', Item: { pk: 'x' } } }] }),
      'ResourceNotFoundException',
    ],
  ])('refuse %s', async (_what, call, name) => {
    expect(await failing(call())).toMatchObject({ name })
  })

  it('happen once for one token', async () => {
    const Update = {
      TableName: 'backup-bot',
      Key: { pk: 'one' },
      UpdateExpression: 'ADD version :one',
      ExpressionAttributeValues: { ':one': 1 },
    }
    const once = { ClientRequestToken: 'once', TransactItems: [{ Update }] }
    await transact(once)
    await transact(once)
    expect(await get('one')).toEqual({ pk: 'one', version: 2 })
    expect(await failing(transact({ ...once, TransactItems: [write('x')] }))).toMatchObject({
      name: 'IdempotentParameterMismatchException',
    })
  })

  it('read', async () => {
    const Get = (pk: string) => ({ Get: { TableName: 'backup-bot', Key: { pk } } })
    const { Responses } = await client.send(new TransactGetCommand({ TransactItems: [Get('one'), Get('nobody')] }))
    expect(Responses).toMatchObject([{ Item: { pk: 'one', version: 1 } }, {}])
  })
})

describe('a single write', () => {
  it('gives the item that stood in its way, when asked', async () => {
    const update = Request.build(UpdateItemCommand)
      .item({ pk: 'one', version: 9 })
      .options({ condition: { attr: 'version', eq: 8 }, returnValuesOnConditionFalse: 'ALL_OLD' })
    const error = await failing(update.send())
    expect(error).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { pk: { S: 'one' }, version: { N: '1' } },
    })
    expect(await get('one')).toEqual({ pk: 'one', version: 1 })
  })
})

it('a table and its indexes have ARNs of the account and Region', async () => {
  const { TableDescription } = await plain.send(
    new CreateTableCommand({
      TableName: 'indexed',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'other',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
  const TableArn = `arn:aws:dynamodb:${ireland}:${bot}:table/indexed`
  expect(TableDescription).toMatchObject({
    TableArn,
    GlobalSecondaryIndexes: [{ IndexArn: `${TableArn}/index/other` }],
  })
})

describe('settings of a table', () => {
  const TableName = 'backup-bot'
  it('remember time to live', async () => {
    const read = () => plain.send(new DescribeTimeToLiveCommand({ TableName }))
    expect(await read()).toMatchObject({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } })
    await plain.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'goes' } }),
    )
    expect(await read()).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'goes' },
    })
  })

  it.each([
    [true, 'enabled'],
    [false, 'disabled'],
  ])('are not settled once more: time to live %s', async (Enabled, state) => {
    const set = () =>
      plain.send(
        new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName: 'goes' } }),
      )
    const error = await failing(
      set()
        .catch(() => undefined)
        .then(set),
    )
    expect(error).toMatchObject({ name: 'ValidationException', message: `TimeToLive is already ${state}` })
  })

  it('go with the table', async () => {
    const made = 'short-lived'
    const enable = async () => {
      await client.send(create(made))
      await plain.send(
        new UpdateTimeToLiveCommand({
          TableName: made,
          TimeToLiveSpecification: { Enabled: true, AttributeName: 'goes' },
        }),
      )
      await plain.send(new DeleteTableCommand({ TableName: made }))
    }
    await enable()
    await enable()
    expect(await failing(plain.send(new DescribeTimeToLiveCommand({ TableName: made })))).toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('remember point-in-time recovery', async () => {
    const status = async () =>
      (await plain.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription
        ?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
    expect(await status()).toBe('DISABLED')
    await plain.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    )
    expect(await status()).toBe('ENABLED')
  })

  it('are of tables that are there', async () => {
    const error = await failing(plain.send(new DescribeTimeToLiveCommand({ TableName: 'no-table' })))
    expect(error).toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

it('is not reached from other accounts', async () => {
  const other = new DynamoDBClient(as(aws.url, shop))
  expect(await failing(other.send(new DescribeContinuousBackupsCommand({ TableName: 'backup-bot' })))).toMatchObject({
    name: 'NotImplemented',
  })
})

it('keeps its tables in a folder, across restarts', async () => {
  const path = await mkdtemp(join(tmpdir(), 'playground-'))
  const open = async () => {
    const kept = await startDynamo({ path })
    return { kept, at: DynamoDBDocumentClient.from(new DynamoDBClient(as(kept.url, 'AKIABOT'))) }
  }
  const first = await open()
  await first.at.send(create('kept'))
  await first.at.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 'kept', Item: { pk: 'a' } } }] }))
  await first.kept.close()
  const second = await open()
  const { Responses } = await second.at.send(
    new TransactGetCommand({ TransactItems: [{ Get: { TableName: 'kept', Key: { pk: 'a' } } }] }),
  )
  expect(Responses).toEqual([{ Item: { pk: 'a' } }])
  await second.kept.close()
  await rm(path, { recursive: true })
})
