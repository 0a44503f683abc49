import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familyOf, parseArn } from '../../src/core/arn.ts'
import { identify } from '../../src/core/identify.ts'
import type { Family } from '../../src/core/resource.ts'
import { type Context, parseTarget, type Target } from '../../src/core/target.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { house as whole } from './readings.ts'

const house: Context = {
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: [{ id: '111122223333', name: 'shop-prod' }],
}
const read = (text: string) => parseTarget(text, house)
const at = 'eu-central-1:111122223333'
const uuid = '0f1e2d3c-aaaa-bbbb-cccc-0123456789ab'
const hex = '0123456789abcdef0'
const console = 'https://eu-central-1.console.aws.amazon.com'

/** What a target says, on one line: easier to list than objects. */
const line = (target: Target): string => {
  if (isMistake(target)) return `mistake: ${target.mistake}`
  if (target.found === 'resource')
    return [target.family, target.name, target.region ?? '-', target.account ?? '-'].join(' ')
  if (target.found === 'recovery point')
    return ['point', target.of, target.region ?? '-', target.account ?? '-'].join(' ')
  if (target.found === 'key') return ['key', target.id, target.region ?? '-', target.account ?? '-'].join(' ')
  if (target.found === 'job') return ['job', target.id, target.region ?? '-'].join(' ')
  if (target.found === 'unsupported') return `unsupported:${target.service}`
  return `question: ${target.choices.map(({ target }) => target).join(' | ')}`
}

