import { isProduction } from '../house.ts'
import { s3Endpoint } from '../links.ts'
import { advice, ok, rule } from '../rule.ts'

export const s3GatewayEndpoint = rule({
  id: 's3-gateway-endpoint',
  title: 'Every VPC of the Region has an S3 gateway endpoint',
  stage: 'backed up',
  authority: 'house',
  source: s3Endpoint,
  needs: ['vpcsWithoutS3Endpoint'],
  optional: true,
  applies: ({ kind, house, resource }) =>
    kind.id === 's3' && house.accounts.some(it => it.id === resource.account && isProduction(it)),
  judge: ({ vpcsWithoutS3Endpoint: vpcs }) =>
    vpcs.length === 0
      ? ok('Every VPC of the Region has an S3 gateway endpoint.')
      : advice(
          `No S3 gateway endpoint in ${vpcs.join(', ')}. The CDX guide demands one in Prod accounts; AWS Backup works without it.`,
          {
            say: 'Create a gateway endpoint for S3 in each of them: it is free, but open connections to S3 are cut once.',
            then: 'help s3-endpoint',
          },
        ),
})
