import { describe, expect, it } from 'vitest'
import { known } from '../../src/core/fact.ts'
import { judge } from '../../src/core/judge.ts'
import { asked, customerKey, keyFacts, passing } from '../core/readings.ts'
import { house, ofType, type Resource, templatesOf, told } from './templates.ts'

const bot = templatesOf({ ...house, regions: ['eu-central-1'] })['backup-bot']
const table = ofType(bot, 'AWS::DynamoDB::Table')[0]
const key = ofType(bot, 'AWS::KMS::Key')[0]

/** What AWS would answer about a table that was made from the template. */
const readingOf = (made: Resource | undefined) => {
  const { Tags, SSESpecification, TableName } = told(made?.Properties) as Record<string, unknown>
  const tags = (Tags ?? []) as readonly { Key: string; Value: string }[]
  const sse = SSESpecification as { SSEEnabled?: boolean; KMSMasterKeyId?: string } | undefined
  const name = String(TableName)
  const account = house.deployment?.account ?? ''
  const arn = `arn:aws:kms:eu-central-1:${account}:key/0000`
  const own = { ...customerKey, arn, account }
  const by = sse?.SSEEnabled && sse.KMSMasterKeyId ? { kind: 'key' as const, id: arn } : { kind: 'aws-owned' as const }
  const from = { call: 'template', field: 'Properties', value: '' }
  const reading = passing('dynamodb-advanced', {
    tags: known(Object.fromEntries(tags.map(it => [it.Key, it.Value])), from),
    encryption: known({ parts: [{ of: name, by }] }, from),
  })
  const keys = by.kind === 'key' ? [keyFacts(own, [name], JSON.stringify(told(key?.Properties.KeyPolicy)))] : []
  const resource = { ...reading.resource, account, arn: `arn:aws:dynamodb:eu-central-1:${account}:table/${name}`, name }
  return { ...reading, resource, keys }
}

describe('the bot’s own table', () => {
  it('passes the bot’s own check', () => {
    const { verdict, verdictByAws, encryption, findings } = judge(readingOf(table), { ...asked, house })
    expect(findings.filter(it => it.outcome === 'blocked' || it.outcome === 'unknown')).toEqual([])
    expect({ verdict, verdictByAws, kind: encryption.kind }).toEqual({
      verdict: 'yes',
      verdictByAws: 'yes',
      kind: 'customer',
    })
  })

  it('would not, without its tag', () => {
    const bare = { ...table, Properties: { ...table?.Properties, Tags: [] } } as unknown as Resource
    expect(judge(readingOf(bare), { ...asked, house }).verdict).toBe('no')
  })
})
