import { type CfnTag, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib'
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb'
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { expires, tableShape } from '../src/core/table-shape.ts'
import { explain } from './explained.ts'
import { botName, type Plan } from './plan.ts'

/** One key for what the bot keeps and for its alarms. */
export const botKey = (scope: Construct): Key => {
  const key = new Key(scope, 'Key', {
    alias: `alias/${botName}`,
    description: `${botName}: its table, its Slack secrets, its alarms.`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  })
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsToTopic',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  return key
}

const lower = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1)

/** CloudFormation's names as CDK wants them: the shape is the one that CreateTable is given. */
const asProps = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asProps)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [lower(name), asProps(it)]))
}

/** The bot's table, fit to pass the bot's own check: it bears the tag, and a key of its own. */
export const botTable = (scope: Construct, plan: Plan, key: Key): CfnTable => {
  const { tag } = plan.house
  const table = new CfnTable(scope, 'Table', {
    ...(asProps(tableShape) as ConstructorParameters<typeof CfnTable>[2]),
    tableName: botName,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: key.keyArn },
    timeToLiveSpecification: { attributeName: expires, enabled: true },
    deletionProtectionEnabled: true,
    tags: [{ key: tag.key, value: tag.enabled } satisfies CfnTag],
  })
  table.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
  return table
}

/** Empty at first: an operator writes both values once, and the bot reads them at each cold start. */
export const slackSecret = (scope: Construct, key: Key): Secret => {
  const secret = new Secret(scope, 'SlackSecret', {
    secretName: `${botName}/slack`,
    description: 'JSON of SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.',
    encryptionKey: key,
    secretObjectValue: {
      SLACK_BOT_TOKEN: SecretValue.unsafePlainText(''),
      SLACK_SIGNING_SECRET: SecretValue.unsafePlainText(''),
    },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  })
  explain(
    secret,
    'AwsSolutions-SMG4',
    'Slack gives out both values and has no way for a function to rotate them; docs/operations.md says how it is done.',
  )
  return secret
}
