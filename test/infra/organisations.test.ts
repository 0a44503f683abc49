import { describe, expect, it } from 'vitest'
import type { House } from '../../src/core/house.ts'
import { house, ofType, type Template, templatesOf, told } from './templates.ts'

const small: House = { ...house, regions: ['eu-central-1'] }
const deployment = house.deployment ?? {
  account: null,
  region: null,
  organisationalUnits: [],
  url: '',
  certificate: null,
}
const { deployment: _, ...without } = small
const everywhere = ['eu', 'us', 'ap', 'ca', 'sa'].flatMap(it =>
  ['central', 'west', 'north', 'south', 'east'].map(side => `${it}-${side}-1`),
)
const many = Array.from({ length: 60 }, (_, i) => ({
  id: String(100_000_000_000 + i),
  name: `account-${i}`,
  ou: 'Prod',
  owners: 'S0A',
  channel: 'C0A',
}))
const certificate = 'arn:aws:acm:eu-central-1:444455556666:certificate/0'

/** CloudFormation's limits: of a template in a bucket, and of one that stands in a StackSet. */
const [inBucket, inStackSet] = [1_000_000, 51_200]

const setOf = (bot: Template | undefined) => ofType(bot, 'AWS::CloudFormation::StackSet')[0]?.Properties
const rolesIn = (template: Template | undefined) => ofType(template, 'AWS::IAM::Role').map(it => it.Properties.RoleName)

describe('an organisation', () => {
  it.each<[string, House, number]>([
    ['without a deployment', without, 3],
    ['of one Region', small, 3],
    ['of 25 Regions', { ...house, regions: everywhere, actRole: 'act', externalId: 'e-1' }, 27],
    ['of 60 accounts', { ...small, accounts: many }, 3],
    [
      'that is deployed in its central account',
      { ...small, deployment: { ...deployment, account: house.central.account } },
      3,
    ],
    [
      'that is deployed elsewhere than it backs up',
      { ...small, deployment: { ...deployment, region: 'eu-north-1' } },
      3,
    ],
    ['that is one account', { ...small, readRole: null, actRole: 'act' }, 3],
    ['whose management account is named', { ...small, management: { account: '555566667777' } }, 4],
    [
      'whose central vault is in another Region',
      { ...small, central: { ...house.central, regions: { 'eu-central-1': 'eu-west-1' } } },
      4,
    ],
    [
      'of AWS GovCloud',
      { ...small, regions: ['us-gov-west-1'], deployment: { ...deployment, region: 'us-gov-west-1' } },
      3,
    ],
  ])('%s has templates that CloudFormation takes', (_, organisation, stacks) => {
    const templates = templatesOf(organisation)
    expect(Object.keys(templates)).toHaveLength(stacks)
    for (const template of Object.values(templates)) expect(JSON.stringify(template).length).toBeLessThan(inBucket)
    expect(String(setOf(templates['backup-bot'])?.TemplateBody).length).toBeLessThan(inStackSet)
    // An inline policy of a role may have 10,240 characters.
    for (const role of ofType(templates['backup-bot-member'], 'AWS::IAM::Role'))
      expect(JSON.stringify(told(role.Properties.Policies)).length).toBeLessThan(10_240)
  })

  it('with a domain of its own says where its name must point, and one without, what its address is', () => {
    const outputs = (organisation: House) =>
      Object.keys((templatesOf(organisation)['backup-bot'] as unknown as { Outputs: object }).Outputs)
    const owned = { ...small, deployment: { ...deployment, url: 'https://bot.example.org', certificate } }
    expect(outputs(owned)).toContain('DomainTarget')
    expect(outputs(owned)).not.toContain('Endpoint')
    expect(outputs(small)).toContain('Endpoint')
  })

  it('without an air-gapped vault copies into no other vault', () => {
    const central = { ...house.central, airGappedVault: null }
    const { 'backup-bot-member': member } = templatesOf({ ...small, actRole: 'act', central })
    expect(JSON.stringify(member)).not.toContain('air-gapped')
    expect(rolesIn(member)).toContain('act')
  })
})

describe('a first deploy', () => {
  const { 'backup-bot': bot } = templatesOf(small)
  const resources = Object.entries(bot?.Resources ?? {}) as [string, Template['Resources'][string] & Kept][]
  type Kept = { readonly DeletionPolicy?: string; readonly DependsOn?: string | string[] }

  it('that fails leaves nothing behind that stands in the way of the next one', () => {
    const kept = resources.filter(([, it]) => it.DeletionPolicy?.startsWith('Retain'))
    expect(kept.length).toBeGreaterThan(0)
    for (const [name, it] of kept) expect([name, it.DeletionPolicy]).toEqual([name, 'RetainExceptOnCreate'])
  })

  it('opens the accounts, for which most must be prepared, before it makes the table, whose deletion is forbidden', () => {
    const [, table] = resources.find(([, it]) => it.Type === 'AWS::DynamoDB::Table') ?? []
    expect(table?.DependsOn).toContain('Members')
    const [, members] = resources.find(([name]) => name === 'Members') ?? []
    expect(members?.DependsOn).toEqual([expect.stringMatching(/^WorkRole/)])
  })

  it('lets the alarms speak to their topic, which its own policy would otherwise forbid', () => {
    const policy = told(ofType(bot, 'AWS::SNS::TopicPolicy')[0]?.Properties.PolicyDocument)
    const account = house.deployment?.account
    expect(policy).toMatchObject({
      Statement: expect.arrayContaining([
        {
          Sid: 'Alarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: expect.stringContaining('Alarms'),
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-central-1:${account}:alarm:backup-bot-*` },
          },
        },
      ]),
    })
  })
})
