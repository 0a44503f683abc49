import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { read } from '../read.ts'
import type { Look } from './look.ts'

export const stack: Look = (ask, { name }) =>
  read(ask, 'cloudformation:DescribeStacks', options =>
    ask.session.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: name }), options),
  )
