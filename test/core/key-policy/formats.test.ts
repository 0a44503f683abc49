import { applyPatch } from 'diff'
import { describe, expect, it } from 'vitest'
import { formatPlan, formatPlans, printed } from '../../../src/core/key-policy/formats.ts'
import { type Plan, plan } from '../../../src/core/key-policy/plan.ts'
import { formats } from '../../../src/core/options.ts'
import { guideGrants, guideUse, house, key, keyArn, policyOf, rds, rootStatement } from './house.ts'

const ask = (...statements: readonly object[]): Plan =>
  plan({ key, policy: policyOf(rootStatement, ...statements), grants: [], kinds: [rds], house })
const made = (): Plan =>
  ask({ ...guideUse, Action: ['kms:DescribeKey', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'] }, guideGrants)
const id = `'${keyArn}'`

describe('formats', () => {
  it('statements are JSON', () => {
    expect(JSON.parse(formatPlan(made(), 'statements'))).toEqual(made().statements)
    expect(made().statements).toHaveLength(1)
  })
  it('the policy is JSON, indented', () => {
    expect(JSON.parse(formatPlan(made(), 'policy'))).toEqual(made().policy)
    expect(formatPlan(made(), 'policy')).toMatch(/^\{\n {2}"Version"[\s\S]*\n\}\n$/)
  })
  it('the policy is compact where white space would make it too long', () => {
    const long = {
      Statement: Array.from({ length: 400 }, () => ({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' })),
    }
    expect(JSON.stringify(long).length).toBeLessThan(32_768)
    expect(printed(long)).toBe(JSON.stringify(long))
  })
  it('the diff makes the merged policy of the one in force', () => {
    const before = `${JSON.stringify(made().inForce, null, 2)}\n`
    expect(applyPatch(before, formatPlan(made(), 'diff'))).toBe(`${JSON.stringify(made().policy, null, 2)}\n`)
    expect(formatPlan(made(), 'diff').split('\n').slice(0, 2)).toEqual([
      `--- ${keyArn} in force`,
      `+++ ${keyArn} merged`,
    ])
  })
  it('the commands keep, put, read back and know the way back', () => {
    const text = formatPlan(made(), 'cli')
    const document = /<<'END_OF_POLICY'\n([\s\S]*)\nEND_OF_POLICY\n/.exec(text)?.[1] ?? ''
    expect(JSON.parse(document)).toEqual(made().policy)
    const options = `--key-id ${id} --policy-name default --region 'eu-central-1'`
    expect(text.split('\n').filter(it => /^(# )?(test|aws|cat)/.test(it))).toEqual([
      `aws kms get-key-policy ${options} --query Policy --output text > key-policy-before.json`,
      `cat > key-policy-after.json <<'END_OF_POLICY'`,
      `test -s key-policy-before.json && aws kms put-key-policy ${options} --policy 'file://key-policy-after.json'`,
      `aws kms get-key-policy ${options} --query Policy --output text`,
      `# aws kms put-key-policy ${options} --policy 'file://key-policy-before.json'`,
    ])
    expect(text).not.toContain('bypass')
  })
  it('the commands quote whatever the key is called', () => {
    const strange = { ...made(), key: { ...made().key, arn: `it's; rm` } }
    expect(formatPlan(strange, 'cli')).toContain(`--key-id 'it'\\''s; rm' --policy-name`)
  })
  it('Terraform has the statements as a policy document', () => {
    expect(formatPlan(made(), 'terraform')).toMatchSnapshot()
  })
  it('Terraform takes nothing of it for a template', () => {
    const [statement] = made().statements
    if (!statement) throw new Error('no statement')
    const text = formatPlan({ ...made(), statements: [{ ...statement, Sid: `a"\${b}%{c}` }] }, 'terraform')
    expect(text).toContain('sid       = "a\\"$${b}%%{c}"')
  })
  it('CDK has the statements in TypeScript', () => {
    expect(formatPlan(made(), 'cdk')).toMatchSnapshot()
  })
  it('CloudFormation has the statements in YAML', () => {
    expect(formatPlan(made(), 'cloudformation')).toMatchSnapshot()
  })
  it('leave a condition out where there is none', () => {
    const broad = plan({
      key,
      policy: policyOf(rootStatement, guideGrants),
      grants: [],
      kinds: [rds],
      house,
      style: 'guide',
    })
    expect(formatPlan(broad, 'cdk')).not.toContain('conditions')
    expect(formatPlan(broad, 'terraform')).not.toContain('condition')
    expect(formatPlan(broad, 'cloudformation')).not.toContain('Condition')
  })
  it('hold every statement', () => {
    const all = ask()
    for (const format of formats)
      for (const { Sid } of all.statements) expect(formatPlan(all, format), format).toContain(Sid)
    expect(all.statements).toHaveLength(3)
  })
  it('with nothing to add are one comment', () => {
    const nothing = ask(guideUse, guideGrants)
    const says = `Nothing to add: ${nothing.because}\n`
    expect(formats.map(format => formatPlan(nothing, format))).toEqual([
      '[]\n',
      `${JSON.stringify(nothing.policy, null, 2)}\n`,
      `# ${says}`,
      `# ${says}`,
      `# ${says}`,
      `// ${says}`,
      `# ${says}`,
    ])
  })
  it('without a policy are one comment', () => {
    const none = plan({ key, policy: '{', grants: [], kinds: [rds], house })
    const says = `No policy to show: ${none.because}\n`
    expect(formats.map(format => formatPlan(none, format))).toEqual([
      '[]\n',
      ...['#', '#', '#', '#', '//', '#'].map(it => `${it} ${says}`),
    ])
    const long = { ...made(), policy: null }
    expect(formatPlan(long, 'cli')).toMatch(/^# No policy to show/)
    expect(formatPlan({ ...none, because: 'two\nlines' }, 'diff')).toBe('# No policy to show: two lines\n')
  })
})

describe('formats of several plans', () => {
  const second = (): Plan => ({ ...made(), key: { ...made().key, arn: `${keyArn}2` } })
  const none = () => ({ ...made(), key: null, policy: null, because: 'It was not read.' })
  it('are that of the one where there is one', () => {
    for (const format of formats) expect(formatPlans([made()], format)).toBe(formatPlan(made(), format))
  })
  it('are one JSON object by key, without those that were not read', () => {
    expect(JSON.parse(formatPlans([made(), second(), none()], 'policy'))).toEqual({
      [keyArn]: made().policy,
      [`${keyArn}2`]: made().policy,
    })
    expect(JSON.parse(formatPlans([made(), second()], 'statements'))).toEqual({
      [keyArn]: made().statements,
      [`${keyArn}2`]: made().statements,
    })
    expect(formatPlans([made(), second()], 'policy')).toMatch(/^\{\n {2}"arn:aws:kms[\s\S]*\}\n$/)
  })
  it('stand one after the other where they are no JSON', () => {
    expect(formatPlans([made(), second(), none()], 'terraform')).toBe(
      [
        formatPlan(made(), 'terraform'),
        formatPlan(second(), 'terraform'),
        '# No policy to show: It was not read.\n',
      ].join('\n'),
    )
    expect(formatPlan(none(), 'policy')).toBe('# No policy to show: It was not read.\n')
  })
})
