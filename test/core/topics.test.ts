import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/core/kinds/index.ts'
import { rules } from '../../src/core/rules/index.ts'
import { unsupportedServices } from '../../src/core/targets/unsupported.ts'
import { differences } from '../../src/core/topics/differences.ts'
import { topicOf, topics, typesLike } from '../../src/core/topics/index.ts'
import { oneType } from '../../src/core/topics/one-type.ts'
import { placeOf } from '../../src/core/topics/region-names.ts'
import { type Line, line, names, type Piece, wordsOf } from '../../src/core/topics/topic.ts'
import { house } from './key-policy/house.ts'

const everything = [...topics, ...kinds.map(oneType)]

const linesOf = (piece: Piece): readonly Line[] => {
  switch (piece.is) {
    case 'text':
      return [piece.line]
    case 'steps':
    case 'points':
      return piece.lines
    case 'table':
      return piece.rows.flat()
    case 'code':
      return [[piece.text]]
    case 'differs':
      return [[piece.guide], [piece.aws], piece.sources.map(url => ({ label: 'source', url }))]
  }
}
const textOf = (pieces: readonly Piece[]): string => pieces.flatMap(linesOf).map(wordsOf).join('\n')
const tell = (id: string, of = house): string => textOf(topicOf(id)?.tell(of) ?? [])
const linksOf = (pieces: readonly Piece[]): readonly string[] =>
  pieces
    .flatMap(linesOf)
    .flatMap(it => it.flatMap(span => (typeof span === 'object' && 'url' in span ? [span.url] : [])))

