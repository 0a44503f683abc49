import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib'
import { CfnStage, DomainName, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { explain } from './explained.ts'
import { botName, type Plan } from './plan.ts'

/** The door for Slack: two routes, throttled, with a log of who came and never of what was said. */
export const endpoint = (scope: Construct, plan: Plan, slack: LambdaFunction): void => {
  const domain =
    plan.certificate === null
      ? undefined
      : new DomainName(scope, 'Domain', {
          domainName: plan.url.hostname,
          certificate: Certificate.fromCertificateArn(scope, 'Certificate', plan.certificate),
        })
  const api = new HttpApi(scope, 'Api', {
    apiName: botName,
    description: 'Slack speaks to the bot through it.',
    ...(domain ? { defaultDomainMapping: { domainName: domain }, disableExecuteApiEndpoint: true } : {}),
  })
  const integration = new HttpLambdaIntegration('SlackIntegration', slack, { timeout: Duration.seconds(10) })
  const routes = [
    ...api.addRoutes({ path: '/slack/events', methods: [HttpMethod.POST], integration }),
    ...api.addRoutes({ path: '/healthz', methods: [HttpMethod.GET], integration }),
  ]
  for (const route of routes)
    explain(
      route,
      'AwsSolutions-APIG4',
      'The function verifies Slack’s signature over the bytes of the body, which no authorizer sees; /healthz tells nothing.',
    )
  const log = new LogGroup(scope, 'ApiLog', {
    logGroupName: `/aws/apigateway/${botName}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  })
  const stage = api.defaultStage?.node.defaultChild
  if (!(stage instanceof CfnStage)) throw new Error('The API has no default stage.')
  stage.defaultRouteSettings = { throttlingRateLimit: 50, throttlingBurstLimit: 100 }
  stage.accessLogSettings = {
    destinationArn: log.logGroupArn,
    format: JSON.stringify({
      request: '$context.requestId',
      at: '$context.requestTime',
      route: '$context.routeKey',
      status: '$context.status',
      ms: '$context.responseLatency',
      error: '$context.integrationErrorMessage',
    }),
  }
  if (domain)
    new CfnOutput(scope, 'DomainTarget', {
      value: domain.regionalDomainName,
      description: `Where the CNAME of ${plan.url.hostname} points to.`,
    })
  else new CfnOutput(scope, 'Endpoint', { value: api.apiEndpoint, description: 'Goes into deployment.url.' })
}