const here = 'eu-central-1 111122223333'
const pastes: Record<string, [paste: string, meaning: string][]> = {
  'full ARNs': [
    ['arn:aws:s3:::shop-media', 's3 shop-media - -'],
    ['arn:aws:s3:::Legacy_Bucket', 's3 Legacy_Bucket - -'],
    [`arn:aws:ec2:${at}:volume/vol-${hex}`, `ebs vol-${hex} ${here}`],
    [`arn:aws:ec2:${at}:volume/vol-01234567`, `ebs vol-01234567 ${here}`],
    [`arn:aws:ec2:${at}:instance/i-${hex}`, `ec2 i-${hex} ${here}`],
    [`arn:aws:rds:${at}:db:shop-db`, `rds-instance shop-db ${here}`],
    [`arn:aws:rds:${at}:cluster:shop`, `rds-cluster shop ${here}`],
    [`arn:aws:dynamodb:${at}:table/Orders`, `dynamodb Orders ${here}`],
    [`arn:aws:dynamodb:${at}:table/Orders_`, `dynamodb Orders_ ${here}`],
    [`arn:aws:elasticfilesystem:${at}:file-system/fs-${hex}`, `efs fs-${hex} ${here}`],
    [`arn:aws:fsx:${at}:file-system/fs-${hex}`, `fsx fs-${hex} ${here}`],
    [`arn:aws:fsx:${at}:volume/fs-${hex}/fsvol-${hex}`, `fsx-volume fsvol-${hex} ${here}`],
    [`arn:aws:dsql:${at}:cluster/h4abtt2drceddyfw4ylkrmv2nm`, `dsql h4abtt2drceddyfw4ylkrmv2nm ${here}`],
    [`arn:aws:redshift:${at}:cluster:dwh`, `redshift dwh ${here}`],
    [`arn:aws:redshift-serverless:${at}:namespace/${uuid}`, `redshift-serverless ${uuid} ${here}`],
    [`arn:aws:timestream:${at}:database/iot/table/readings`, `timestream iot/readings ${here}`],
    [`arn:aws:storagegateway:${at}:gateway/sgw-12345678/volume/vol-1122AABB`, `storage-gateway vol-1122AABB ${here}`],
    [`arn:aws:backup-gateway:${at}:vm/vm-0123456789ABCDEF0`, `vmware vm-0123456789ABCDEF0 ${here}`],
    [`arn:aws:ssm-sap:${at}:HANA/erp/DB/HDB`, `sap-hana erp/HDB ${here}`],
    [`arn:aws:cloudformation:${at}:stack/shop/${uuid}`, `cloudformation shop ${here}`],
    [`arn:aws:eks:${at}:cluster/shop`, `eks shop ${here}`],
  ],
  decorations: [
    [`<arn:aws:rds:${at}:db:shop>`, `rds-instance shop ${here}`],
    [`\`arn:aws:rds:${at}:db:shop\``, `rds-instance shop ${here}`],
    [`\`\`\`arn:aws:rds:${at}:db:shop\`\`\``, `rds-instance shop ${here}`],
    [`"arn:aws:rds:${at}:db:shop",`, `rds-instance shop ${here}`],
    [`'arn:aws:rds:${at}:db:shop'`, `rds-instance shop ${here}`],
    [`“arn:aws:rds:${at}:db:shop”`, `rds-instance shop ${here}`],
    [`‘arn:aws:rds:${at}:db:shop’.`, `rds-instance shop ${here}`],
    [`(arn:aws:rds:${at}:db:shop)`, `rds-instance shop ${here}`],
    [`*arn:aws:rds:${at}:db:shop*`, `rds-instance shop ${here}`],
    [`_arn:aws:rds:${at}:db:shop_`, `rds-instance shop ${here}`],
    [`_*arn:aws:dynamodb:${at}:table/shop*_`, `dynamodb shop ${here}`],
    [`arn:aws:dynamodb:${at}:table/shop_`, `dynamodb shop_ ${here}`],
    [`arn:aws:rds:${at}:db:shop.`, `rds-instance shop ${here}`],
    [`arn:aws:rds:${at}:db:shop?!`, `rds-instance shop ${here}`],
    [`arn:aws:rds:${at}:db:shop;`, `rds-instance shop ${here}`],
    [`  arn:aws:rds:${at}:db:shop\n`, `rds-instance shop ${here}`],
    [`\u200barn:aws:rds:${at}:db:sh\u200bop\ufeff`, `rds-instance shop ${here}`],
    [`\u00a0arn:aws:rds:${at}:db:shop\u00a0`, `rds-instance shop ${here}`],
    [`arn:aws:rds:eu–central–1:111122223333:db:shop`, `rds-instance shop ${here}`],
    [`ARN:aws:rds:${at}:db:shop`, `rds-instance shop ${here}`],
    [`"Resource": "arn:aws:rds:${at}:db:shop",`, `rds-instance shop ${here}`],
    [`{\\"arn\\":\\"arn:aws:rds:${at}:db:shop\\"}`, `rds-instance shop ${here}`],
    [`please check arn:aws:rds:${at}:db:shop, thanks`, `rds-instance shop ${here}`],
    [`arn%3Aaws%3Ards%3Aeu-central-1%3A111122223333%3Adb%3Ashop`, `rds-instance shop ${here}`],
    ['arn:aws:s3:::<http://my.bucket.com|my.bucket.com>', 's3 my.bucket.com - -'],
    ['<http://shop.example.com|shop.example.com>', 's3 shop.example.com - -'],
    [`_vol-${hex}_`, `ebs vol-${hex} - -`],
    [`i-${hex} (web-1)`, `ec2 i-${hex} - -`],
    [`<s3://shop-media/a/b.txt>`, 's3 shop-media - -'],
    ['<@U0123|me>', 'mistake: That is a Slack user'],
    ['<#C0123|shop>', 'mistake: That is a Slack user'],
    ['<!here>', 'mistake: That is a Slack user'],
    ['<mailto:me@example.com|me@example.com>', 'mistake: Nothing in this names'],
  ],
  'ids and names': [
    [`vol-${hex}`, `ebs vol-${hex} - -`],
    [`vol-01234567`, `ebs vol-01234567 - -`],
    [`i-${hex}`, `ec2 i-${hex} - -`],
    [`vm-0123456789ABCDEF0123456789ABCDEF`, 'vmware vm-0123456789ABCDEF0123456789ABCDEF - -'],
    [`fs-${hex}`, `question: efs/fs-${hex} | fsx/fs-${hex}`],
    [`efs/fs-${hex}`, `efs fs-${hex} - -`],
    [`fsx/fs-${hex}`, `fsx fs-${hex} - -`],
    ['rds-cluster/shop', 'rds-cluster shop - -'],
    ['timestream/iot/readings', 'timestream iot/readings - -'],
    ['cloudformation/shop', 'mistake: "shop" does not name'],
    ['s3://shop-media', 's3 shop-media - -'],
    ['s3://shop-media/', 's3 shop-media - -'],
    ['S3://shop-media/a/b c.txt', 's3 shop-media - -'],
    ['s3://', 'mistake: "" is no bucket name'],
    ['s3://ab', 'mistake: "ab" is no bucket name'],
    ['s3://shop--euc1-az1--x-s3', 'unsupported:s3express'],
    ['shop-media', 's3 shop-media - -'],
    ['shop.media.2024', 's3 shop.media.2024 - -'],
    ['i-love-cats', 's3 i-love-cats - -'],
    ['vol-backups', 's3 vol-backups - -'],
    ['shop--euc1-az1--x-s3', 'unsupported:s3express'],
    ['h4abtt2drceddyfw4ylkrmv2nm', 'question: dsql/h4abtt2drceddyfw4ylkrmv2nm | s3://h4abtt2drceddyfw4ylkrmv2nm'],
    ['shop-prod', 'question: s3://shop-prod'],
    ['111122223333', 'mistake: This is an account'],
    ['999988887777', 'mistake: This is an account'],
    ['eu-central-1', 'mistake: This is a Region'],
    ['sa-east-1', 'mistake: This is a Region'],
    ['Shop', 'mistake: Nothing in this'],
    ['ab', 'mistake: Nothing in this'],
    ['10.0.0.1', 'mistake: Nothing in this'],
    ['my bucket', 'mistake: Nothing in this'],
    ['', 'mistake: Nothing in this'],
    ['vol-0123', 'mistake: "vol-0123" looks like an id'],
    [`vol-${hex}abc`, 'mistake: "vol-'],
    ['vol-1122AABB', 'mistake: A volume id in capitals is of Storage Gateway'],
    [`fsvol-${hex}`, 'mistake: The id of an FSx volume'],
    [`fsap-${hex}`, 'mistake: This is an EFS access point'],
    [`svm-${hex}`, 'mistake: This is a storage virtual machine'],
    ['sgw-12345678', 'mistake: This is a gateway'],
    ['db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'mistake: This is the resource id of a database'],
    [`awsbackup:job-${uuid}`, 'mistake: This is the name of a snapshot'],
    [`sg-${hex}`, 'unsupported:ec2'],
  ],
  'recovery points': [
    [`arn:aws:ec2:eu-central-1::snapshot/snap-${hex}`, 'point ebs eu-central-1 -'],
    [`arn:aws:ec2:eu-central-1::image/ami-${hex}`, 'point ec2 eu-central-1 -'],
    [`snap-${hex}`, 'point ebs - -'],
    [`ami-${hex}`, 'point ec2 - -'],
    [`backup-${hex}`, 'point fsx - -'],
    [`arn:aws:rds:${at}:snapshot:awsbackup:job-${uuid}`, `point rds-instance ${here}`],
    [`arn:aws:rds:${at}:snapshot:rds:shop-2026-01-01-03-00`, `point rds-instance ${here}`],
    [`arn:aws:rds:${at}:cluster-snapshot:awsbackup:copyjob-${uuid}`, `point rds-cluster ${here}`],
    [`arn:aws:dynamodb:${at}:table/Orders/backup/01547087347000-c8b6kdk3`, `point dynamodb ${here}`],
    [`arn:aws:fsx:${at}:backup/backup-${hex}`, `point fsx ${here}`],
    [`arn:aws:redshift:${at}:snapshot:dwh/awsbackup:job-${uuid}`, `point redshift ${here}`],
    [`arn:aws:redshift-serverless:${at}:snapshot:awsbackup:job-${uuid}`, `point redshift-serverless ${here}`],
    [`arn:aws:redshift-serverless:${at}:snapshot/${uuid}`, `point redshift-serverless ${here}`],
    [`arn:aws:backup:${at}:recovery-point:${uuid}`, `point unknown ${here}`],
    [`arn:aws:backup:${at}:recovery-point:shop-media-20260101-ab12cd34`, `point unknown ${here}`],
    [`arn:aws:backup:${at}:recovery-point:composite:eks/shop-20260101`, `point eks ${here}`],
    [`arn:aws:backup:${at}:backup-vault:central-backup-vault`, 'mistake: This is part of AWS Backup itself'],
    [
      `${console}/backup/home?region=eu-central-1#/backupvaults/details/local-backup-vault/arn%3Aaws%3Aec2%3Aeu-central-1%3A%3Asnapshot%2Fsnap-${hex}`,
      'point ebs eu-central-1 -',
    ],
  ],
  'parts of something': [
    ['arn:aws:s3:::shop-media/a/b.txt', 's3 shop-media - -'],
    ['arn:aws:s3:::shop-media/*', 's3 shop-media - -'],
    ['arn:aws:s3:::shop-media/my file (1).txt', 's3 shop-media - -'],
    [`arn:aws:dynamodb:${at}:table/Orders/index/by-date`, `dynamodb Orders ${here}`],
    [`arn:aws:dynamodb:${at}:table/Orders/stream/2026-01-01T00:00:00.000`, `dynamodb Orders ${here}`],
    [`arn:aws:dynamodb::111122223333:global-table/Orders`, 'mistake: This ARN lacks its Region'],
    [`arn:aws:s3:${at}:accesspoint/shop`, 'mistake: "shop" is an access point; paste the ARN of its bucket'],
    [`arn:aws:s3:${at}:shop-media`, 'mistake: The ARN of a bucket has neither Region nor account'],
    ['arn:aws:s3:::*', 'mistake: '],
    [`arn:aws:rds:${at}:pg:default`, 'mistake: This is a DB parameter group'],
    [`arn:aws:rds:${at}:og:default`, 'mistake: This is an option group'],
    [`arn:aws:rds:${at}:subgrp:default`, 'mistake: This is a DB subnet group'],
    [`arn:aws:rds:${at}:db-proxy:prx-0`, 'mistake: This is a proxy'],
    [`arn:aws:rds::111122223333:global-cluster:shop`, 'mistake: This ARN lacks its Region'],
    [`arn:aws:rds:${at}:global-cluster:shop`, 'mistake: This is a global cluster'],
    [`arn:aws:rds:${at}:cluster-endpoint:reader`, 'mistake: This is an endpoint of a cluster'],
    [`arn:aws:rds:${at}:auto-backup:ab-1`, 'mistake: This is an automated backup'],
    [`arn:aws:rds:${at}:constructor:x`, 'mistake: AWS Backup does not take "constructor:x"'],
    [`arn:aws:elasticfilesystem:${at}:access-point/fsap-${hex}`, 'mistake: This is an access point'],
    [`arn:aws:fsx:${at}:storage-virtual-machine/fs-${hex}/svm-${hex}`, `fsx svm-${hex} ${here}`],
    [`arn:aws:redshift:${at}:namespace:${uuid}`, 'mistake: This is the namespace of a cluster'],
    [`arn:aws:redshift-serverless:${at}:workgroup/${uuid}`, 'mistake: This is a workgroup'],
    [
      `arn:aws:eks:${at}:nodegroup/shop/ng-1/${uuid}`,
      `mistake: This is a node group, which is not backed up by itself: paste the ARN of the cluster: arn:aws:eks:${at}:cluster/shop`,
    ],
    [`arn:aws:cloudformation:${at}:stackset/shop:${uuid}`, 'mistake: This is a stack set'],
    [`arn:aws:cloudformation:${at}:changeSet/shop/${uuid}`, 'mistake: This is a change set'],
    [`arn:aws:backup-gateway:${at}:gateway/bgw-1`, 'mistake: This is a backup gateway'],
    [`arn:aws:timestream:${at}:database/iot`, `timestream iot ${here}`],
    [`arn:aws:ssm-sap:${at}:HANA/erp`, `sap-hana erp ${here}`],
    [`arn:aws:ssm-sap:${at}:HANA/erp/COMPONENT/HDB`, `sap-hana erp ${here}`],
    [`arn:aws:storagegateway:${at}:gateway/sgw-12345678`, `storage-gateway sgw-12345678 ${here}`],
    [`arn:aws:rds:${at}:db:a and arn:aws:rds:${at}:db:b`, `question: arn:aws:rds:${at}:db:a | arn:aws:rds:${at}:db:b`],
    [`arn:aws:backup:${at}:backup-vault:v, arn:aws:rds:${at}:db:b`, `rds-instance b ${here}`],
  ],
  'keys and jobs': [
    [`arn:aws:kms:${at}:key/${uuid}`, `key key/${uuid} ${here}`],
    [
      `arn:aws:kms:${at}:key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234`,
      `key key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234 ${here}`,
    ],
    [`arn:aws:kms:${at}:alias/shop/db`, `key alias/shop/db ${here}`],
    ['alias/aws/ebs', 'key alias/aws/ebs - -'],
    [`key/${uuid}`, `key key/${uuid} - -`],
    ['mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234', 'key key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234 - -'],
    [`arn:aws:kms:${at}:grant/x`, 'mistake: "grant/x" is no key'],
    [`arn:aws:kms::111122223333:key/${uuid}`, 'mistake: This ARN lacks its Region'],
    [`${console}/kms/home?region=eu-central-1#/kms/keys/${uuid}`, `key key/${uuid} eu-central-1 -`],
    [
      `${console}/kms/home?region=eu-central-1#/kms/keys/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234/keyPolicy`,
      'key key/mrk-0c3a7d1e5f9b4826a1d3c5e7f9b01234 eu-central-1 -',
    ],
    [uuid, `job ${uuid} -`],
    [uuid.toUpperCase(), `job ${uuid.toUpperCase()} -`],
    [`${console}/backup/home?region=eu-central-1#/jobs/copy/details/${uuid}`, `job ${uuid} eu-central-1`],
  ],
  'console pages': [
    [`${console}/ec2/home?region=eu-central-1#VolumeDetails:volumeId=vol-${hex}`, `ebs vol-${hex} eu-central-1 -`],
    [
      `${console}/ec2/home?region=eu-central-1#Volumes:search=vol-${hex};sort=desc:createTime`,
      `ebs vol-${hex} eu-central-1 -`,
    ],
    [
      `https://console.aws.amazon.com/ec2/v2/home?region=eu-west-1#InstanceDetails:instanceId=i-${hex}`,
      `ec2 i-${hex} eu-west-1 -`,
    ],
    [`${console}/ec2/home?region=eu-central-1#SnapshotDetails:snapshotId=snap-${hex}`, 'point ebs eu-central-1 -'],
    [`${console}/ec2/home?region=eu-central-1#ImageDetails:imageId=ami-${hex}`, 'point ec2 eu-central-1 -'],
    [
      `${console}/ec2/home?region=eu-central-1#Instances:instanceId=i-${hex},i-01234567`,
      `question: i-${hex} | i-01234567`,
    ],
    [`${console}/ec2/home?region=eu-central-1#Volumes:`, 'mistake: This console page does not name'],
    [`${console}/rds/home?region=eu-central-1#database:id=shop;is-cluster=true`, 'rds-cluster shop eu-central-1 -'],
    [
      `${console}/rds/home?region=eu-central-1#database:id=shop-db;is-cluster=false;tab=monitoring`,
      'rds-instance shop-db eu-central-1 -',
    ],
    [
      `${console}/rds/home?region=eu-central-1#database:id=shop-db`,
      'question: rds-instance/shop-db | rds-cluster/shop-db',
    ],
    [
      `${console}/neptune/home?region=eu-central-1#database:id=graph;is-cluster=true`,
      'rds-cluster graph eu-central-1 -',
    ],
    [`${console}/docdb/home?region=eu-central-1#cluster-details/docs`, 'rds-cluster docs eu-central-1 -'],
    [`${console}/docdb/home?region=eu-central-1#instance-details/docs-1`, 'rds-instance docs-1 eu-central-1 -'],
    ['https://s3.console.aws.amazon.com/s3/buckets/shop-media', 's3 shop-media - -'],
    [`${console}/s3/buckets/shop-media?region=eu-west-1&bucketType=general&tab=objects`, 's3 shop-media - -'],
    [`${console}/s3/buckets/shop-media?region=eu-west-1&amp;tab=objects`, 's3 shop-media - -'],
    [`<${console}/s3/buckets/shop-media?region=eu-west-1|the bucket>`, 's3 shop-media - -'],
    [`${console}/s3/object/shop-media?region=eu-central-1&prefix=a/b.txt`, 's3 shop-media - -'],
    [`${console}/s3/buckets/shop--euc1-az1--x-s3?bucketType=directory`, 'unsupported:s3express'],
    [`${console}/s3/home?region=eu-central-1`, 'mistake: This console page'],
    [`${console}/dynamodbv2/home?region=eu-central-1#table?name=Orders&tab=overview`, 'dynamodb Orders eu-central-1 -'],
    [
      `${console}/dynamodbv2/home?region=eu-central-1#table?initialTagKey=&name=Orders`,
      'dynamodb Orders eu-central-1 -',
    ],
    [
      `${console}/dynamodb/home?region=eu-central-1#tables:selected=Orders;tab=overview`,
      'dynamodb Orders eu-central-1 -',
    ],
    [`${console}/dynamodbv2/home?region=eu-central-1#item-explorer?table=Orders`, 'dynamodb Orders eu-central-1 -'],
    [`${console}/efs/home?region=eu-central-1#/file-systems/fs-${hex}?tabId=mounts`, `efs fs-${hex} eu-central-1 -`],
    [`${console}/fsx/home?region=eu-central-1#file-system-details/fs-${hex}`, `fsx fs-${hex} eu-central-1 -`],
    [
      `${console}/fsx/home?region=eu-central-1#volume-details/fsvol-${hex}`,
      'mistake: This is the page of an FSx volume',
    ],
    [
      `${console}/redshiftv2/home?region=eu-central-1#cluster-details?cluster=dwh&tab=properties`,
      'redshift dwh eu-central-1 -',
    ],
    [
      `${console}/redshiftv2/home?region=eu-central-1#serverless-workgroup?workgroup=dwh`,
      'mistake: This is a page of Redshift Serverless',
    ],
    [`${console}/eks/home?region=eu-central-1#/clusters/shop`, 'eks shop eu-central-1 -'],
    [`${console}/eks/clusters/shop?region=eu-central-1&selectedTab=x`, 'eks shop eu-central-1 -'],
    [
      `${console}/dsql/clusters/h4abtt2drceddyfw4ylkrmv2nm/home?region=eu-central-1`,
      'dsql h4abtt2drceddyfw4ylkrmv2nm eu-central-1 -',
    ],
    [
      `${console}/cloudformation/home?region=eu-central-1#/stacks/stackinfo?filteringText=&stackId=arn%3Aaws%3Acloudformation%3Aeu-central-1%3A111122223333%3Astack%2Fshop%2F${uuid}&viewNested=true`,
      `cloudformation shop ${here}`,
    ],
    [
      `${console}/cloudformation/home?region=eu-central-1#/stacks/stackinfo?stackId=shop`,
      'mistake: The name of a stack is not enough',
    ],
    [
      `${console}/backup/home?region=eu-central-1#/resources/arn%253Aaws%253Ards%253Aeu-central-1%253A111122223333%253Adb%253Ashop`,
      `rds-instance shop ${here}`,
    ],
    [`${console}/backup/home?region=eu-central-1#/dashboard`, 'mistake: This page of AWS Backup does not carry an ARN'],
    [
      `${console}/timestream/home?region=eu-central-1#databases/iot/tables/readings`,
      'timestream iot/readings eu-central-1 -',
    ],
    [`${console}/timestream/home?region=eu-central-1#databases/iot`, 'question: '],
    [
      `https://111122223333-abcd1234.eu-central-1.console.aws.amazon.com/rds/home?region=eu-central-1#database:id=shop;is-cluster=true`,
      `rds-cluster shop ${here}`,
    ],
    [
      `https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-central-1#database:id=shop;is-cluster=true`,
      'rds-cluster shop - -',
    ],
    [
      `https://d-99.awsapps.com/start/#/console?account_id=111122223333&role_name=Admin&destination=${encodeURIComponent(`${console}/eks/clusters/shop?region=eu-central-1`)}`,
      `eks shop ${here}`,
    ],
    ['https://d-99.awsapps.com/start', 'mistake: This console page'],
    [`${console}/secretsmanager/secret?name=shop&region=eu-central-1`, 'unsupported:secretsmanager'],
    [`${console}/systems-manager/parameters/shop/description?region=eu-central-1`, 'unsupported:ssm'],
    [`${console}/lambda/home?region=eu-central-1#/functions/shop`, 'unsupported:lambda'],
    [`${console}/elasticache/home?region=eu-central-1#/redis/shop`, 'unsupported:elasticache'],
    [`${console}/billing/home`, 'mistake: This console page'],
    [`${console}/constructor/home`, 'mistake: This console page'],
    ['https://console.amazonaws.cn/s3/buckets/shop', 'mistake: This is in the China Regions'],
    ['https://example.com/shop', 'mistake: This address is not of the AWS console'],
  ],
  endpoints: [
    ['shop-db.c9akciq32.eu-central-1.rds.amazonaws.com', 'rds-instance shop-db eu-central-1 -'],
    [
      '<http://shop-db.c9akciq32.eu-central-1.rds.amazonaws.com|shop-db.c9akciq32.eu-central-1.rds.amazonaws.com>',
      'rds-instance shop-db eu-central-1 -',
    ],
    [
      'postgres://shop:secret@shop-db.c9akciq32.eu-central-1.rds.amazonaws.com:5432/shop',
      'rds-instance shop-db eu-central-1 -',
    ],
    ['shop.cluster-c9akciq32.eu-central-1.rds.amazonaws.com', 'rds-cluster shop eu-central-1 -'],
    ['shop.cluster-ro-c9akciq32.eu-central-1.rds.amazonaws.com', 'rds-cluster shop eu-central-1 -'],
    ['x.cluster-custom-c9akciq32.eu-central-1.rds.amazonaws.com', 'mistake: "x" is a custom endpoint'],
    ['x.proxy-c9akciq32.eu-central-1.rds.amazonaws.com', 'mistake: "x" is a proxy'],
    ['docs.cluster-c9akciq32.eu-central-1.docdb.amazonaws.com', 'rds-cluster docs eu-central-1 -'],
    ['docs-1.eu-central-1.docdb-elastic.amazonaws.com', 'unsupported:docdb-elastic'],
    [`fs-${hex}.efs.eu-central-1.amazonaws.com`, `efs fs-${hex} eu-central-1 -`],
    [`fs-${hex}.fsx.eu-central-1.amazonaws.com`, `fsx fs-${hex} eu-central-1 -`],
    ['dwh.c9akciq32.eu-central-1.redshift.amazonaws.com:5439/dev', 'redshift dwh eu-central-1 -'],
    ['h4abtt2drceddyfw4ylkrmv2nm.dsql.eu-central-1.on.aws', 'dsql h4abtt2drceddyfw4ylkrmv2nm eu-central-1 -'],
    ['https://shop-media.s3.eu-central-1.amazonaws.com/a.txt', 's3 shop-media - -'],
    ['https://shop.media.s3.amazonaws.com/a.txt', 's3 shop.media - -'],
    ['https://s3.eu-central-1.amazonaws.com/shop-media/a.txt', 's3 shop-media - -'],
    ['http://shop-media.s3-website-eu-west-1.amazonaws.com', 's3 shop-media - -'],
    ['https://s3.eu-central-1.amazonaws.com', 'mistake: This endpoint does not say'],
    ['shop.abc123.0001.euc1.cache.amazonaws.com', 'unsupported:elasticache'],
    ['https://0123ABCD.gr7.eu-central-1.eks.amazonaws.com', 'mistake: This endpoint does not say'],
  ],
  'not supported': [
    [`arn:aws:secretsmanager:${at}:secret:shop-AbCdEf`, 'unsupported:secretsmanager'],
    [`arn:aws:ssm:${at}:parameter/shop/url`, 'unsupported:ssm'],
    [`arn:aws:timestream-influxdb:${at}:db-instance/abc`, 'unsupported:timestream-influxdb'],
    [`arn:aws:docdb-elastic:${at}:cluster/${uuid}`, 'unsupported:docdb-elastic'],
    [`arn:aws:s3express:${at}:bucket/shop--euc1-az1--x-s3`, 'unsupported:s3express'],
    [`arn:aws:s3tables:${at}:bucket/shop`, 'unsupported:s3tables'],
    [`arn:aws:s3vectors:${at}:bucket/shop`, 'unsupported:s3vectors'],
    [`arn:aws:s3-outposts:${at}:outpost/op-1/bucket/shop`, 'unsupported:s3-outposts'],
    [`arn:aws:storagegateway:${at}:share/share-12345678`, 'unsupported:storagegateway'],
    [`arn:aws:storagegateway:${at}:tape/AMZN00FA`, 'unsupported:storagegateway'],
    [`arn:aws:elasticache:${at}:replicationgroup:shop`, 'unsupported:elasticache'],
    [`arn:aws:memorydb:${at}:cluster/shop`, 'unsupported:memorydb'],
    [`arn:aws:es:${at}:domain/shop`, 'unsupported:es'],
    [`arn:aws:cassandra:${at}:/keyspace/shop/table/orders`, 'unsupported:cassandra'],
    [`arn:aws:ecr:${at}:repository/shop`, 'unsupported:ecr'],
    [`arn:aws:lambda:${at}:function:shop`, 'unsupported:lambda'],
    [`arn:aws:sqs:${at}:shop`, 'unsupported:sqs'],
    [`arn:aws:ec2:${at}:security-group/sg-${hex}`, 'unsupported:ec2'],
    [`arn:aws:newservice:${at}:thing/x`, 'unsupported:newservice'],
    [`arn:aws:constructor:${at}:thing/x`, 'unsupported:constructor'],
  ],
  'wrong ARNs': [
    ['arn:', 'mistake: This ARN is cut off'],
    ['arn', 'mistake: This ARN is cut off'],
    ['arn:aws:rds', 'mistake: This ARN is cut off'],
    [`arn:aws:rds:${at}:db:`, 'mistake: The resource of this ARN is "db"; expected db:NAME'],
    ['arn:aws:rds:eu-central-1::db:shop', 'mistake: This ARN lacks its account'],
    ['arn:aws:rds::111122223333:db:shop', 'mistake: This ARN lacks its Region'],
    ['arn:aws:rds:eu-central:111122223333:db:shop', 'mistake: The Region of this ARN'],
    ['arn:aws:rds:eu-central-1:11112222333:db:shop', 'mistake: The account of this ARN'],
    ['arn:aws:rds:eu-central-1:1111 2222 3333:db:shop', 'mistake: This ARN is cut off'],
    ['arn:foo:rds:eu-central-1:111122223333:db:shop', 'mistake: The partition of this ARN'],
    ['arn:aws-cn:rds:cn-north-1:111122223333:db:shop', 'mistake: This is in the China Regions'],
    ['arn:aws-us-gov:rds:us-gov-west-1:111122223333:db:shop', 'mistake: This is in AWS GovCloud'],
    ['arn:aws-iso:s3:::shop', 'mistake: This is in the partition aws-iso'],
    [
      `arn:aws:ec2:${at}:volume/vol-XYZ`,
      'mistake: The resource of this ARN is "volume/vol-XYZ"; expected volume/vol-0123456789abcdef0',
    ],
    [`arn:aws:eks:${at}:cluster/`, 'mistake: The resource of this ARN is "cluster/"'],
    [`arn:aws:redshift:${at}:cluster/dwh`, 'mistake: The resource of this ARN is "cluster/dwh"; expected cluster:NAME'],
    [`arn:aws:rds:${at}:database:shop`, 'mistake: AWS Backup does not take "database:shop"'],
    ['x'.repeat(2049), 'mistake: That is too long'],
  ],
}

describe('parseTarget', () => {
  for (const [title, table] of Object.entries(pastes))
    describe(title, () => {
      it.each(table)('%s', (paste, meaning) => {
        const said = line(read(paste))
        expect(meaning.startsWith('mistake') ? said.slice(0, meaning.length) : said).toBe(meaning)
      })
    })

  it('is tried on more than 120 pastes, no two alike', () => {
    const all = Object.values(pastes).flatMap(table => table.map(([paste]) => paste))
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(120)
  })

  it('says how a paste became its resource', () => {
    expect(read('shop-media')).toMatchObject({
      notes: ['Read as the S3 bucket shop-media; for anything else paste its ARN.'],
    })
    expect(read('arn:aws:s3:::shop-media/a.txt')).toMatchObject({
      arn: 'arn:aws:s3:::shop-media',
      notes: ['The ARN was of objects; AWS Backup takes the whole bucket shop-media.'],
    })
    expect(read(`arn:aws:dynamodb:${at}:table/Orders/index/by-date`)).toMatchObject({
      arn: `arn:aws:dynamodb:${at}:table/Orders`,
      notes: ['The ARN was of an index; AWS Backup takes the table Orders.'],
    })
    expect(read(`arn:aws:rds:${at}:db:shop`)).toMatchObject({ arn: `arn:aws:rds:${at}:db:shop`, notes: [] })
  })

  it('gives the source of a recovery point that names it', () => {
    expect(read(`arn:aws:dynamodb:${at}:table/Orders/backup/01`)).toMatchObject({
      source: { family: 'dynamodb', name: 'Orders' },
    })
    expect(read(`arn:aws:redshift:${at}:snapshot:dwh/awsbackup:job-1`)).toMatchObject({
      source: { family: 'redshift', name: 'dwh' },
    })
  })

  it('keeps the place of a console page in the choices', () => {
    expect(read(`${console}/rds/home?region=eu-central-1#database:id=shop`)).toMatchObject({
      choices: [{ region: 'eu-central-1' }, { region: 'eu-central-1' }],
    })
  })

  it('says what is not supported, and what to do', () => {
    expect(read(`arn:aws:secretsmanager:${at}:secret:shop`)).toMatchObject({
      what: 'Secrets Manager secret',
      advice: expect.stringContaining('CDX'),
    })
  })

  it('an organisation in another partition is asked about its own ARNs', () => {
    const central = { ...whole.central, key: 'arn:aws-cn:kms:cn-north-1:692653576357:key/mrk-1' }
    const elsewhere = { ...whole, central, regions: ['cn-north-1'] }
    const of = (target: string) => identify({ verb: 'check', target, account: '111122223333' }, elsewhere)
    const arn = 'arn:aws-cn:ec2:cn-north-1:111122223333:volume/vol-07e3943d858664410'
    for (const target of [arn, 'vol-07e3943d858664410'])
      expect(of(target)).toMatchObject({ is: 'resource', resource: { arn, partition: 'aws-cn' } })
    expect(of(arn.replace('-cn:', ':'))).toMatchObject({ mistake: expect.stringContaining('partition aws-cn') })
  })

  it('takes ARNs of the organisation’s own partition', () => {
    expect(parseTarget('arn:aws-cn:s3:::shop', { regions: [], partition: 'aws-cn' })).toMatchObject({
      partition: 'aws-cn',
    })
    expect(parseTarget('shop-media', { regions: [], partition: 'aws-cn' })).toMatchObject({ partition: 'aws-cn' })
    expect(isMistake(parseTarget('arn:aws:s3:::shop', { regions: [], partition: 'aws-cn' }))).toBe(true)
  })
})

const fragments = fc.constantFrom(
  'arn:',
  'aws:',
  'rds:',
  's3:::',
  'eu-central-1',
  ':111122223333:',
  'db:shop',
  '/',
  ':',
  '::',
  '<',
  '>',
  '|',
  '&amp;',
  '%3A',
  '%25',
  'https://',
  'console.aws.amazon.com',
  '/s3/buckets/',
  '#database:id=',
  ';is-cluster=true',
  'vol-0123456789abcdef0',
  'fs-',
  '.',
  '-',
  '.amazonaws.com',
  's3',
  '__proto__',
  'constructor',
  ' ',
  '\u200b',
  '“',
  '?region=',
  '@',
  '[',
  ']',
  'awsapps.com',
)
const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fragments, { maxLength: 20 }).map(some => some.join('')),
)

