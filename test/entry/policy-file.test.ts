import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import type { JudgedFile } from '../../src/core/policy-file.ts'
import { isPolicyFile, policyFile } from '../../src/entry/policy-file.ts'
import { loadOrganisation } from '../../src/organisation.ts'
import { policyResult } from '../world/contract.ts'

const house = loadOrganisation('organisation.json')
const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const folder = mkdtempSync(join(tmpdir(), 'policy-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (content: string): string => {
  const path = join(folder, 'policy.json')
  writeFileSync(path, content)
  return path
}
const root = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
}
const central = { ...root, Sid: 'Central', Principal: { AWS: '692653576357' } }
const text = (...statements: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)

const judge = async (content: string, ...more: readonly string[]) => {
  const reply = await policyFile(['policy', '--policy-file', fileOf(content), '--key-arn', keyArn, ...more], house)
  return { ...reply, judged: reply.json as JudgedFile, drawn: asText(reply.blocks) }
}
const hidden = { ...central, Condition: { StringEquals: { 'aws:userid': 'x' } } }

describe('a policy document judged without AWS', () => {
  it.each<[string, string, number, string]>([
    ['allows the copy', text(root, central), 0, 'nothing'],
    ['lacks the statements', text(root), 1, 'statements'],
    ['has a byte order mark', `\uFEFF${text(root, central)}`, 0, 'nothing'],
    ['is wrapped as the AWS CLI prints it', JSON.stringify({ Policy: text(root, central) }), 0, 'nothing'],
    [
      'is denied',
      text(root, central, { ...central, Sid: 'No', Effect: 'Deny', Action: 'kms:Decrypt' }),
      1,
      'statements',
    ],
    ['has a condition that nobody can settle', text(root, hidden), 3, 'unknown'],
    ['can be changed by nobody', text({ ...root, Action: 'kms:Decrypt' }), 1, 'another key'],
    [
      'names a role that was deleted',
      text(root, central, { ...root, Sid: 'Old', Principal: { AWS: 'AROAEXAMPLEID12345678' } }),
      1,
      'nothing',
    ],
    [
      'has an action that does not exist',
      text(root, central, { ...root, Sid: 'Odd', Action: 'kms:ReEncrypt' }),
      0,
      'nothing',
    ],
  ])('one that %s', async (_, content, exit, need) => {
    const { judged, ...reply } = await judge(content)
    expect([reply.exit, judged.need]).toEqual([exit, need])
    expect(policyResult.safeParse(judged).error?.issues ?? []).toEqual([])
    expect(judged.cautions.join()).toContain('Grants were not looked at')
    expect(judged.key.state).toBe('not read')
  })

  it.each<[string, string, RegExp]>([
    [
      'is no JSON',
      '{\n  "Statement": [,]\n}',
      /policy\.json: The policy is not JSON: line 2, column 17: "," stands where/,
    ],
    [
      'has typographic quotes',
      '{ “Statement”: [] }',
      /line 1, column 3: a typographic quote \(“\) stands where a straight quote/,
    ],
    ['has them inside a text', text(root, { ...central, Sid: 'Bob’s' }), /line \d+, column \d+: The character U\+2019/],
    ['has a key twice', '{ "Statement": [], "Statement": [] }', /column 20: .*stands twice/],
    ['is too long', text(root, { ...central, Sid: 'x'.repeat(33_000) }), /KMS documents at most 32768/],
    ['is empty', '', /The policy is empty/],
    ['is JSON of something else', '[]', /not an object with a Statement/],
  ])('one that %s is wrong input', async (_, content, sentence) => {
    const { exit, drawn } = await judge(content)
    expect(exit).toBe(2)
    expect(drawn).toMatch(sentence)
  })

  it('lists what is wrong with its place, and what KMS does about it', async () => {
    const { drawn } = await judge(
      text(
        root,
        { ...central, Action: ['kms:*', 'kms:ReEncrypt'] },
        { ...root, Sid: 'Old', Principal: { AWS: 'AROAEXAMPLEID12345678' } },
      ),
    )
    expect(drawn).toMatch(/KMS would refuse this document\./)
    expect(drawn).toMatch(
      /• Statement\[1\]\.Action: There is no action kms:ReEncrypt, .* \(KMS accepts it without a word\)/,
    )
    expect(drawn).toMatch(/• Statement\[2\]\.Principal: AROAEXAMPLEID12345678 .* \(KMS refuses it\)/)
    expect(drawn.match(/AROAEXAMPLEID12345678/g)).toHaveLength(1)
  })

  it('names the services of EC2, RDS and FSx together, because nobody knows what is under the key', async () => {
    const { judged } = await judge(text(root))
    expect(judged.for).toEqual([])
    expect(JSON.stringify(judged.statements)).toMatch(/ec2\.\*.*fsx\.\*.*rds\.\*/)
  })

  it('takes a style, a format, and the account whose resources are under the key', async () => {
    const guide = await judge(text(root), '--style', 'guide', '--format=statements')
    expect(JSON.parse(guide.text ?? '')).toEqual(guide.judged.statements)
    expect(guide.judged.statements[0]?.Sid).toBe('CentralBackupUseOfKey')
    const foreign = await judge(text(root, central), '--account', 'data-prod')
    expect(foreign.judged).toMatchObject({ need: 'another key' })
    expect(foreign.judged.because).toContain('which the local backup needs')
  })

  it('judges a key of an account that organisation.json does not list: nothing is looked into', async () => {
    const elsewhere = (it: string) => it.replaceAll('111122223333', '999988887777')
    const words = ['policy', '--policy-file', fileOf(elsewhere(text(root, central))), '--key-arn', elsewhere(keyArn)]
    const { exit, json } = await policyFile(words, house)
    expect([exit, json]).toEqual([0, expect.objectContaining({ need: 'nothing' })])
    expect(policyResult.safeParse(json).error?.issues ?? []).toEqual([])
  })

  it.each<[string, string[], RegExp]>([
    ['no key', ['--policy-file', 'x'], /give --policy-file and --key-arn/],
    ['no file', ['--key-arn', keyArn], /give --policy-file and --key-arn/],
    [
      'a file that is not there',
      ['--policy-file', 'nowhere.json', '--key-arn', keyArn],
      /no readable file nowhere\.json/,
    ],
    ['a folder', ['--policy-file', '.', '--key-arn', keyArn], /no readable file/],
    [
      'a resource for a key',
      ['--policy-file', 'x', '--key-arn', 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'],
      /takes the ARN of a key/,
    ],
    [
      'an alias',
      ['--policy-file', 'x', '--key-arn', 'arn:aws:kms:eu-central-1:111122223333:alias/shop'],
      /takes the ARN of a key/,
    ],
    ['no ARN for a key', ['--policy-file', 'x', '--key-arn', 'nonsense'], /takes the ARN of a key .*, not nonsense/],
    ['a policy that is none', ['--policy-file', 'package.json', '--key-arn', keyArn], /package\.json: /],
    ['an unknown option', ['--policy-file', 'x', '--key-arn', keyArn, '--frmat', 'cdk'], /Unknown option '--frmat'/],
    [
      'an unknown format',
      ['--policy-file', 'x', '--key-arn', keyArn, '--format', 'xml'],
      /--format is "xml"; it takes statements/,
    ],
    ['an unknown style', ['--policy-file', 'x', '--key-arn', keyArn, '--style', 'wide'], /--style is "wide"/],
    [
      'an unknown account',
      ['--policy-file', fileOf(text(root)), '--key-arn', keyArn, '--account', 'nobody'],
      /"nobody" is neither/,
    ],
    ['one word too many', ['--policy-file', 'x', '--key-arn', keyArn, 'y'], /Unexpected argument 'y'/],
  ])('%s is wrong input, in one sentence', async (_, words, sentence) => {
    const reply = await policyFile(['policy', ...words], house)
    expect(reply.exit).toBe(2)
    expect(asText(reply.blocks)).toMatch(sentence)
    expect(asText(reply.blocks)).toMatch(/^ *Usage: backup-bot policy --policy-file/m)
  })

  it('is told from a question to AWS by its options', () => {
    expect(isPolicyFile(['policy', '--policy-file', 'x'])).toBe(true)
    expect(isPolicyFile(['Policy', '--key-arn=x'])).toBe(true)
    expect(isPolicyFile(['policy', keyArn])).toBe(false)
    expect(isPolicyFile(['explain', '--policy-file'])).toBe(false)
  })
})

describe('backup-bot policy --policy-file', () => {
  const run = (input: string, ...more: readonly string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>(resolve => {
      const words = ['policy', '--policy-file', '-', '--key-arn', keyArn, ...more]
      const child = spawn(process.execPath, ['--import', 'tsx', 'src/entry/cli.ts', ...words], {
        // Nothing is asked of AWS: there is none at this address.
        env: { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      })
      let [out, err] = ['', '']
      child.stdout.on('data', it => (out += it))
      child.stderr.on('data', it => (err += it))
      child.on('close', code => resolve({ code, out, err }))
      child.stdin.end(input)
    })

  it('reads standard input and ends with the code of the contract', async () => {
    const [allowed, lacking, wrong] = await Promise.all([
      run(text(root, central), '--json'),
      run(text(root), '--format', 'terraform'),
      run('{'),
    ])
    expect(allowed).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(allowed.out)).toMatchObject({ schema: 'backup-bot/policy/1', need: 'nothing', problems: [] })
    expect(lacking).toMatchObject({ code: 1, err: '' })
    expect(lacking.out).toMatch(/^# For arn:aws:kms:/)
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toMatch(/^standard input: The policy is not JSON: line 1, column 2/)
  })
})
