import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dimensionValues, measures } from '../../src/core/measures.ts'
import { house, ofType, templatesOf } from './templates.ts'

const bot = templatesOf({ ...house, regions: ['eu-central-1'] })['backup-bot']
const page = readFileSync('docs/operations.md', 'utf8')
const alarms = ofType(bot, 'AWS::CloudWatch::Alarm').map(it => it.Properties)

describe('the alarms', () => {
  it('stand in docs/operations.md, each with what it means and what to do, and no other', () => {
    const told = [...page.matchAll(/^\| `(backup-bot-[a-z0-9-]+)` \| [^|]{20,} \| [^|]{20,} \|$/gm)].map(it => it[1])
    expect(told.sort()).toEqual(alarms.map(it => String(it.AlarmName)).sort())
  })

  it('all tell the topic, and are quiet where there is nothing to measure', () => {
    for (const it of alarms) {
      expect(it.AlarmActions).toHaveLength(1)
      expect(it.TreatMissingData).toBe('notBreaching')
    }
  })

  it('watch the dead letters, the errors, the acknowledgement, the age of the queue and the sweep', () => {
    const watched = alarms.map(it => `${it.Namespace} ${it.MetricName} ${it.ExtendedStatistic ?? it.Statistic}`)
    expect(watched).toEqual(
      expect.arrayContaining([
        'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
        'AWS/SQS ApproximateAgeOfOldestMessage Maximum',
        'AWS/Lambda Errors Sum',
        'backup-bot Acknowledgement p99',
        'backup-bot Failure Sum',
      ]),
    )
  })
})

describe('the dashboard', () => {
  it('draws every measure by every value', () => {
    const drawn = JSON.stringify(ofType(bot, 'AWS::CloudWatch::Dashboard')[0]?.Properties)
    for (const [name, { by }] of Object.entries(measures)) {
      expect(drawn).toContain(name)
      for (const value of by === null ? [] : dimensionValues[by]) expect(drawn).toContain(value)
    }
  })
})

describe('docs/operations.md', () => {
  it('links to pages and sections that there are', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(it => it[1] ?? '')
    const sections = [...page.matchAll(/^## (.+)$/gm)].map(it => `#${(it[1] ?? '').toLowerCase().replaceAll(' ', '-')}`)
    const broken = links.filter(it => (it.startsWith('#') ? !sections.includes(it) : !existsSync(`docs/${it}`)))
    expect(broken).toEqual([])
  })

  it('names stacks, queues and functions as they are deployed', () => {
    const names = Object.values(bot?.Resources ?? {}).flatMap(({ Properties }) =>
      Object.entries(Properties).flatMap(([key, value]) => (/Name$|^Name$/.test(key) ? [String(value)] : [])),
    )
    for (const name of ['backup-bot-dead-letters', 'backup-bot/slack', '/aws/lambda/backup-bot-work'])
      expect({ name, deployed: names.includes(name), told: page.includes(name) }).toEqual({
        name,
        deployed: true,
        told: true,
      })
  })
})