/** The questions of the CDX guide (its FAQ, core requirements, practices and network section), and what must be answered. */
const asked: readonly (readonly [question: string, topic: string, phrase: string])[] = [
  [
    'Do I need to configure anything in AWS Backup console?',
    'how-it-works',
    'You configure nothing in AWS Backup yourself',
  ],
  ['… and AWS says otherwise', 'how-it-works', 'The type must be opted in'],
  ['How do I check if my backups are working?', 'how-it-works', 'check <arn> shows the newest recovery points'],
  ['… in the console', 'how-it-works', 'Jobs shows backup jobs and copy jobs'],
  ['What happens if my resource is not encrypted?', 'keys', 'Not encrypted: AWS copies EBS volume'],
  ['… and AWS says otherwise', 'keys', 'It is the house rule that is broken, not the backup'],
  ['… of a database that stays unencrypted', 'keys', 'the copy stays unencrypted'],
  ['Can I restore backups myself?', 'restore', 'Ask the CDX team'],
  ['… from the local vault', 'restore', 'Open local-backup-vault'],
  ['How much will backups cost for my resources?', 'cost', 'AWS Pricing Calculator'],
  ['Which regions are supported?', 'regions', 'eu-central-1 Frankfurt'],
  ['Is cross-Region copying supported?', 'regions', 'one copy must change account and Region at once'],
  ['Are vaults charged?', 'cost', 'Vaults are free'],
  ['How is storage charged?', 'cost', 'by GB and month'],
  ['Does the price vary by type?', 'cost', 'a price of its own for each type'],
  ['How do I keep the cost low?', 'cost', 'tag with backup=enabled only what you would miss'],
  ['Does cold storage help?', 'cost', 'Cold storage is no way to save here'],
  ['How long is the local backup kept?', 'how-it-works', 'kept for one day'],
  ['How long is the central backup kept?', 'how-it-works', 'kept for 35 days'],
  ['Which account holds the central vault?', 'how-it-works', 'cbackupstorage-prod (692653576357)'],
  ['Why two steps?', 'how-it-works', 'if your account is broken into or deleted, the central one remains'],
  ['Which tag enables backups?', 'tags', 'backup=enabled: back it up'],
  ['Which tag says that no backup is required?', 'tags', 'backup=disabled: no backup is required'],
  ['Which tag says that we have our own solution?', 'tags', 'backup=custom: the team has a backup solution of its own'],
  ['Why is that discouraged?', 'tags', 'backups inside it are worthless'],
  ['Must the tag be exact?', 'tags', 'compared exactly'],
  ['Which key must a resource have?', 'keys', 'A customer managed key that the central account may use: EBS volume'],
  ['Which types need no key of their own?', 'keys', 'Any key, or none: S3 bucket'],
  ['What is the single central key?', 'keys', house.central.key],
  ['May I encrypt resources with the central key?', 'keys', 'Do not encrypt resources with it'],
  ['Which statement does my key policy need?', 'keys', '"kms:CreateGrant"'],
  ['Who stands in it as principal?', 'keys', '"arn:aws:iam::692653576357:root"'],
  ['Can the encryption of RDS be changed on the fly?', 'keys', 'cannot be changed in place'],
  ['Which services have independent encryption?', 'types', 'EFS file system'],
  ['What does RDS support?', 'rds-instance', 'Point in time: yes'],
  ['Which states may an EBS volume have?', 'ebs', 'in-use or available'],
  ['What does a restore of DynamoDB make?', 'dynamodb-advanced', 'a new table'],
  ['Must S3 versioning be on?', 'not-supported', 'Versioning is enabled on the bucket'],
  ['Is Secrets Manager supported?', 'not-supported', 'AWS Backup does not take secrets'],
  ['Is Parameter Store supported?', 'not-supported', 'does not take Parameter Store parameters'],
  ['Are RDS Multi-AZ clusters copied?', 'not-supported', 'RDS Multi-AZ DB cluster: '],
  ['Is Redshift copied?', 'not-supported', 'Redshift cluster: '],
  ['Do backups work without an S3 endpoint?', 's3-endpoint', 'Backups and copies work without it'],
  ['Why have one then?', 's3-endpoint', 'NAT gateway, charged by the GB'],
  ['What does it cost?', 's3-endpoint', 'A gateway endpoint is free'],
  ['In which Regions?', 's3-endpoint', 'com.amazonaws.eu-west-1.s3'],
  ['Which permissions?', 's3-endpoint', 'ec2:CreateVpcEndpoint'],
  ['With Terraform?', 's3-endpoint', 'resource "aws_vpc_endpoint" "s3"'],
  ['With CDK?', 's3-endpoint', 'addGatewayEndpoint'],
  ['In the console?', 's3-endpoint', 'Create endpoint'],
  ['How do I see that it works?', 's3-endpoint', 'a route from the prefix list pl-…'],
  ['More VPCs, the default VPC?', 's3-endpoint', 'One endpoint for each VPC, the default VPC too'],
  ['What of the endpoint policy?', 's3-endpoint', 'a narrower endpoint policy can shut out buckets'],
  ['Which types does an air-gapped vault refuse?', 'air-gapped', 'Not taken: RDS DB instance'],
]

describe('the questions of the guide', () => {
  it.each(asked)('%s (%s)', (_, id, phrase) => expect(tell(id)).toContain(phrase))

  it.each(topics)('$id is asked about', ({ id }) => {
    expect(asked.some(([, topic]) => topic === id)).toBe(true)
  })
})

describe('the topics', () => {
  it('are the files of the folder', () => {
    const others = ['as-json', 'differences', 'index', 'one-type', 'region-names', 'topic']
    const files = readdirSync('src/core/topics').map(name => name.replace('.ts', ''))
    expect(topics.map(it => it.id).sort()).toEqual(files.filter(it => !others.includes(it)).sort())
  })

  it('do not share an id with a type', () => {
    expect(new Set(everything.map(it => it.id)).size).toBe(everything.length)
  })

  it.each([
    ['keys', 'keys'],
    ['Regions', 'regions'],
    [' S3-Endpoint ', 's3-endpoint'],
    ['EBS', 'ebs'],
    ['__proto__', undefined],
    ['', undefined],
  ])('finds %s', (word, id) => expect(topicOf(word)?.id).toBe(id))

  it.each([
    ['rds', ['rds-instance', 'rds-multi-az-cluster']],
    ['DynamoDB', ['dynamodb-basic', 'dynamodb-advanced']],
    ['s3', []],
    ['nonsense', []],
  ])('knows the types that %s may mean', (word, ids) => expect(typesLike(word)).toEqual(ids))
})

