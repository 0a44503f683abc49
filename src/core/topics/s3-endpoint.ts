import { isRegion } from '../arn.ts'
import type { House } from '../house.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { placeOf } from './region-names.ts'
import { code, type Line, line, type Span, see, type Topic, text } from './topic.ts'

const permissions = [
  'ec2:CreateVpcEndpoint',
  'ec2:ModifyVpcEndpoint',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeRouteTables',
]

const widest = ({ regions }: House): number => Math.max(0, ...regions.map(it => it.length))
const perRegion = ({ regions }: House, entry: (region: string) => string): string => regions.map(entry).join('\n')

// The AWS provider takes `region` on every resource since version 6:
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
const terraform = (house: House): string => `# AWS provider 6 or newer
variable "vpcs" {
  description = "The ids of the VPCs without an S3 gateway endpoint, by Region"
  type        = map(set(string))
  default = {
${perRegion(house, region => `    ${`"${region}"`.padEnd(widest(house) + 2)} = []`)}
  }
}

locals {
  region_of = merge([for region, ids in var.vpcs : { for id in ids : id => region }]...)
}

data "aws_route_tables" "of" {
  for_each = local.region_of
  region   = each.value
  vpc_id   = each.key
}

resource "aws_vpc_endpoint" "s3" {
  for_each          = local.region_of
  region            = each.value
  vpc_id            = each.key
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.\${each.value}.s3"
  route_table_ids   = data.aws_route_tables.of[each.key].ids
}`

const cdk = (house: House): string => `import { App, Stack } from 'aws-cdk-lib'
import { GatewayVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2'

// The ids of the VPCs without an S3 gateway endpoint, by Region
const vpcs: Record<string, string[]> = {
${perRegion(house, region => `  '${region}': [],`)}
}

const app = new App()
const account: string = app.node.getContext('account') // cdk deploy --all -c account=…
for (const [region, ids] of Object.entries(vpcs).filter(([, ids]) => ids.length > 0)) {
  const stack = new Stack(app, 's3-endpoints-' + region, { env: { account, region } })
  for (const vpcId of ids)
    Vpc.fromLookup(stack, vpcId, { vpcId }).addGatewayEndpoint('S3-' + vpcId, {
      service: GatewayVpcEndpointAwsService.S3,
    })
}`

const createEndpoint = (region: string): Span =>
  isRegion(region)
    ? see(region, `https://${region}.console.aws.amazon.com/vpcconsole/home?region=${region}#CreateVpcEndpoint:`)
    : code(region)

const inConsole = ({ regions }: House): readonly Line[] =>
  regions.map(region => {
    const place = placeOf(region)
    return line`${createEndpoint(region)}${place ? ` ${place}` : ''}: the service is ${code(`com.amazonaws.${region}.s3`)}.`
  })

export const s3Endpoint: Topic = {
  id: 's3-endpoint',
  title: 'S3 gateway endpoint',
  questions: [
    'Why does the guide ask for an S3 gateway endpoint?',
    'Do backups work without an S3 gateway endpoint?',
    'In which Regions do I need one, and how do I create it?',
    'Which permissions does it need, and how do I see that it works?',
  ],
  rules: ['s3-gateway-endpoint'],
  tell: house => [
    text`The CDX guide demands one in every VPC of the accounts of the Prod OU that works with buckets. Backups and copies work without it: AWS Backup does not run in your VPC. It is about your own traffic to S3, which otherwise leaves by a NAT gateway, charged by the GB, or by the internet. A gateway endpoint is free (${see('gateway endpoints', at.s3Endpoint)}).`,
    text`${code('check s3://<bucket>')} names the VPCs of the bucket’s Region that lack one. One endpoint for each VPC, the default VPC too if it is in use; you create it in your own account. Whoever does it needs ${permissions.join(', ')}; nothing changes in the central account.`,
    { is: 'code', what: 'Terraform', text: terraform(house) },
    { is: 'code', what: 'CDK', text: cdk(house) },
    text`In the console, Create endpoint: type AWS services, the service below with type Gateway, the VPC, every route table whose subnets use S3, and the policy Full access.`,
    { is: 'points', lines: inConsole(house) },
    text`It works when the endpoint is Available and each route table has a route from the prefix list ${code('pl-…')} to ${code('vpce-…')}. IAM and bucket policies count as before; a narrower endpoint policy can shut out buckets that are needed.`,
    ...differencesOf('s3-endpoint'),
  ],
}
