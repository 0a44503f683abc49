import { App, Stack, Validations } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { context } from '../../infra/app.ts'
import { acts, aloneReads, centralReads, managementReads, memberReads } from '../../src/aws/permissions.ts'
import { tableShape } from '../../src/core/table-shape.ts'
import { house, list, ofType, type Statement, statementsIn, templatesOf, told } from './templates.ts'

const templates = templatesOf()
const { 'backup-bot': bot, 'backup-bot-member': member } = templates
const central = templates['backup-bot-central-eu-central-1']
const actions = (permissions: readonly { readonly action: string }[]) => permissions.map(it => it.action).sort()
const only = <T>(items: readonly T[]): T => {
  expect(items).toHaveLength(1)
  return items[0] as T
}
const properties = (template: typeof bot, type: string) => told(only(ofType(template, type)).Properties)

describe('synth', () => {
  it('gives one stack for the bot, one for the members, and one a Region for the central account', () => {
    const names = ['backup-bot', 'backup-bot-member', ...house.regions.map(it => `backup-bot-central-${it}`)]
    expect(Object.keys(templates).sort()).toEqual(names.sort())
  })

  it('does not pass with a finding that nobody explained', () => {
    const app = new App({ context, autoSynth: false })
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
    new Queue(new Stack(app, 'open'), 'Queue')
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/)
  })

  it('asks for nothing of an organisation that has only the keys of the contract', () => {
    const { deployment: _, ...rest } = house
    const small = templatesOf({ ...rest, regions: ['eu-west-1'] })
    expect(Object.keys(small)).toContain('backup-bot-central-eu-west-1')
    expect(ofType(small['backup-bot'], 'AWS::CloudFormation::StackSet')[0]?.Properties.StackInstancesGroup).toBe(
      undefined,
    )
  })
})

describe('a central vault in another Region', () => {
  const [ireland, paris, frankfurt] = ['eu-west-1', 'eu-west-3', 'eu-central-1']
  const central = { ...house.central, regions: { [ireland]: frankfurt, [paris]: frankfurt } }
  const far = templatesOf({ ...house, central, regions: [ireland, paris], actRole: 'backup-bot-act' })

  it('has the central account’s rules where its vault is, and where a member’s key refuses it', () => {
    for (const region of [paris, frankfurt])
      expect(ofType(far[`backup-bot-central-${region}`], 'AWS::Events::Rule').map(it => it.Properties.Name)).toEqual([
        'backup-bot-jobs',
        'backup-bot-points',
        'backup-bot-refusals',
        'backup-bot-readings',
      ])
  })

  it('has the members’ rules where their copies start, and lets them copy there and back from there', () => {
    const into = (template: typeof bot, action: string) =>
      statementsIn(template ?? { Resources: {} })
        .filter(({ it }) => list(it.Action).includes(action))
        .flatMap(({ it }) => list((told(it) as Statement).Resource))
    expect(properties(far['backup-bot'], 'AWS::CloudFormation::StackSet')).toMatchObject({
      StackInstancesGroup: [{ Regions: [ireland, paris] }],
    })
    const vaults = [house.central.vault, house.central.airGappedVault].map(
      name => `arn:<AWS::Partition>:backup:${frankfurt}:${house.central.account}:backup-vault:${name}`,
    )
    const partition = (arns: readonly string[]) => arns.map(it => it.replace('arn:aws:', 'arn:<AWS::Partition>:'))
    const locals = [ireland, paris].map(
      region => `arn:<AWS::Partition>:backup:${region}:*:backup-vault:${house.member.vault}`,
    )
    expect(partition(into(far['backup-bot-member'], 'backup:CopyIntoBackupVault'))).toEqual([...vaults, ...locals])
    const back = far[`backup-bot-central-${paris}`]
    expect(partition(into(back, 'backup:CopyFromBackupVault'))).toEqual(vaults)
    expect(partition(into(back, 'backup:CopyIntoBackupVault'))).toEqual(locals)
  })
})