describe.each(everything)('$id', topic => {
  it('links to https only', () => {
    const links = linksOf(topic.tell(house))
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter(url => !/^https:\/\/\S+$/.test(url))).toEqual([])
  })

  it('names rules that exist, and answers a question', () => {
    const ids = rules.map(rule => rule.id)
    expect(topic.rules.filter(id => !ids.includes(id))).toEqual([])
    expect(topic.questions.every(it => it.endsWith('?')) && topic.questions.length > 0).toBe(true)
  })

  it('names no value that is missing', () => {
    expect(textOf(topic.tell(house))).not.toMatch(/undefined|\[object|NaN|\bnull\b/)
  })
})

describe('what is told comes from the house', () => {
  const other = {
    ...house,
    central: {
      account: '999988887777',
      name: 'vaults',
      vault: 'safe',
      airGappedVault: 'bunker',
      key: 'arn:aws:kms:eu-west-3:999988887777:key/mrk-other',
      retentionDays: 400,
    },
    member: { ...house.member, vault: 'here', retentionDays: 9 },
    regions: ['eu-west-3'],
    tag: { key: 'Keep', enabled: 'YES', disabled: 'no', custom: 'own' },
    houseRules: { customerKey: 'off' as const },
  }

  it.each([
    ['how-it-works', ['Keep=YES', 'safe', '999988887777', '400 days', 'here', '9 days']],
    ['tags', ['Keep=YES: back it up', 'Keep=no:', 'Keep=own:', 'Keep=yes selects nothing', 'eu-west-3']],
    ['keys', ['arn:aws:iam::999988887777:root', 'The house makes no demand of its own']],
    ['regions', ['1 Region', 'eu-west-3 Paris; not offered there: Timestream']],
    ['cost', ['which fits into the 400 days']],
    ['restore', ['safe', 'here', '9 days']],
    ['s3-endpoint', ['"eu-west-3" = []', "'eu-west-3': []", 'com.amazonaws.eu-west-3.s3']],
    ['air-gapped', ['bunker']],
  ])('%s', (id, phrases) => {
    const told = tell(id, other)
    for (const phrase of phrases) expect(told).toContain(phrase)
    expect(told).not.toContain(house.central.account)
  })

  it('says which copies go into another Region', () => {
    const central = { ...house.central, regions: { 'eu-west-1': 'eu-central-1' } }
    expect(tell('regions', { ...house, central })).toContain(
      'Copies of eu-west-1 go to the central vault in eu-central-1',
    )
  })

  it.each(['required', 'advised', 'off'] as const)('the demand for a customer managed key: %s', customerKey => {
    const said = tell('keys', { ...house, houseRules: { customerKey } })
    expect(said).toMatch({ required: /The house demands/, advised: /The house advises/, off: /no demand/ }[customerKey])
  })

  it('says when there is no air-gapped vault', () => {
    expect(tell('air-gapped', { ...house, central: { ...house.central, airGappedVault: null } })).toContain(
      'The organisation has no air-gapped vault',
    )
  })
})

describe('what is told comes from the kinds', () => {
  it('has a row for every type', () => {
    const table = topicOf('types')
      ?.tell(house)
      .find(piece => piece.is === 'table')
    expect(table?.is === 'table' && table.rows.map(row => wordsOf(row[0] ?? []))).toEqual(kinds.map(it => it.name))
    expect(table?.is === 'table' && table.rows.every(row => row.length === table.columns.length)).toBe(true)
  })

  it.each(['no', 'unknown'] as const)('lists every type whose copy is "%s"', value => {
    for (const kind of kinds.filter(it => it.crossAccountCopy.value === value))
      expect(tell('not-supported')).toContain(`${kind.name}: `)
  })

  it('names everything that AWS Backup does not take, with its advice', () => {
    for (const { what, advice } of Object.values(unsupportedServices)) {
      expect(tell('not-supported')).toContain(what)
      expect(tell('not-supported')).toContain(advice)
    }
  })

  it('divides the types by the air-gapped vault', () => {
    for (const { name } of kinds) expect(tell('air-gapped')).toContain(name)
  })
})

