import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/core/key-policy/document.ts'
import { needs } from '../../src/core/key-policy/needs.ts'
import { judgeNeeds } from '../../src/core/key-policy/sharing.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { ebs, keyArn, where } from '../core/key-policy/house.ts'

const page = readFileSync('docs/key-policies.md', 'utf8')
const house = loadOrganisation('organisation.json')
const examples = page
  .split(/^### /m)
  .slice(1)
  .flatMap(part => {
    const [title = ''] = part.split('\n')
    const [, policy] = /```json\n([\s\S]*?)```/.exec(part) ?? []
    const [, answer] = /```text\n([\s\S]*?)```/.exec(part) ?? []
    return policy && answer ? [{ title, policy, answer }] : []
  })
const words = { true: 'yes', false: 'no', unknown: 'unknown' }

/** What the evaluator says of the copy of an EBS volume. */
const answerTo = (text: string): string => {
  const policy = parsePolicy(text)
  if (isMistake(policy)) throw new Error(policy.mistake)
  const wanted = needs({ kind: ebs, leg: 'copy to central', house, resource: where })
  return judgeNeeds(policy, wanted, keyArn, [])
    .map(({ need, answer }) => `${need.action}: ${words[`${answer.allowed}`]}\n    ${answer.because}\n`)
    .join('')
}

describe('the page on key policies', () => {
  it('has three worked examples, one for each answer', () => {
    expect(examples).toHaveLength(3)
    for (const word of Object.values(words)) expect(examples.some(it => it.answer.includes(`: ${word}\n`))).toBe(true)
  })
  it.each(examples)('gives the actual answer: $title', ({ policy, answer }) => {
    expect(answer).toBe(answerTo(policy))
  })
})
