import { DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift'
import { read } from '../read.ts'
import type { Look } from './look.ts'

export const cluster: Look = (ask, { name }) =>
  read(ask, 'redshift:DescribeClusters', options =>
    ask.session.client(RedshiftClient).send(new DescribeClustersCommand({ ClusterIdentifier: name }), options),
  )
