import { cpSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { explain } from './explained.ts'
import { botName, type Plan } from './plan.ts'

type Name = 'slack' | 'work'

const built = 'dist/lambda'

/** One function's bundle with its chunks, and organisation.json beside it. */
const codeOf = (name: Name, { house }: Plan): Code => {
  if (!existsSync(join(built, `${name}.mjs`)))
    throw new Error(`${built}/${name}.mjs is not there: run "npm run build".`)
  return Code.fromAsset(built, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle: folder => {
          for (const part of [`${name}.mjs`, `${name}.mjs.map`, name])
            if (existsSync(join(built, part))) cpSync(join(built, part), join(folder, part), { recursive: true })
          writeFileSync(join(folder, 'organisation.json'), `${JSON.stringify(house, null, 2)}\n`)
          return true
        },
      },
    },
  })
}

type Options = {
  readonly timeout: Duration
  readonly memorySize: number
  /** Lambdas at once, at most. */
  readonly reserved: number
  readonly environment: Readonly<Record<string, string>>
  readonly about: string
}

/** A function with a role and a log group of its own, which may write its log and its traces and nothing else yet. */
export const botFunction = (scope: Construct, name: Name, plan: Plan, options: Options): LambdaFunction => {
  const id = name === 'slack' ? 'Slack' : 'Work'
  const functionName = `${botName}-${name}`
  const logGroup = new LogGroup(scope, `${id}Log`, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  })
  const role = new Role(scope, `${id}Role`, {
    roleName: name === 'slack' ? plan.slackRole : plan.workRole,
    description: options.about,
    // Without a condition: only its own account can give a function this role, and no document says that Lambda names a source.
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  })
  role.addToPolicy(
    new PolicyStatement({
      sid: 'Log',
      effect: Effect.ALLOW,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logGroup.logGroupArn}`],
    }),
  )
  const it = new LambdaFunction(scope, id, {
    functionName,
    description: options.about,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: `${name}.handler`,
    code: codeOf(name, plan),
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    tracing: Tracing.ACTIVE,
    timeout: options.timeout,
    memorySize: options.memorySize,
    reservedConcurrentExecutions: options.reserved,
    environment: { NODE_OPTIONS: '--enable-source-maps', ...options.environment },
  })
  explain(role, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray takes traces for no resource; it has no ARN to name.')
  return it
}
