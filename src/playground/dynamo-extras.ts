import { isRecord } from './aws/schema.ts'
import type { Ask, Reply } from './dynamo.ts'
import { failure, transactGet, transactWrite } from './dynamo-transactions.ts'

type Extra = (input: Record<string, unknown>, ask: Ask) => Promise<Reply>

/** The operations of DynamoDB that dynalite lacks. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ */
export const dynamoExtras = (): Readonly<Record<string, Extra | undefined>> => {
  const timeToLive = new Map<string, Record<string, unknown>>()
  const recoverable = new Set<string>()

  /** Settings exist for tables that exist, and go with them; else the table's own error. */
  const ofTable = async (
    { TableName }: Record<string, unknown>,
    ask: Ask,
    give: (table: string) => Reply,
  ): Promise<Reply> => {
    const described = await ask('DescribeTable', { TableName })
    if (described.status !== 200 || !isRecord(described.body.Table)) return described
    return give(`${TableName} of ${described.body.Table.CreationDateTime}`)
  }

  return {
    TransactWriteItems: transactWrite(),
    TransactGetItems: transactGet,

    UpdateTimeToLive: (input, ask) =>
      ofTable(input, ask, table => {
        const specification = isRecord(input.TimeToLiveSpecification) ? input.TimeToLiveSpecification : {}
        const on = specification.Enabled === true
        if ((timeToLive.get(table)?.Enabled === true) === on)
          return failure('ValidationException', `TimeToLive is already ${on ? 'enabled' : 'disabled'}`)
        timeToLive.set(table, specification)
        return success({ TimeToLiveSpecification: specification })
      }),

    DescribeTimeToLive: (input, ask) =>
      ofTable(input, ask, table => {
        const { Enabled, AttributeName } = timeToLive.get(table) ?? {}
        const on = { TimeToLiveStatus: 'ENABLED', AttributeName }
        return success({ TimeToLiveDescription: Enabled === true ? on : { TimeToLiveStatus: 'DISABLED' } })
      }),

    UpdateContinuousBackups: (input, ask) =>
      ofTable(input, ask, table => {
        const { PointInTimeRecoveryEnabled } = isRecord(input.PointInTimeRecoverySpecification)
          ? input.PointInTimeRecoverySpecification
          : {}
        if (PointInTimeRecoveryEnabled === true) recoverable.add(table)
        else recoverable.delete(table)
        return continuous(recoverable.has(table))
      }),

    DescribeContinuousBackups: (input, ask) => ofTable(input, ask, table => continuous(recoverable.has(table))),
  }
}

const success = (body: Record<string, unknown>): Reply => ({ status: 200, body })

const continuous = (on: boolean) =>
  success({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: on ? 'ENABLED' : 'DISABLED' },
    },
  })
