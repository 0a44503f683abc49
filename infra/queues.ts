import { CfnResource, Duration } from 'aws-cdk-lib'
import { EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { explain } from './explained.ts'
import { botName, type Plan } from './plan.ts'

/** How long the worker may take, and how long a message stays hidden from other workers: six times that, as AWS advises. */
export const workTime = Duration.minutes(2)
const tries = 6

const queueOf = (scope: Construct, id: string, name: string, more: ConstructorParameters<typeof Queue>[2] = {}) =>
  new Queue(scope, id, {
    queueName: name,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    ...more,
  })

/** Work and events in one queue; what fails six times waits in the dead-letter queue for an operator. */
export const workQueues = (scope: Construct, { topics }: Plan) => {
  const dead = queueOf(scope, 'DeadLetters', `${botName}-dead-letters`)
  explain(dead, 'AwsSolutions-SQS3', 'It is the dead-letter queue.')
  const queue = queueOf(scope, 'Queue', botName, {
    visibilityTimeout: Duration.seconds(6 * workTime.toSeconds()),
    deadLetterQueue: { queue: dead, maxReceiveCount: tries },
  })
  // Whoever may publish there may give the bot work: only topics that were named, and not those of the organisation.
  if (topics.length > 0)
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topics } },
      }),
    )
  return { queue, dead }
}

/** The organisation's events into the queue, kept for a replay. Nobody can put an event that says it is from AWS. */
export const eventBus = (scope: Construct, { house }: Plan, queue: Queue, dead: Queue): EventBus => {
  const bus = new EventBus(scope, 'Bus', {
    eventBusName: botName,
    description: 'Events of AWS Backup from every account.',
  })
  // Not CfnEventBusPolicy, which warns of a property that is not used here.
  new CfnResource(scope, 'BusPolicy', {
    type: 'AWS::Events::EventBusPolicy',
    properties: {
      EventBusName: bus.eventBusName,
      StatementId: 'organisation',
      Statement: {
        Sid: 'organisation',
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Resource: bus.eventBusArn,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
      },
    },
  })
  const pattern = { source: ['aws.backup', 'aws.kms'] }
  bus.archive('Archive', {
    archiveName: botName,
    description: 'For a replay after an outage.',
    eventPattern: pattern,
    retention: Duration.days(30),
  })
  new Rule(scope, 'ToQueue', {
    ruleName: `${botName}-to-queue`,
    eventBus: bus,
    eventPattern: pattern,
    targets: [new SqsQueue(queue, { deadLetterQueue: dead, maxEventAge: Duration.hours(24), retryAttempts: 185 })],
  })
  return bus
}

/** The same messages that the long-running bot gives itself. */
const rounds = [
  {
    id: 'Sweep',
    every: Duration.minutes(15),
    about: 'Looks for failed jobs that no event announced.',
    message: { sweep: true },
  },
  { id: 'Reminders', every: Duration.minutes(1), about: 'Tells what has become due.', message: { flush: true } },
  {
    id: 'Requests',
    every: Duration.minutes(1),
    about: 'Follows restore requests: reminders, their end, jobs.',
    message: { reminders: true },
  },
]

export const schedules = (scope: Construct, queue: Queue, dead: Queue): void => {
  for (const { id, every, about, message } of rounds)
    new Schedule(scope, id, {
      scheduleName: `${botName}-${id.toLowerCase()}`,
      description: about,
      schedule: ScheduleExpression.rate(every),
      target: new SqsSendMessage(queue, {
        input: ScheduleTargetInput.fromObject(message),
        deadLetterQueue: dead,
        // The next round does what a late one would have done.
        maxEventAge: every.toMinutes() < 2 ? Duration.minutes(1) : every,
        retryAttempts: 2,
      }),
    })
}