describe('any text', () => {
  it('is a target, a question or a mistake, never an error', () => {
    fc.assert(
      fc.property(odd, text => {
        const target = read(text)
        expect(isMistake(target) || typeof target.found === 'string').toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('gives an ARN only where it was read as just that resource', () => {
    fc.assert(
      fc.property(odd, text => {
        const target = read(text)
        if (isMistake(target) || target.found !== 'resource' || target.arn === undefined) return
        const arn = parseArn(target.arn)
        expect(isMistake(arn) ? arn : familyOf(arn)).toEqual({ family: target.family, name: target.name })
      }),
      { numRuns: 3000 },
    )
  })

  it('is the same with decorations around it', () => {
    const wraps = [
      (text: string) => `<${text}>`,
      (text: string) => `\`${text}\``,
      (text: string) => `“${text}”,`,
      (text: string) => ` \u200b${text}\u00a0 `,
    ]
    const arn = fc
      .tuple(fc.constantFrom('db', 'cluster'), fc.stringMatching(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/))
      .map(([type, name]) => `arn:aws:rds:${at}:${type}:${name}`)
    fc.assert(
      fc.property(arn, fc.constantFrom(...wraps), (text, wrap) => {
        expect(read(wrap(text))).toEqual(read(text))
      }),
    )
  })

  it('answers questions with targets that ask nothing further', () => {
    const asked = Object.values(pastes).flatMap(table => table.map(([paste]) => read(paste)))
    const choices = asked.flatMap(target => (!isMistake(target) && target.found === 'question' ? target.choices : []))
    expect(choices.length).toBeGreaterThan(8)
    for (const { target } of choices) expect(line(read(target))).not.toMatch(/^(question|mistake)/)
  })
})

const familiesSeen = new Set<Family>(
  (pastes['full ARNs'] ?? []).flatMap(([paste]) => {
    const target = read(paste)
    return !isMistake(target) && target.found === 'resource' ? [target.family] : []
  }),
)
it('reads the ARN of every family', () => expect(familiesSeen.size).toBe(18))
