import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentOf, parsePolicy } from '../../../src/core/key-policy/document.ts'
import { placeOf, walkJson } from '../../../src/core/key-policy/json.ts'
import { isMistake } from '../../../src/core/trouble.ts'
import { policyOf, rootStatement } from './house.ts'

const mistakeOf = (text: string): string | null => {
  const policy = parsePolicy(text)
  return isMistake(policy) ? policy.mistake : null
}

describe('a text that is no policy', () => {
  it.each([
    ['', 'The policy is empty.'],
    [' \n', 'The policy is empty.'],
    ['{}', 'The policy has no Statement: a policy document is an object with a list of statements.'],
    ['{"Statement": "x"}', 'The policy has no Statement: a policy document is an object with a list of statements.'],
    ['[]', 'The policy is JSON, but not an object with a Statement.'],
    ['null', 'The policy is JSON, but not an object with a Statement.'],
    [
      '{"Version": \u201c2012-10-17\u201d}',
      'The policy is not JSON: line 1, column 13: a typographic quote (\u201c) stands where a straight quote (") belongs.',
    ],
    [
      '{\n  \u201cVersion": 1}',
      'The policy is not JSON: line 2, column 3: a typographic quote (\u201c) stands where a straight quote (") belongs.',
    ],
    [
      "{'Statement': []}",
      `The policy is not JSON: line 1, column 2: a single quote stands where a double quote (") belongs.`,
    ],
    [
      '{"Statement": [],\n}',
      'The policy is not JSON: line 2, column 1: "}" stands where a key in double quotes belongs.',
    ],
    ['{"Statement": [{},]}', 'The policy is not JSON: line 1, column 19: "]" stands where a value belongs.'],
    ['{"Statement": [{} {}]}', 'The policy is not JSON: line 1, column 19: "{" stands where a comma or ] belongs.'],
    ['{"a": 1 "b": 2}', 'The policy is not JSON: line 1, column 9: "\\"" stands where a comma or } belongs.'],
    ['{"Statement" []}', 'The policy is not JSON: line 1, column 14: "[" stands where a colon belongs.'],
    ['{"Statement": [', 'The policy is not JSON: line 1, column 16: the text ends where a value belongs.'],
    ['{"Statement": []', 'The policy is not JSON: line 1, column 17: the text ends where a comma or } belongs.'],
    ['{"Statement": []} {', 'The policy is not JSON: line 1, column 19: "{" stands where the end of the text belongs.'],
    ['{"Effect": Allow}', 'The policy is not JSON: line 1, column 12: "A" stands where a value belongs.'],
    ['{"Effect": trueish}', 'The policy is not JSON: line 1, column 12: "t" stands where a value belongs.'],
    ['{"a": 01}', 'The policy is not JSON: line 1, column 7: "0" stands where a value belongs.'],
    ['{"a": "one\ntwo"}', 'The policy is not JSON: line 1, column 7: "\\"" stands where a value belongs.'],
    ['{"a": "x', 'The policy is not JSON: line 1, column 7: "\\"" stands where a value belongs.'],
    ['{ // ours\n}', 'The policy is not JSON: line 1, column 3: JSON has no comments.'],
    ['{ /* ours */ }', 'The policy is not JSON: line 1, column 3: JSON has no comments.'],
    ['# ours\n{}', 'The policy is not JSON: line 1, column 1: JSON has no comments.'],
    ['{ / }', 'The policy is not JSON: line 1, column 3: "/" stands where a key in double quotes belongs.'],
  ])('%j', (text, sentence) => {
    expect(mistakeOf(text)).toBe(sentence)
  })
})

it('a text of more than a million characters is no policy', () => {
  expect(mistakeOf('x'.repeat(1_000_001))).toBe('The policy has 1000001 characters; no service of AWS takes so many.')
})

