/** The name of the attribute that DynamoDB's time to live watches; seconds since 1970. */
export const expires = 'expires'

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const })
const index = (IndexName: string, hash: string, range: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
})

/** What CreateTable is given; infra deploys the same keys. */
export const tableShape = {
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: ['pk', 'sk', 'queue', 'queuedAt', 'owner', 'ownedAt'].map(text),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
  GlobalSecondaryIndexes: [index('byQueue', 'queue', 'queuedAt'), index('byOwner', 'owner', 'ownedAt')],
}
