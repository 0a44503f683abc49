import { isRecord } from './aws/schema.ts'
import type { Ask, Reply } from './dynamo.ts'
import { transactGet, transactWrite } from './dynamo-transactions.ts'

type Extra = (input: Record<string, unknown>, ask: Ask) => Promise<Reply>

/** The operations of DynamoDB that dynalite lacks. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ */
export const dynamoExtras = (): Readonly<Record<string, Extra | undefined>> => {
  const timeToLive = new Map<unknown, Record<string, unknown>>()
  const recoverable = new Set<unknown>()

  /** Settings exist for tables that exist; else the table's own error. */
  const ofTable = async ({ TableName }: Record<string, unknown>, ask: Ask, give: () => Record<string, unknown>) => {
    const table = await ask('DescribeTable', { TableName })
    return table.status === 200 ? { status: 200, body: give() } : table
  }

  return {
    TransactWriteItems: transactWrite(),
    TransactGetItems: transactGet,

    UpdateTimeToLive: (input, ask) =>
      ofTable(input, ask, () => {
        const specification = isRecord(input.TimeToLiveSpecification) ? input.TimeToLiveSpecification : {}
        timeToLive.set(input.TableName, specification)
        return { TimeToLiveSpecification: specification }
      }),

    DescribeTimeToLive: (input, ask) =>
      ofTable(input, ask, () => {
        const { Enabled, AttributeName } = timeToLive.get(input.TableName) ?? {}
        const on = { TimeToLiveStatus: 'ENABLED', AttributeName }
        return { TimeToLiveDescription: Enabled === true ? on : { TimeToLiveStatus: 'DISABLED' } }
      }),

    UpdateContinuousBackups: (input, ask) =>
      ofTable(input, ask, () => {
        const { PointInTimeRecoveryEnabled } = isRecord(input.PointInTimeRecoverySpecification)
          ? input.PointInTimeRecoverySpecification
          : {}
        if (PointInTimeRecoveryEnabled === true) recoverable.add(input.TableName)
        else recoverable.delete(input.TableName)
        return continuous(recoverable.has(input.TableName))
      }),

    DescribeContinuousBackups: (input, ask) => ofTable(input, ask, () => continuous(recoverable.has(input.TableName))),
  }
}

const continuous = (on: boolean) => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: on ? 'ENABLED' : 'DISABLED' },
  },
})