describe('the walk through JSON', () => {
  it('finds no fault in any JSON, and one in whatever JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', '[', ',', ':', '0', '\\', 'x', ' '),
        (text, at, put) => {
          const place = at % (text.length + 1)
          const broken = text.slice(0, place) + put + text.slice(place + (put === '' ? 1 : 0))
          const isJson = (it: string): boolean => {
            try {
              JSON.parse(it)
              return true
            } catch {
              return false
            }
          }
          expect(walkJson(text).fault).toBeNull()
          expect(walkJson(broken).fault === null).toBe(isJson(broken))
        },
      ),
      { numRuns: 1000 },
    )
  })
  it.each([
    '{"a":1,"b":-1.5e+3,"c":[true,false,null,{}],"d":"\\u00e9\\n"}',
    ' [ ] ',
    '"x"',
    '0',
    '[[],[{}]]',
    '1e5',
    '-0.25E-2',
  ])('takes %s', text => {
    expect(walkJson(text).fault).toBeNull()
  })
  it.each([
    '-',
    '1.',
    '.5',
    '1e',
    '+1',
    '"\\x"',
    '"\\u12"',
    'nul',
    '{a:1}',
    '{"a"}',
    '[1 2]',
    '{]',
    '[}',
    '{"a":1]',
    '[1}',
    ']',
    ',',
  ])('refuses %s', text => {
    expect(walkJson(text).fault).not.toBeNull()
  })
  it('names the keys that one object repeats, and only those', () => {
    const text = '{"a":1,"b":{"a":1},\n"a":2}'
    expect(walkJson(text).lost).toEqual([{ at: 20, says: 'the key "a" stands twice in one object' }])
  })
  it.each([
    ['1.0', 0, 'the number 1.0 does not keep its form outside quotes'],
    ['[123456789012345678901]', 1, 'the number 123456789012345678901 does not keep its form outside quotes'],
    ['['.repeat(33) + ']'.repeat(33), 32, 'more than 32 brackets are open'],
  ])('names what would be lost of %s', (text, at, says) => {
    expect(walkJson(text)).toEqual({ fault: null, lost: [{ at, says }] })
  })
  it('loses nothing of a number that fits, or of 32 brackets', () => {
    expect(walkJson(`{"a":[-1,0.5,692653576357,${'['.repeat(30) + ']'.repeat(30)}]}`).lost).toEqual([])
  })
  it('is not deep however deep the text is', () => {
    expect(walkJson('['.repeat(200_000)).fault).toEqual({ at: 200_000, says: 'the text ends where a value belongs' })
  })
  it('counts lines and columns from one', () => {
    expect([0, 2, 3, 5].map(at => placeOf('ab\ncd', at))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 2, column: 3 },
    ])
  })
})

