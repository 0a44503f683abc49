import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds'
import { read } from '../read.ts'
import type { Look } from './look.ts'

export const instance: Look = (ask, { name }) =>
  read(ask, 'rds:DescribeDBInstances', options =>
    ask.session.client(RDSClient).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }), options),
  )

export const cluster: Look = (ask, { name }) =>
  read(ask, 'rds:DescribeDBClusters', options =>
    ask.session.client(RDSClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }), options),
  )
