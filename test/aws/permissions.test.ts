import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { acts, aloneReads, centralReads, managementReads, memberReads, ownActions } from '../../src/aws/permissions.ts'

const folder = new URL('../../src/aws/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && file !== 'permissions.ts')
  .map(file => ({ file: file.replace(/\.ts$/, ''), text: readFileSync(new URL(file, folder), 'utf8') }))

/** IAM's prefix where the client has another name. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const prefixes: Record<string, string> = {
  efs: 'elasticfilesystem',
  'secrets-manager': 'secretsmanager',
  'resource-groups-tagging-api': 'tag',
  'storage-gateway': 'storagegateway',
  'timestream-write': 'timestream',
}
const renamed: Record<string, string> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
}
/** Called by the SDK itself, by a request of our own, or asked for by AWS on the way of another call. */
const bySdk = [
  'lambda:InvokeFunction',
  'timestream:DescribeEndpoints',
  'backup:CopyFromBackupVault',
  'backup:CopyIntoBackupVault',
  'iam:PassRole',
]

const usesOf = ({ file, text }: (typeof files)[number]) => {
  const clientOf = new Map<string, string>()
  for (const [, names = '', client = ''] of text.matchAll(
    /import \{([^}]*)\} from '(?:@aws-sdk\/client-|\.\.\/services\/)([a-z0-9-]+)(?:\.ts)?'/g,
  ))
    for (const name of names.split(',')) clientOf.set(name.trim(), client)
  return [...text.matchAll(/new ((\w+)Command)\(/g)].map(([, command = '', operation = '']) => {
    const client = clientOf.get(command) ?? `unknown client of ${command} in ${file}`
    const call = `${prefixes[client] ?? client}:${operation}`
    return { file, call, action: renamed[call] ?? call }
  })
}

const uses = files.flatMap(usesOf)
const granted = [...ownActions, ...memberReads, ...centralReads, ...managementReads, ...aloneReads, ...acts]
const sorted = (actions: readonly string[]) => [...new Set(actions)].sort()

describe('permissions', () => {
  it('grant every action that is taken, and no other', () => {
    expect(sorted(uses.map(it => it.action).concat(bySdk))).toEqual(sorted(granted.map(it => it.action)))
  })

  it.each(uses.filter(it => !it.call.startsWith('sqs:')))(
    '$call is told under its own name in $file',
    ({ file, call, action }) => {
      const text = files.find(it => it.file === file)?.text
      const told = call === 'sts:AssumeRole' || text?.includes(`'${call}'`)
      expect(told, action).toBe(true)
    },
  )

  it.each(granted.filter(it => !bySdk.includes(it.action)))('$action is used by $usedBy', ({ action, usedBy }) => {
    expect(uses.filter(it => it.action === action).map(it => it.file)).toContain(usedBy)
  })

  it.each([...memberReads, ...centralReads, ...managementReads, ...aloneReads])('$action only reads', ({ action }) => {
    expect(action).toMatch(/^[a-z0-9-]+:(Describe|List|Get)/)
  })

  it('lets the act role start copies and restores, and nothing else', () => {
    expect(acts.map(it => it.action)).toEqual([
      'backup:StartCopyJob',
      'backup:CopyFromBackupVault',
      'backup:CopyIntoBackupVault',
      'iam:PassRole',
      'backup:StartRestoreJob',
    ])
  })

  it('lets the bot itself assume roles, work its queue and read its secret', () => {
    for (const { action } of ownActions)
      expect(action).toMatch(
        /^(sts:AssumeRole|sqs:(Send|Receive|Delete|Change)\w+|secretsmanager:GetSecretValue|lambda:InvokeFunction)$/,
      )
  })

  it.each(granted)('$action says why', ({ why }) => {
    expect(why).not.toBe('')
  })

  it.each([memberReads, centralReads, managementReads])('has no action twice', (...list) => {
    const actions = list.map(it => it.action)
    expect(actions).toEqual([...new Set(actions)])
  })

  it('every other file leaves the SDK alone', () => {
    const withSdk = files.filter(it => /@aws-sdk\/|\.\.\/services\//.test(it.text) && !it.file.startsWith('services/'))
    expect(withSdk.map(it => it.file).sort()).toEqual(sorted(uses.map(it => it.file)))
  })
})
