import { DescribeVpcEndpointsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { type Fact, known } from '../../core/fact.ts'
import { type Ask, pages, read, seen } from '../read.ts'

/** The VPCs of the session's account and Region that have no gateway endpoint for S3. */
export const vpcsWithoutS3Endpoint = async (ask: Ask): Promise<Fact<readonly string[]>> => {
  const client = () => ask.session.client(EC2Client)
  const [vpcs, endpoints] = await Promise.all([
    read(ask, 'ec2:DescribeVpcs', options =>
      pages(
        NextToken => client().send(new DescribeVpcsCommand({ NextToken }), options),
        it => it.Vpcs,
        it => it.NextToken,
      ),
    ),
    read(ask, 'ec2:DescribeVpcEndpoints', options =>
      pages(
        NextToken =>
          client().send(
            new DescribeVpcEndpointsCommand({
              Filters: [{ Name: 'vpc-endpoint-type', Values: ['Gateway'] }],
              NextToken,
            }),
            options,
          ),
        it => it.VpcEndpoints,
        it => it.NextToken,
      ),
    ),
  ])
  if (!vpcs.known) return vpcs
  if (!endpoints.known) return endpoints
  const having = new Set(
    endpoints.value.items
      .filter(
        it =>
          it.VpcEndpointType === 'Gateway' &&
          it.ServiceName?.endsWith('.s3') &&
          it.State?.toLowerCase() === 'available',
      )
      .map(it => it.VpcId),
  )
  const without = vpcs.value.items.flatMap(({ VpcId }) => (VpcId && !having.has(VpcId) ? [VpcId] : []))
  return known(without, ...seen(endpoints.call, { VpcId: without.join(', ') || 'every VPC has one' }))
}