describe('a policy', () => {
  it('may come as the AWS command line prints it, or with a byte order mark', () => {
    const text = policyOf(rootStatement)
    const wrapped = JSON.stringify({ Policy: text, PolicyName: 'default' })
    expect(parsePolicy(wrapped)).toEqual(parsePolicy(text))
    expect(parsePolicy(`\uFEFF${text}`)).toEqual(parsePolicy(text))
    expect(mistakeOf(JSON.stringify({ Policy: '{' }))).toContain('not JSON')
  })
  it.each([
    [
      'two lists',
      '{"Statement":[],\n"Statement":[]}',
      'line 2, column 1: the key "Statement" stands twice in one object.',
    ],
    [
      'two effects',
      '{"Statement":[{"Effect":"Allow","Effect":"Deny"}]}',
      'line 1, column 33: the key "Effect" stands twice in one object.',
    ],
    [
      'two effects, one with an escape',
      '{"Statement":[{"Effect":"Deny","\\u0045ffect":"Allow"}]}',
      'line 1, column 32: the key "\\u0045ffect" stands twice in one object.',
    ],
    [
      'thousands of brackets',
      `{"Statement":[],"x":${'['.repeat(9000)}${']'.repeat(9000)}}`,
      'line 1, column 52: more than 32 brackets are open.',
    ],
    [
      'a number beyond all numbers',
      '{"Statement":[],"x":1e400}',
      'line 1, column 21: the number 1e400 does not keep its form outside quotes.',
    ],
  ])('is not one where it could not be written again as it was: %s', (_, text, where) => {
    expect(mistakeOf(text)).toBe(`The policy cannot be taken as it stands: ${where}`)
  })
  it('keeps keys that mean something to JavaScript', () => {
    const text = '{"__proto__":{"Effect":"Allow"},"Statement":[{"__proto__":{"Effect":"Allow"},"constructor":"x"}]}'
    const policy = parsePolicy(text)
    if (isMistake(policy)) throw new Error(policy.mistake)
    expect(policy.statements[0]?.inert).toBe('its Effect is neither Allow nor Deny')
    expect(JSON.stringify(policy.json)).toBe(text)
  })
  it('is a list or a single statement, with the same meaning', () => {
    const single = documentOf({ Statement: rootStatement })
    expect(single.statements).toEqual(documentOf({ Statement: [rootStatement] }).statements)
    expect(documentOf({}).statements).toEqual([])
  })
  it('is read into one shape', () => {
    const policy = documentOf({
      Statement: [
        {
          Sid: 'One',
          Effect: 'Deny',
          NotPrincipal: { AWS: ['1', '2'], Service: 's' },
          NotAction: 'KMS:X',
          NotResource: ['r', 's'],
          Condition: { Bool: { a: true, b: ['x', 1] } },
        },
        { Sid: 7, Effect: 'Allow', Principal: '*', Action: ['a'], Resource: '*' },
        { Effect: 'Allow', Principal: 'arn', Action: 'a', Resource: '*', Condition: { Bool: 1 } },
        { Effect: 'Allow', Principal: '*', Action: 'a', Resource: '*', Condition: [] },
        { Effect: 'Allow', Principal: '*', Action: [null, {}, 'a'], Resource: '*' },
        'x',
      ],
    })
    expect(policy.statements.map(({ label, place, inert }) => [label, place, inert])).toEqual([
      ['One', 'Statement[0]', null],
      ['statement 2', 'Statement[1]', null],
      ['statement 3', 'Statement[2]', null],
      ['statement 4', 'Statement[3]', null],
      ['statement 5', 'Statement[4]', null],
      ['statement 6', 'Statement[5]', 'it is not an object'],
    ])
    expect(policy.statements[0]).toMatchObject({
      effect: 'Deny',
      principals: {
        not: true,
        named: [
          { type: 'AWS', value: '1' },
          { type: 'AWS', value: '2' },
          { type: 'Service', value: 's' },
        ],
      },
      actions: { not: true, patterns: ['kms:x'] },
      resources: { not: true, patterns: ['r', 's'] },
      conditions: [
        { operator: 'Bool', key: 'a', values: ['true'] },
        { operator: 'Bool', key: 'b', values: ['x', '1'] },
      ],
    })
    expect(policy.statements.map(it => it.unclear)).toEqual([null, null, 'Principal', 'Condition', 'Action', null])
    expect(policy.statements[4]?.actions.patterns).toEqual(['a'])
  })
  it.each([
    [{ Principal: '*', Action: 'a', Resource: '*' }, 'its Effect is neither Allow nor Deny'],
    [{ Effect: 'Allow', Action: 'a', Resource: '*' }, 'it has no Principal'],
    [{ Effect: 'Allow', Principal: '*', Resource: '*' }, 'it has no Action'],
    [{ Effect: 'Deny', Principal: '*', Action: 'a' }, 'it has no Resource'],
    [{ Effect: 'Allow', Principal: {}, Action: 'a', Resource: '*' }, 'its Principal is empty'],
    [{ Effect: 'Allow', Principal: '*', Action: [], Resource: '*' }, 'its Action is empty'],
    [{ Effect: 'Allow', Principal: '*', Action: 'a', Resource: [] }, 'its Resource is empty'],
    [
      { Effect: 'Allow', Principal: '*', NotPrincipal: '*', Action: 'a', Resource: '*' },
      'it has both Principal and NotPrincipal',
    ],
    [
      { Effect: 'Allow', Principal: '*', Action: 'a', NotAction: 'a', Resource: '*' },
      'it has both Action and NotAction',
    ],
    [
      { Effect: 'Allow', Principal: '*', Action: 'a', Resource: '*', NotResource: '*' },
      'it has both Resource and NotResource',
    ],
  ])('%j does nothing', (statement, inert) => {
    expect(documentOf({ Statement: [statement] }).statements[0]?.inert).toBe(inert)
  })
})
