import { services } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const noMarketplaceCode = rule({
  id: 'no-marketplace-code',
  title: 'The instance carries no AWS Marketplace product code',
  stage: 'copied',
  authority: 'aws',
  source: services,
  needs: ['productCodes'],
  judge: ({ productCodes }) =>
    productCodes.length === 0
      ? ok('The instance carries no AWS Marketplace product code.')
      : blocked(
          `The instance carries the AWS Marketplace product code ${productCodes.join(', ')}: such an image cannot be copied to another account.`,
          { say: 'Tag its data volumes for backup instead, or rebuild it from an image without a product code.' },
        ),
})
