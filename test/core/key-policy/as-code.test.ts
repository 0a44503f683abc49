import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatPlan } from '../../../src/core/key-policy/formats.ts'
import { type Plan, plan } from '../../../src/core/key-policy/plan.ts'
import { type Block, parseHcl, type Value } from './hcl.ts'
import { ebs, far, fsx, guideGrants, house, key, member, policyOf, rds, rootStatement } from './house.ts'

const made = (more: Partial<Parameters<typeof plan>[0]> = {}): Plan =>
  plan({ key, policy: policyOf(rootStatement), grants: [], kinds: [ebs, rds, fsx], house, ...more })
const named = policyOf({ ...rootStatement, Principal: { AWS: `arn:aws:iam::${member}:role/KeyAdmin` } }, guideGrants)
const plans: readonly (readonly [string, () => Plan])[] = [
  ['the least statements', () => made()],
  ['the guide’s', () => made({ style: 'guide' })],
  ['those for the local backup too', () => made({ policy: named })],
  ['those for a copy into another Region', () => made({ house: far })],
]

type Statement = Record<string, unknown>
const list = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : [value])
/** One value or a list of one are the same to IAM, and the order of a list means nothing. */
const plain = (statements: unknown): readonly unknown[] =>
  (statements as Statement[]).map(({ Action, Principal, Condition, ...rest }) => ({
    ...rest,
    Principal: list((Principal as { AWS: unknown }).AWS),
    Action: list(Action),
    Condition: Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
      operator,
      Object.entries(keys).map(([name, values]) => [name, list(values)]),
    ]),
  }))

const folder = () => {
  mkdirSync('reports', { recursive: true })
  return mkdtempSync('reports/as-code-')
}
let place = ''
beforeAll(() => {
  place = folder()
})
afterAll(() => rmSync(place, { recursive: true }))

const keyPolicyOf = (stack: Stack): { readonly Statement: unknown } => {
  const [found] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'))
  return (found as { Properties: { KeyPolicy: { Statement: unknown } } }).Properties.KeyPolicy
}

describe.each(plans)('%s', (_, the) => {
  it('as CDK, run on a stack with the policy in force, make the merged policy', () => {
    const { code } = transformSync(formatPlan(the(), 'cdk'), { loader: 'ts', format: 'cjs' })
    const stack = new Stack(new App(), 'Keys')
    const policy = PolicyDocument.fromJson(the().inForce)
    const program = new Function('require', 'exports', 'key', code) as (...given: readonly unknown[]) => void
    program(createRequire(import.meta.url), {}, new Key(stack, 'Key', { policy }))
    expect(plain(keyPolicyOf(stack).Statement)).toEqual(plain(the().policy?.Statement))
  })

  it('as CloudFormation, included into a template, are what was planned', () => {
    const properties = formatPlan(the(), 'cloudformation').replaceAll(/^(?=.)/gm, '      ')
    const templateFile = join(place, 'key.yaml')
    writeFileSync(templateFile, `Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n${properties}`)
    const stack = new Stack(new App(), 'Keys')
    new CfnInclude(stack, 'Include', { templateFile })
    expect(keyPolicyOf(stack).Statement).toEqual(the().statements)
  })

  it('as Terraform are a policy document of the same statements', () => {
    expect(plain(statementsIn(formatPlan(the(), 'terraform')))).toEqual(plain(the().statements))
  })
})

const texts = (value: Value | undefined): readonly string[] => [value ?? []].flat().map(String)
const only = (found: readonly Block[], type: string, names: readonly string[]): readonly Block[] => {
  const some = found.filter(it => it.type === type)
  for (const it of some) expect(Object.keys(it.attributes)).toEqual(names)
  return some
}

/** What the data source makes of its blocks. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document */
const statementsIn = (source: string): readonly Statement[] => {
  const [document, ...more] = parseHcl(source)
  expect([document?.type, document?.labels, more]).toEqual(['data', ['aws_iam_policy_document', 'central_backup'], []])
  return only(document?.blocks ?? [], 'statement', ['sid', 'effect', 'actions', 'resources']).map(
    ({ attributes, blocks }) => {
      const [principals] = only(blocks, 'principals', ['type', 'identifiers'])
      const conditions = only(blocks, 'condition', ['test', 'variable', 'values'])
      expect(blocks.length).toBe(1 + conditions.length)
      const [AWS] = texts(principals?.attributes.identifiers)
      const condition: Record<string, Record<string, readonly string[]>> = {}
      for (const { attributes: it } of conditions)
        condition[String(it.test)] = { ...condition[String(it.test)], [String(it.variable)]: texts(it.values) }
      expect([principals?.attributes.type, texts(attributes.resources)]).toEqual(['AWS', ['*']])
      return {
        Sid: attributes.sid,
        Effect: attributes.effect,
        Principal: { AWS },
        Resource: '*',
        Action: attributes.actions,
        Condition: condition,
      }
    },
  )
}

describe('the code', () => {
  const compile = (texts: readonly string[]): void => {
    const files = texts.map((text, at) => {
      writeFileSync(join(place, `policy-${at}.ts`), text)
      return `policy-${at}.ts`
    })
    const how = { strict: true, noEmit: true, skipLibCheck: true, module: 'nodenext', target: 'es2023', types: [] }
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: how, files }))
    const tsc = createRequire(import.meta.url)
      .resolve('typescript/package.json')
      .replace('package.json', 'bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', place], { encoding: 'utf8' })
  }
  it('in CDK passes the compiler', () => {
    const texts = plans.map(([, the]) => formatPlan(the(), 'cdk'))
    expect(() => compile(texts)).not.toThrow()
    expect(() => compile(texts.map(it => it.replace('sid:', 'sit:')))).toThrow()
  }, 120_000)

  it('in Terraform would not pass with an open template, a lost bracket or two attributes on a line', () => {
    for (const wrong of [`a = "\${b}"\n`, 'a = ["b"\n', 'a = "b" c = "d"\n', 'a {\n', 'a = b\n', "a = 'b'\n"])
      expect(() => parseHcl(wrong), wrong).toThrow(/HCL/)
  })
})