describe('the management account', () => {
  const account = '555566667777'
  const at = (more: Partial<typeof house> = {}) =>
    templatesOf({ ...house, regions: ['eu-central-1'], management: { account }, externalId: 'e-1', ...more })
  const roleOf = (template: typeof bot) => properties(template, 'AWS::IAM::Role') as Readonly<Record<string, unknown>>
  const readsOf = (template: typeof bot) =>
    statementsIn(template ?? { Resources: {} })
      .filter(({ it }) => list(it.Resource).includes('*'))
      .flatMap(({ it }) => list(it.Action))

  it('has a stack of nothing but the read role, with its two actions, trusted as the others', () => {
    const { 'backup-bot-management': management, 'backup-bot-member': member } = at()
    expect(Object.values(management?.Resources ?? {}).map(it => it.Type)).toEqual(['AWS::IAM::Role'])
    const role = only(ofType(management, 'AWS::IAM::Role'))
    expect(role.Condition).toBeUndefined()
    expect(roleOf(management).RoleName).toBe(house.readRole)
    expect(told(role.Properties.Policies)).toEqual([
      {
        PolicyName: 'read',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Sid: 'Read', Effect: 'Allow', Action: actions(managementReads), Resource: '*' }],
        },
      },
    ])
    const trusted = told(roleOf(management).AssumeRolePolicyDocument)
    expect(JSON.stringify(trusted)).toContain('"sts:ExternalId":"e-1"')
    const theirs = only(ofType(member, 'AWS::IAM::Role').filter(it => it.Properties.RoleName === house.readRole))
    expect(JSON.stringify(trusted).replaceAll('arn:aws:', 'arn:<AWS::Partition>:')).toEqual(
      JSON.stringify(told(theirs.Properties.AssumeRolePolicyDocument)),
    )
  })

  it('has none where nobody looks there, or the bot reads with what it has', () => {
    expect(Object.keys(templates)).not.toContain('backup-bot-management')
    expect(Object.keys(at({ readRole: null }))).not.toContain('backup-bot-management')
  })

  it('may be an account of the house, or the central one, and has one read role then as well', () => {
    const own = at({
      accounts: [...house.accounts, { id: account, name: 'root', ou: 'Root', owners: 'S', channel: 'C' }],
    })
    expect(readsOf(own['backup-bot-management'])).toEqual(
      actions([...managementReads, ...memberReads]).filter(
        (it, i, all) => it !== 'iam:GetRole' && all.indexOf(it) === i,
      ),
    )
    const same = at({ management: { account: house.central.account } })
    expect(Object.keys(same)).not.toContain('backup-bot-management')
    expect(readsOf(same['backup-bot-central-eu-central-1'])).toEqual(
      expect.arrayContaining(actions([...managementReads])),
    )
  })
})

describe('the central account', () => {
  const readsOf = (accounts: typeof house.accounts) => {
    const all = templatesOf({ ...house, regions: ['eu-central-1'], accounts })
    return statementsIn(all['backup-bot-central-eu-central-1'] ?? { Resources: {} })
      .filter(({ it }) => list(it.Resource).includes('*'))
      .flatMap(({ it }) => list(it.Action))
  }
  const itself = { id: house.central.account, name: 'central', ou: 'Infra', owners: 'S', channel: 'C' }
  const reads = (...lists: (typeof memberReads)[]) =>
    [...new Set(actions(lists.flat()))].filter(it => it !== 'iam:GetRole')

  it.each([
    ['what the central account needs', house.accounts, reads(centralReads)],
    ['what a member needs too where it is one', [...house.accounts, itself], reads(centralReads, memberReads)],
  ])('lets the bot read %s', (_, accounts, expected) => expect(readsOf(accounts)).toEqual(expected))
})

describe('the functions', () => {
  it.each([
    ['slack', 10],
    ['work', 120],
  ])('%s runs on arm64 and the newest LTS of Node, traced, with a limit of its own', (name, seconds) => {
    const it = only(
      ofType(bot, 'AWS::Lambda::Function').filter(({ Properties }) => `${Properties.Handler}` === `${name}.handler`),
    ).Properties
    expect(it).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: seconds,
      TracingConfig: { Mode: 'Active' },
      ReservedConcurrentExecutions: expect.any(Number),
    })
    expect(JSON.stringify(it.Environment)).not.toMatch(/xox|SIGNING_SECRET"/)
  })

  it('keep their logs for a time', () => {
    const groups = ofType(bot, 'AWS::Logs::LogGroup')
    expect(groups).toHaveLength(3)
    for (const { Properties } of groups) expect(Properties.RetentionInDays).toBe(90)
  })

  it('take the queue in batches whose items fail one by one, and give up into the dead-letter queue', () => {
    expect(properties(bot, 'AWS::Lambda::EventSourceMapping')).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    })
    const queues = ofType(bot, 'AWS::SQS::Queue').map(it => told(it.Properties))
    expect(queues).toContainEqual(
      expect.objectContaining({
        QueueName: 'backup-bot',
        VisibilityTimeout: 720,
        RedrivePolicy: { deadLetterTargetArn: expect.stringContaining('DeadLetters'), maxReceiveCount: 6 },
      }),
    )
  })

  it('open two routes to Slack and nothing else', () => {
    const routes = ofType(bot, 'AWS::ApiGatewayV2::Route').map(it => it.Properties.RouteKey)
    expect(routes.sort()).toEqual(['GET /healthz', 'POST /slack/events'])
    expect(ofType(bot, 'AWS::Lambda::Url')).toEqual([])
  })
})

