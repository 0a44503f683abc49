import { Duration, Stack } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { dimensionValues, type MeasureName, measures, service } from '../src/core/measures.ts'
import { botName } from './plan.ts'

type Parts = {
  readonly slack: LambdaFunction
  readonly work: LambdaFunction
  readonly queue: Queue
  readonly dead: Queue
  readonly key: Key
}

/** A measure as CloudWatch knows it; `by`: the value of its dimension. */
export const metricOf = (name: MeasureName, by: string | undefined, statistic: string, minutes = 5): Metric => {
  const { by: dimension } = measures[name]
  return new Metric({
    namespace: service,
    metricName: name,
    statistic,
    period: Duration.minutes(minutes),
    dimensionsMap: { service, ...(dimension !== null && by !== undefined ? { [dimension]: by } : {}) },
  })
}

type AlarmRow = {
  readonly name: string
  readonly about: string
  readonly metric: IMetric
  readonly above: number
  /** Periods in a row. */
  readonly periods?: number
}

/** Each row is an alarm; docs/operations.md says under the same name what it means and what to do. */
const rows = ({ slack, work, queue, dead }: Parts): readonly AlarmRow[] => {
  const period = Duration.minutes(5)
  return [
    {
      name: 'dead-letters',
      about: 'Something could not be worked on, or can be told nowhere.',
      metric: dead.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
      above: 0,
    },
    {
      name: 'slack-errors',
      about: 'The function that answers Slack failed.',
      metric: slack.metricErrors({ period }),
      above: 0,
    },
    { name: 'work-errors', about: 'The worker failed as a whole.', metric: work.metricErrors({ period }), above: 0 },
    {
      name: 'bugs',
      about: 'A person was told the id of a fault of ours.',
      metric: metricOf('Bug', undefined, Stats.SUM),
      above: 0,
    },
    {
      name: 'acknowledgement-p99',
      about: 'Slack waits long for its acknowledgement; at 3 seconds it gives up.',
      metric: metricOf('Acknowledgement', undefined, 'p99'),
      above: 2000,
      periods: 2,
    },
    {
      name: 'oldest-message',
      about: 'Work or events wait long in the queue.',
      metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: Stats.MAXIMUM }),
      above: 300,
      periods: 2,
    },
    {
      name: 'missed-events',
      about: 'The sweep found failures that no event had announced.',
      metric: metricOf('Failure', 'sweep', Stats.SUM, 15),
      above: 0,
    },
    {
      name: 'throttled',
      about: 'The functions run into their reserved concurrency.',
      metric: slack.metricThrottles({ period }),
      above: 0,
      periods: 2,
    },
  ]
}

export const alarms = (scope: Construct, parts: Parts): Topic => {
  const topic = new Topic(scope, 'Alarms', {
    topicName: `${botName}-alarms`,
    displayName: botName,
    masterKey: parts.key,
    enforceSSL: true,
  })
  // Any policy of a topic takes the place of the one by which the account's own alarms may publish.
  const { account, region, partition } = Stack.of(scope)
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${botName}-*` },
      },
    }),
  )
  for (const { name, about, metric, above, periods = 1 } of rows(parts)) {
    const alarm = new Alarm(scope, `Alarm-${name}`, {
      alarmName: `${botName}-${name}`,
      alarmDescription: `${about} See docs/operations.md.`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(topic))
    alarm.addOkAction(new SnsAction(topic))
  }
  return topic
}

const drawn = (name: MeasureName): IMetric[] => {
  const { unit, by } = measures[name]
  const values = by === null ? [undefined] : dimensionValues[by]
  return values.flatMap(value =>
    unit === 'Count'
      ? [metricOf(name, value, Stats.SUM).with({ label: value ?? name })]
      : ['p50', 'p99'].map(statistic =>
          metricOf(name, value, statistic).with({ label: [value, statistic].filter(Boolean).join(' ') }),
        ),
  )
}

/** One graph a measure, and the queues. */
export const dashboard = (scope: Construct, { queue, dead }: Parts): void => {
  const names = Object.keys(measures) as MeasureName[]
  const graphs = names.map(
    name => new GraphWidget({ title: `${name}: ${measures[name].about}`, left: drawn(name), width: 12, height: 6 }),
  )
  const queues = new GraphWidget({
    title: 'Queue: age of the oldest message in seconds, and dead letters',
    left: [queue.metricApproximateAgeOfOldestMessage()],
    right: [dead.metricApproximateNumberOfMessagesVisible()],
    width: 12,
    height: 6,
  })
  const all = [...graphs, queues]
  const pairs = all.flatMap((_, i) => (i % 2 === 0 ? [all.slice(i, i + 2)] : []))
  new Dashboard(scope, 'Dashboard', { dashboardName: botName, widgets: pairs })
}