describe('where the guide and AWS differ', () => {
  const ids = everything.map(it => it.id)

  it.each(differences)('$guide', ({ about, aws, sources }) => {
    expect(about.filter(id => !ids.includes(id))).toEqual([])
    for (const id of about) expect(tell(id)).toContain(aws)
    for (const url of sources) expect(url).toMatch(/^https:\/\//)
  })
})

/** Every row in which the matrix of facts has a source against AWS, and what is told of it. */
describe('each source that AWS contradicts', () => {
  it.each([
    ['a blog: which types an air-gapped vault refuses', 'air-gapped', 'Not taken: RDS DB instance'],
    ['a blog: a customer managed key for both', 'air-gapped', 'an unencrypted source will do as well'],
    ['a blog: no way round an AWS managed key', 'keys', 'copied inside the account into a vault with a customer'],
    ['a blog: full management is independent encryption', 'types', 'As a rule. CloudFormation'],
    ['a blog: every recovery point takes the vault’s key', 'keys', 'Only those of fully managed types'],
    ['a blog: EFS takes the file system’s key', 'efs', 'They are under the key of the vault'],
    ['a blog: RDS restores under the same key', 'rds-instance', 'A copy of the snapshot may be under another key'],
    ['an older page: copies keep the source’s key', 'keys', 'The page of today no longer says so'],
    ['an older page: its list of types', 'types', 'There are more: Aurora DSQL'],
    ['a blog of AWS: all types encrypted independently', 'types', 'Only those that it manages fully'],
    ['a blog of AWS: a vault under aws/backup', 'keys', 'Nobody has settled it, so the answer is unsure'],
    ['the guide: unencrypted data fails', 'keys', 'It is the house rule that is broken'],
    ['the guide: EC2 needs a customer managed key', 'ec2', 'Only for volumes that are encrypted'],
    ['the guide: S3 needs a gateway endpoint', 's3-endpoint', 'It is not: AWS Backup does not run in the VPC'],
    ['the guide: RDS needs automated backups', 'rds-instance', 'They need not be'],
    ['the guide: Aurora is incremental', 'aurora', 'Aurora snapshots are full'],
    ['the guide: EFS needs a shared key', 'efs', 'Not needed'],
    ['the guide: tag the gateway', 'storage-gateway', 'so the tag belongs on the volume'],
    ['the guide: stacks are copied seamlessly', 'cloudformation', 'what is inside decides'],
    ['the guide: nothing to configure', 'how-it-works', 'The type must be opted in'],
    ['the guide: one day of local retention', 'cost', 'AWS advises a week'],
    ['the guide: share the central key', 'keys', 'Keys are not shared with keys'],
    ['the guide: KeyUser', 'keys', 'KMS refuses a policy that names somebody who does not exist'],
    ['the guide: nine services', 'types', 'There are more'],
    ['all: Aurora has two states', 'aurora', 'Since February 2026'],
    ['all: two copies for account and Region', 'regions', 'One, since October 2025'],
  ])('%s', (_, id, phrase) => expect(tell(id)).toContain(phrase))
})

describe('words', () => {
  it.each([
    [[], 'none'],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j', (some, expected) => expect(names(some)).toBe(expected))

  it('keeps the order of a line', () => {
    expect(line`one ${{ code: 'two' }} ${3}${['four', { label: 'five', url: 'https://x.example' }]}`).toEqual([
      'one ',
      { code: 'two' },
      ' ',
      '3',
      'four',
      { label: 'five', url: 'https://x.example' },
    ])
  })

  it.each([
    ['eu-central-1', 'Frankfurt'],
    ['us-east-1', 'N. Virginia'],
    ['toString', undefined],
  ])('%s is %s', (region, place) => expect(placeOf(region)).toBe(place))
})