describe('the table', () => {
  const table = only(ofType(bot, 'AWS::DynamoDB::Table')).Properties

  it('has the shape that the bot itself would make', () => {
    expect(table).toMatchObject(tableShape)
  })

  it('is kept: backups, deletion protection, an own key, time to live', () => {
    expect(table).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    })
    expect(only(ofType(bot, 'AWS::DynamoDB::Table'))).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate' })
    expect(only(ofType(bot, 'AWS::KMS::Key')).Properties.EnableKeyRotation).toBe(true)
  })
})

describe('the bus', () => {
  it('takes events from the organisation and from nobody else', () => {
    expect(properties(bot, 'AWS::Events::EventBusPolicy')).toMatchObject({
      Statement: {
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': house.organisationId } },
      },
    })
  })

  it('hands them to the queue with retries and a dead-letter queue, and keeps them for a replay', () => {
    expect(properties(bot, 'AWS::Events::Rule')).toMatchObject({
      EventPattern: { source: ['aws.backup', 'aws.kms'] },
      Targets: [
        {
          DeadLetterConfig: { Arn: expect.stringContaining('DeadLetters') },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      ],
    })
    expect(properties(bot, 'AWS::Events::Archive')).toMatchObject({ RetentionDays: 30 })
  })

  it('is joined by the rounds of the sweep and of what is due', () => {
    const rounds = ofType(bot, 'AWS::Scheduler::Schedule').map(it => [
      it.Properties.ScheduleExpression,
      (it.Properties.Target as { Input?: unknown }).Input,
    ])
    expect(rounds).toEqual([
      ['rate(15 minutes)', '{"sweep":true}'],
      ['rate(1 minute)', '{"flush":true}'],
      ['rate(1 minute)', '{"reminders":true}'],
    ])
  })
})

describe('the StackSet of the members', () => {
  const set = only(ofType(bot, 'AWS::CloudFormation::StackSet')).Properties
  const body: unknown = JSON.parse(String(set.TemplateBody))

  it('is the template of the member stack, small enough to stand in the stack', () => {
    expect(body).toEqual(member)
    expect(String(set.TemplateBody).length).toBeLessThan(51_200)
  })

  it('goes to every Region and every unit of organisation.json by itself, but not to the central account', () => {
    expect(set).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true },
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      StackInstancesGroup: [
        {
          Regions: house.regions,
          DeploymentTargets: {
            OrganizationalUnitIds: house.deployment?.organisationalUnits,
            AccountFilterType: 'DIFFERENCE',
            Accounts: [house.central.account],
          },
        },
      ],
    })
  })
})

