import { type CfnCondition, type CfnResource, Stack } from 'aws-cdk-lib'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { CfnRole } from 'aws-cdk-lib/aws-iam'
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { explain } from './explained.ts'
import { botName, type Plan } from './plan.ts'

type Pattern = { readonly id: string; readonly about: string; readonly pattern: object; readonly trail?: true }

/**
 * Rules that forward to the bot's bus, with the retries written out and a dead-letter queue. The role is needed because
 * the bus is opened to the organisation, not to single accounts.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export const forwardEvents = (scope: Construct, plan: Plan, patterns: readonly Pattern[], home?: CfnCondition) => {
  const { account, partition } = Stack.of(scope)
  const role = new CfnRole(scope, 'ForwardRole', {
    roleName: plan.forwardRole,
    description: `Lets EventBridge put events on the bus of ${botName}.`,
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ],
    },
    policies: [
      {
        policyName: 'forward',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: plan.busArn }],
        },
      },
    ],
  })
  inHome(role, home)

  const dead = new CfnQueue(scope, 'ForwardDeadLetters', {
    queueName: `${botName}-forward-dead-letters`,
    sqsManagedSseEnabled: true,
    messageRetentionPeriod: 14 * 24 * 3600,
  })
  explain(dead, 'AwsSolutions-SQS3', 'It is the dead-letter queue.')

  const rules = patterns.map(({ id, about, pattern, trail }) => {
    const rule = new CfnRule(scope, id, {
      name: `${botName}-${id.toLowerCase()}`,
      description: about,
      eventPattern: pattern,
      // Decrypt and its like are read-only calls, which an enabled rule does not see.
      state: trail ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
      targets: [
        {
          id: 'bus',
          arn: plan.busArn,
          // By name: in other Regions than its home the role is not part of the stack.
          roleArn: `arn:${partition}:iam::${account}:role/${plan.forwardRole}`,
          deadLetterConfig: { arn: dead.attrArn },
          retryPolicy: { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 },
        },
      ],
    })
    return rule
  })
  new CfnQueuePolicy(scope, 'ForwardDeadLettersPolicy', {
    queues: [dead.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: dead.attrArn,
          Condition: { ArnEquals: { 'aws:SourceArn': rules.map(it => it.attrArn) } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: dead.attrArn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  })
}

export const inHome = (resource: CfnResource, home: CfnCondition | undefined): void => {
  if (home) resource.cfnOptions.condition = home
}
