import { CfnOutput, CfnStackSet, Duration, Stack, Tags } from 'aws-cdk-lib'
import { CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Construct } from 'constructs'
import { aloneReads, centralReads, memberReads, tableActions } from '../src/aws/permissions.ts'
import { alarms, dashboard } from './alarms.ts'
import { endpoint } from './endpoint.ts'
import { explain } from './explained.ts'
import { botFunction } from './functions.ts'
import { botName, type Plan } from './plan.ts'
import { eventBus, schedules, workQueues, workTime } from './queues.ts'
import { readStatements } from './roles.ts'
import { botKey, botTable, slackSecret } from './store.ts'

/** The bot itself, and the StackSet that opens the accounts of the organisation to it. */
export class BotStack extends Stack {
  constructor(scope: Construct, id: string, plan: Plan, memberTemplate: string) {
    super(scope, id, {
      stackName: botName,
      env: { account: plan.account, region: plan.region },
      description: `${botName}: answers Slack, takes events in, tells what failed.`,
      terminationProtection: true,
      analyticsReporting: false,
    })
    const key = botKey(this)
    const table = botTable(this, plan, key)
    const secret = slackSecret(this, key)
    const { queue, dead } = workQueues(this, plan)
    const environment = { SLACK_SECRET_ARN: secret.secretArn, QUEUE_URL: queue.queueUrl }

    const work = botFunction(this, 'work', plan, {
      about: 'Checks, explains, takes events in and tells Slack.',
      timeout: workTime,
      memorySize: 1024,
      // Five more than take from the queue at once, for what forms ask while somebody waits.
      reserved: 25,
      environment: { ...environment, TABLE_NAME: table.ref },
    })
    secret.grantRead(work)
    queue.grantSendMessages(work)
    work.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 20 }))
    work.addToRolePolicy(
      new PolicyStatement({
        sid: 'Table',
        actions: tableActions.map(it => it.action),
        resources: [table.attrArn, `${table.attrArn}/index/byQueue`, `${table.attrArn}/index/byOwner`],
      }),
    )
    work.addToRolePolicy(
      new PolicyStatement({
        sid: 'TableKey',
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${plan.region}.amazonaws.com` } },
      }),
    )
    for (const statement of readsOf(this, plan)) work.addToRolePolicy(statement)

    const slack = botFunction(this, 'slack', plan, {
      about: 'Answers Slack within its three seconds and hands the work on.',
      timeout: Duration.seconds(10),
      memorySize: 512,
      reserved: 50,
      environment: { ...environment, WORK_FUNCTION: work.functionName },
    })
    secret.grantRead(slack)
    queue.grantSendMessages(slack)
    slack.addToRolePolicy(
      new PolicyStatement({ sid: 'Ask', actions: ['lambda:InvokeFunction'], resources: [work.functionArn] }),
    )

    eventBus(this, plan, queue, dead)
    schedules(this, queue, dead)
    endpoint(this, plan, slack)
    const parts = { slack, work, queue, dead, key }
    const topic = alarms(this, parts)
    dashboard(this, parts)
    const members = stackSet(this, plan, memberTemplate)
    const role = work.role?.node.defaultChild
    if (role instanceof CfnRole) members.addResourceDependency(role)
    // What most often fails at a first deploy comes before what a rollback could not take away again.
    table.addResourceDependency(members)

    for (const [name, value] of Object.entries(plan.tags)) Tags.of(this).add(name, value)
    new CfnOutput(this, 'SlackSecretArn', { value: secret.secretArn, description: 'Write Slack’s values into it.' })
    new CfnOutput(this, 'AlarmTopic', { value: topic.topicArn, description: 'Subscribe whoever operates the bot.' })
    new CfnOutput(this, 'DeadLetterQueue', { value: dead.queueUrl, description: 'What to replay.' })
    for (const role of rolesOf(plan))
      if (work.role)
        explain(
          work.role,
          `AwsSolutions-IAM5[Resource::arn:${this.partition}:iam::*:role/${role}]`,
          'The roles of the accounts of one organisation, which the condition names; accounts come and go.',
        )
  }
}

const rolesOf = ({ house }: Plan): readonly string[] => [house.readRole, house.actRole].filter(it => it !== null)

/** Either the roles of the accounts, or, for a single account, the reads themselves. */
const readsOf = (scope: Construct, plan: Plan): readonly PolicyStatement[] => {
  const roles = rolesOf(plan).map(role => `arn:${Stack.of(scope).partition}:iam::*:role/${role}`)
  const assume = new PolicyStatement({
    sid: 'Roles',
    actions: ['sts:AssumeRole'],
    resources: roles,
    conditions: { StringEquals: { 'aws:ResourceOrgID': plan.house.organisationId } },
  })
  if (plan.house.readRole !== null) return [assume]
  const reads = readStatements(scope, plan, [...memberReads, ...centralReads, ...aloneReads])
  return [...(roles.length ? [assume] : []), ...reads.map(it => PolicyStatement.fromJson(it))]
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html */
const stackSet = (scope: Construct, plan: Plan, templateBody: string): CfnStackSet => {
  const { units, house, home } = plan
  const regions = [home, ...house.regions.filter(it => it !== home)]
  return new CfnStackSet(scope, 'Members', {
    stackSetName: `${botName}-members`,
    description: 'The read role and the event rules in every account.',
    permissionModel: 'SERVICE_MANAGED',
    callAs: 'DELEGATED_ADMIN',
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
    capabilities: ['CAPABILITY_NAMED_IAM'],
    managedExecution: { Active: true },
    operationPreferences: {
      regionOrder: regions,
      failureTolerancePercentage: 10,
      maxConcurrentPercentage: 100,
    },
    templateBody,
    ...(units.length === 0
      ? {}
      : {
          stackInstancesGroup: [
            {
              deploymentTargets: {
                organizationalUnitIds: [...units],
                // It has a stack of its own, with a role of the same name.
                accountFilterType: 'DIFFERENCE',
                accounts: [house.central.account],
              },
              regions,
            },
          ],
        }),
  })
}