describe('the roles of an account', () => {
  const statement = (template: typeof member, name: string): Statement[] =>
    ofType(template, 'AWS::IAM::Role')
      .filter(it => it.Properties.RoleName === name)
      .flatMap(({ Properties }) => {
        const [policy] = told(Properties.Policies) as { PolicyDocument: { Statement: Statement[] } }[]
        return policy?.PolicyDocument.Statement ?? []
      })
  const trust = (template: typeof member, name: string) =>
    told(
      only(ofType(template, 'AWS::IAM::Role').filter(it => it.Properties.RoleName === name)).Properties
        .AssumeRolePolicyDocument,
    )
  const strict = templatesOf({ ...house, regions: ['eu-central-1'], actRole: 'backup-bot-act', externalId: 'e-1' })

  it.each([
    ['a member', member, memberReads],
    ['the central account', central, centralReads],
  ])('let the bot read in %s what the list says, and nothing else', (_, template, permissions) => {
    const [read, roles] = statement(template, 'backup-bot-read')
    expect(read).toMatchObject({ Action: actions(permissions).filter(it => it !== 'iam:GetRole'), Effect: 'Allow' })
    const role = (path: string) => expect.stringMatching(new RegExp(`:iam::.+:role/${path}$`))
    expect(told(roles)).toMatchObject({
      Action: 'iam:GetRole',
      Effect: 'Allow',
      Resource: [role(house.member.backupRole), role('aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup')],
    })
  })

  it('trust the worker of the bot from within the organisation, and where there is one, by the external id', () => {
    const worker = `arn:<AWS::Partition>:iam::${house.deployment?.account}:role/backup-bot-work`
    const by = (condition: object) => ({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: worker },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: condition },
        },
      ],
    })
    expect(trust(member, 'backup-bot-read')).toEqual(by({ 'aws:PrincipalOrgID': house.organisationId }))
    const both = { 'aws:PrincipalOrgID': house.organisationId, 'sts:ExternalId': 'e-1' }
    for (const role of ['backup-bot-read', 'backup-bot-act'])
      expect(trust(strict['backup-bot-member'], role)).toEqual(by(both))
    const names = ofType(bot, 'AWS::IAM::Role').map(it => it.Properties.RoleName)
    expect(names).toContain('backup-bot-work')
  })

  it('are made in one Region only', () => {
    for (const template of [member, central])
      for (const role of ofType(template, 'AWS::IAM::Role')) expect(role.Condition).toBe('IsHome')
  })

  it('hold no right to act unless organisation.json names the act role', () => {
    for (const template of [member, central]) expect(statement(template, 'backup-bot-act')).toEqual([])
    const act = statement(strict['backup-bot-member'], 'backup-bot-act')
    expect(act.flatMap(it => list(it.Action)).sort()).toEqual(actions(acts))
    expect(act.find(it => it.Action === 'iam:PassRole')).toMatchObject({
      Resource: `arn:<AWS::Partition>:iam::<AWS::AccountId>:role/${house.member.backupRole}`,
      Condition: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
    })
  })

  it('let a member copy into the central vaults, and for a restore into local vaults of the organisation', () => {
    const act = statement(strict['backup-bot-member'], 'backup-bot-act')
    const vault = (owner: string, name: string | null) =>
      `arn:<AWS::Partition>:backup:eu-central-1:${owner}:backup-vault:${name}`
    expect(act.find(it => it.Action === 'backup:CopyFromBackupVault')?.Resource).toEqual([
      vault('<AWS::AccountId>', house.member.vault),
    ])
    expect(act.find(it => it.Action === 'backup:CopyIntoBackupVault')).toMatchObject({
      Resource: [
        vault(house.central.account, house.central.vault),
        vault(house.central.account, house.central.airGappedVault),
        vault('*', house.member.vault),
      ],
      Condition: { StringEquals: { 'aws:ResourceOrgID': house.organisationId } },
    })
  })

  it('may be assumed by the worker wherever they are in the organisation', () => {
    const assume = statementsIn(strict['backup-bot'] ?? { Resources: {} }).filter(
      ({ it }) => list(it.Action).includes('sts:AssumeRole') && it.Resource !== undefined,
    )
    expect(only(assume).it).toMatchObject({
      Resource: ['arn:aws:iam::*:role/backup-bot-act', 'arn:aws:iam::*:role/backup-bot-read'],
      Condition: { StringEquals: { 'aws:ResourceOrgID': house.organisationId } },
    })
  })

  it('are the worker’s own rights where the whole organisation is one account', () => {
    const single = templatesOf({ ...house, regions: ['eu-central-1'], readRole: null })
    expect(statement(single['backup-bot-member'], 'backup-bot-read')).toEqual([])
    const own = statementsIn(single['backup-bot'] ?? { Resources: {} }).flatMap(({ it }) => list(it.Action))
    expect(actions([...memberReads, ...aloneReads]).filter(it => !own.includes(it))).toEqual([])
  })
})

describe('the function that answers Slack', () => {
  it('may put work on the queue, ask the worker and read its secret, and may assume no role', () => {
    const own = ofType(bot, 'AWS::IAM::Policy')
      .map(it => told(it.Properties) as { Roles: string[]; PolicyDocument: { Statement: Statement[] } })
      .filter(it => it.Roles.some(role => role.startsWith('<SlackRole')))
      .flatMap(it => it.PolicyDocument.Statement.flatMap(statement => list(statement.Action)))
    expect(own.filter(it => !/^(logs|xray|sqs):/.test(it)).sort()).toEqual([
      'lambda:InvokeFunction',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
    ])
    expect(own.filter(it => it.startsWith('sqs:')).sort()).toEqual([
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ])
  })
})

describe('wildcards', () => {
  const all = Object.values(templates).flatMap(statementsIn)
  const allowed = all.filter(({ it }) => it.Effect === 'Allow')

  it('stand in no action, but where a key policy gives the account its key', () => {
    const wild = allowed.filter(({ it }) => list(it.Action).some(action => action.includes('*')))
    expect(wild.length).toBeGreaterThan(0)
    for (const { of, it } of wild) {
      expect(of).toMatch(/^Key/)
      expect(it.Principal).toEqual({ AWS: `arn:aws:iam::${house.deployment?.account}:root` })
    }
  })

  it('stand for a whole resource only in the read role, for traces, and in key policies, which mean their own key', () => {
    const wild = allowed.filter(({ it }) => list(it.Resource).includes('*'))
    const others = wild.filter(({ of, it }) => {
      const tracing = list(it.Action).every(action => action.startsWith('xray:'))
      return !(of === 'ReadRole' || of.startsWith('Key') || tracing)
    })
    expect(others).toEqual([])
  })

  it('open a resource to everybody nowhere without a condition', () => {
    const open = allowed.filter(
      ({ it }) => it.Principal === '*' || list((it.Principal as { AWS?: string })?.AWS).includes('*'),
    )
    expect(open.map(it => it.of)).toEqual(['BusPolicy'])
    for (const { it } of open) expect(it.Condition).toBeDefined()
  })
})
