import { Aws, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Accepts one finding of cdk-nag on one construct, with the reason why it does not apply. */
export const explain = (construct: IConstruct, rule: string, reason: string): void => {
  // In a Region that CDK does not know yet; cdk-nag writes it like this.
  const id = `AwsSolutions::${rule}`.replaceAll(Aws.PARTITION, '<AWS::Partition>')
  Validations.of(construct).acknowledge({ id, reason })
}
