import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { unknown } from '../../core/fact.ts'
import type { Family, Resource } from '../../core/resource.ts'
import { noParts, tagMap, tagsFrom } from '../describe.ts'
import { narrow, pages, pick, read } from '../read.ts'
import type { Reader } from './reader.ts'

type Place = Pick<Resource, 'partition' | 'region' | 'account'>
type Made = readonly [
  Family,
  service: string,
  path: (physicalId: string) => string,
  name?: (physicalId: string) => string,
]

const cluster: Made = ['rds-cluster', 'rds', id => `cluster:${id}`]
const table: Made = ['dynamodb', 'dynamodb', id => `table/${id}`]

/** CloudFormation's resource types that AWS Backup protects, and the ARN of what they made. */
const made: Readonly<Record<string, Made>> = {
  'AWS::EC2::Volume': ['ebs', 'ec2', id => `volume/${id}`],
  'AWS::EC2::Instance': ['ec2', 'ec2', id => `instance/${id}`],
  'AWS::RDS::DBInstance': ['rds-instance', 'rds', id => `db:${id}`],
  'AWS::RDS::DBCluster': cluster,
  'AWS::DocDB::DBCluster': cluster,
  'AWS::Neptune::DBCluster': cluster,
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::EFS::FileSystem': ['efs', 'elasticfilesystem', id => `file-system/${id}`],
  'AWS::FSx::FileSystem': ['fsx', 'fsx', id => `file-system/${id}`],
  'AWS::FSx::Volume': ['fsx-volume', 'fsx', id => `volume/${id}`],
  'AWS::DSQL::Cluster': ['dsql', 'dsql', id => `cluster/${id}`],
  'AWS::Redshift::Cluster': ['redshift', 'redshift', id => `cluster:${id}`],
  // Known by its name; the reader finds the ARN, which holds an id.
  'AWS::RedshiftServerless::Namespace': ['redshift-serverless', 'redshift-serverless', id => `namespace/${id}`],
  'AWS::Timestream::Table': [
    'timestream',
    'timestream',
    id => `database/${id.replace('|', '/table/')}`,
    id => id.replace('|', '/'),
  ],
  'AWS::EKS::Cluster': ['eks', 'eks', id => `cluster/${id}`],
}

/** The resource behind a stack's resource; `undefined` for a type that AWS Backup does not protect. */
export const insideStack = (type: string, id: string, place: Place): Resource | undefined => {
  if (type === 'AWS::S3::Bucket') return { ...place, family: 's3', name: id, arn: `arn:${place.partition}:s3:::${id}` }
  if (type === 'AWS::CloudFormation::Stack')
    return { ...place, family: 'cloudformation', name: id.split('/')[1] ?? id, arn: id }
  const found = made[type]
  if (!found) return undefined
  const [family, service, path, name = (physical: string) => physical] = found
  return {
    ...place,
    family,
    name: name(id),
    arn: `arn:${place.partition}:${service}:${place.region}:${place.account}:${path(id)}`,
  }
}

const tooMany = (read: number) =>
  unknown(
    'aws error',
    `The stack has more resources than one check lists; ${read} of those listed are of a type that AWS Backup protects.`,
  )

export const cloudformation: Reader = async scope => {
  const { session, resource, house } = scope
  const client = () => session.client(CloudFormationClient)
  const StackName = resource.arn || resource.name
  const [described, listed] = await Promise.all([
    read(scope, 'cloudformation:DescribeStacks', options =>
      client().send(new DescribeStacksCommand({ StackName }), options),
    ),
    read(scope, 'cloudformation:ListStackResources', options =>
      pages(
        NextToken => client().send(new ListStackResourcesCommand({ StackName, NextToken }), options),
        it => it.StackResourceSummaries,
        it => it.NextToken,
      ),
    ),
  ])
  const stack = narrow(described, `stack ${resource.name}`, it => it.Stacks?.[0])
  const { partition, region, account } = resource
  const nested = (listed.known ? listed.value.items : []).flatMap(({ ResourceType, PhysicalResourceId: id }) =>
    ResourceType && id ? (insideStack(ResourceType, id, { partition, region, account }) ?? []) : [],
  )
  const listing = listed.known && !listed.value.whole ? tooMany(nested.length) : listed
  return {
    kind: 'cloudformation',
    ...(stack.known && stack.value.StackId ? { resource: { ...resource, arn: stack.value.StackId } } : {}),
    notes: listing.known ? [] : [`What is in the stack could not all be listed: ${listing.detail}`],
    facts: {
      tags: tagsFrom(stack, 'Tags', house.tag.key, it => tagMap(it.Tags)),
      // A stack is no better than what is in it: where that was not listed, nothing may be said of the whole.
      state: listing.known ? pick(stack, 'StackStatus', it => it.StackStatus) : listing,
      encryption: listing.known ? noParts : listing,
    },
    nested,
  }
}
