import { supported } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const rootDeviceEbs = rule({
  id: 'root-device-ebs',
  title: 'The instance boots from an EBS volume',
  stage: 'backed up',
  authority: 'aws',
  source: supported,
  needs: ['rootDevice'],
  judge: ({ rootDevice }) =>
    rootDevice === 'ebs'
      ? ok('The instance boots from an EBS volume.')
      : blocked(`The root device is ${rootDevice}: AWS Backup backs up only instances that boot from EBS.`, {
          say: 'Rebuild the instance from an EBS-backed image.',
        }),
})
