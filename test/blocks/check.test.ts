import { describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { checkBlocks } from '../../blocks/check.ts'
import { within } from '../../blocks/kit.ts'
import { known, unknown } from '../../src/core/fact.ts'
import { printIntent } from '../../src/core/intent.ts'
import { judge } from '../../src/core/judge.ts'
import type { Reading } from '../../src/core/verdict.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'
import { asked, passing, towardsAirGapped } from '../core/readings.ts'

const drawn = (reading: Reading, to: 'central' | 'air-gapped' = 'central') => {
  const blocks = within(
    checkBlocks(judge(reading, { ...asked, to }), { verb: 'check', target: reading.resource.arn }, 'shop-prod'),
  )
  expect(problemsOf(blocks)).toEqual([])
  return asText(blocks)
}
const fact = <T>(value: T) => known(value, { call: 'test:Call', field: 'Field', value: 'x' })

describe('the answer to a check', () => {
  it('names the vault that was asked for', () => {
    expect(drawn(passing('ebs'))).toContain('copied to the central vault')
    const away = drawn(towardsAirGapped(passing('ebs')), 'air-gapped')
    expect(away).toContain('copied to the air-gapped vault')
    expect(away).not.toContain('central vault.')
  })

  it('tells what exists already', () => {
    const point = { arn: 'a', vault: 'local', status: 'COMPLETED', encrypted: true, key: 'arn:k', deleteAt: null }
    const text = drawn(passing('ebs', { localPoint: fact({ ...point, createdAt: '2026-11-19' }) }))
    expect(text).toContain('of 19 Nov 00:00 UTC, 36 h ago (COMPLETED), in the vault local, encrypted with arn:k.')
    expect(text).toContain('No central recovery point exists yet.')
    expect(text).toContain('No copy job has run yet.')
  })

  it('counts what passed, and tells each of it where all is asked for', () => {
    const verdict = judge(passing('ebs'), { ...asked, to: 'central' })
    const passed = verdict.findings.filter(it => it.outcome === 'ok')
    expect(drawn(passing('ebs'))).toContain(`${passed.length} checks passed.`)
    const intent = { verb: 'check', target: verdict.resource.arn } as const
    const pressed = JSON.stringify(checkBlocks(verdict, intent, 'shop-prod'))
    expect(pressed).toContain(printIntent({ ...intent, all: true }))
    const all = within(checkBlocks(verdict, { ...intent, all: true }, 'shop-prod'))
    expect(problemsOf(all)).toEqual([])
    const text = asText(all)
    for (const { rule } of passed) expect(text).toContain(`(${rule})`)
    for (const it of verdict.unchecked) expect(text).toContain(it)
  })

  it('names what nobody can see in one sentence', () => {
    expect(drawn(passing('ebs'))).toContain(
      'Not visible from here, so not judged: SCPs and RCPs of the organisation; tag policies of the organisation; access policy of the local vault; IAM policies and permissions boundary of aws-controltower-BackupRole; opt-in of the management account.',
    )
  })

  const job = { id: 'j-1', createdAt: '2026-11-19', completedAt: null, message: 'No.', source: 'p' }
  const untagged = { tags: fact({}) }
  it.each([
    ['whose latest copy failed', { lastCopy: fact({ ...job, state: 'FAILED' }) }, true],
    ['that is fine now, whose latest copy failed', { lastCopy: fact({ ...job, state: 'PARTIAL' }) }, true],
    ['whose latest copy completed', { ...untagged, lastCopy: fact({ ...job, state: 'COMPLETED' }) }, false],
    ['that was never copied', { ...untagged, lastCopy: fact(null) }, false],
    [
      'whose jobs could not be read',
      { ...untagged, lastCopy: unknown('denied', 'backup:ListCopyJobs said no.') },
      true,
    ],
    ['whose backups must fail', { state: fact('deleting'), lastCopy: fact(null) }, true],
  ] as const)('explains the last failure of one %s: %s', (_, facts, offered) => {
    expect(drawn(passing('ebs', facts)).includes('Explain the last failure')).toBe(offered)
  })

  it('says of one that is not there what it left behind, and nothing else', () => {
    const gone = unknown('not found', 'ec2:DescribeVolumes found nothing of that name.')
    const facts = { tags: gone, state: gone, encryption: gone, placement: gone, lastCopy: fact(null) }
    const point = { arn: 'a', vault: 'v', status: 'COMPLETED', encrypted: false, key: null, deleteAt: null }
    const nowhere = { ...passing('ebs', { ...facts, localPoint: fact(null), centralPoint: fact(null) }), keys: [] }
    const text = drawn(nowhere)
    expect(text).toContain('? my-ebs  I cannot find it.')
    expect(text).toContain('Check the name, the account and the Region')
    expect(text).not.toMatch(/unsure|recovery point|No copy job|passed|not judged|due|Explain|restore|All checks/)
    const left = { ...nowhere, facts: { ...nowhere.facts, centralPoint: fact({ ...point, createdAt: '2026-11-19' }) } }
    expect(drawn(left)).toContain('The latest central recovery point is of 19 Nov')
    expect(drawn(left)).toContain('Ask for a restore')
    expect(drawn(left)).not.toMatch(/No local|passed|Check the name|All checks/)
  })

  it('shows all of a large stack', () => {
    const name = (at: number) => `a-rather-long-name-of-a-table-for-the-orders-of-the-year-${1000 + at}`
    const inside = Array.from({ length: 51 }, (_, at): Reading => {
      const { resource, ...reading } = passing('efs')
      return { ...reading, resource: { ...resource, name: name(at), arn: `${resource.arn}-${at}` } }
    })
    const text = drawn({ ...passing('cloudformation', { encryption: fact({ parts: [] }) }), keys: [], nested: inside })
    for (const at of inside.keys()) expect(text).toContain(name(at))
  })
})
