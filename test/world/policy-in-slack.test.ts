import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseIntent } from '../../src/core/intent.ts'
import { isMistake } from '../../src/core/trouble.ts'
import { problemsOf } from '../../src/playground/slack/limits.ts'
import type { Message } from '../../src/playground/slack/workspace.ts'
import { startWorld, type TestWorld } from './playground.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const anna = 'U0ANNA'
const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const shared = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'
const keyId = '7e922890-d818-4ed7-8657-2d2c39f014ba'

type Element = { readonly action_id: string; readonly value: string; readonly text: { readonly text: string } }

/** What was said after it: the answer in the channel, and what came as a direct message. */
const after = async (act: () => Promise<unknown>) => {
  const { messages } = world.slack.workspace
  const before = messages.length
  await act()
  await world.idle()
  const said = messages.slice(before).filter(it => !it.deleted)
  return {
    answer: said.find(it => it.channel === 'C0GENERAL') as Message,
    direct: said.filter(it => it.channel === anna),
    files: said.flatMap(it => it.files ?? []),
  }
}
const say = (text: string) => after(() => world.slack.command(anna, 'C0GENERAL', text))
const rows = ({ blocks }: Message) =>
  blocks.flatMap((it, index) =>
    it.type === 'actions' ? (it.elements as Element[]).map(element => ({ index, ...element })) : [],
  )
const press = async (message: Message, label: string) => {
  const found = rows(message).find(it => it.text.text === label)
  if (!found) throw new Error(`There is no button "${label}"`)
  return after(() => world.slack.click(anna, message.ts, found.action_id, found.index))
}
const drawn = ({ blocks }: Message) =>
  blocks.map(it => (it.text as { text?: string } | undefined)?.text ?? JSON.stringify(it)).join('\n')
const key = () => {
  const found = world.aws.world.accounts['111122223333']?.regions['eu-central-1']?.kms.Keys.find(
    it => it.KeyMetadata.KeyId === keyId,
  )
  if (!found) throw new Error('The world has no such key')
  return found
}

describe('a key policy in Slack', () => {
  it('names the missing actions, shows the diff, and sends the whole policy as a file', async () => {
    const { answer, direct, files } = await say(`policy ${volume}`)
    expect(drawn(answer)).toContain('Missing: `kms:DescribeKey`')
    expect(drawn(answer)).toMatch(/\+ {6}"Sid": "CentralBackupDescribeKey"/)
    expect(answer.onlyFor).toBe(anna)
    expect(problemsOf(answer.blocks)).toEqual([])
    expect(files.map(it => it.name)).toEqual([`key-policy-${keyId}.json`])
    const policy = JSON.parse(files[0]?.content ?? '') as { Statement: { Sid: string }[] }
    expect(policy.Statement.map(it => it.Sid).slice(-3)).toEqual([
      'CentralBackupDescribeKey',
      'CentralBackupReadForCopy',
      'CentralBackupGrantsForCopy',
    ])
    expect(direct[0]?.text).toContain('Key policy of')
    expect(drawn(answer)).toContain(`key-policy-${keyId}.json`)
  })

  it('has a button for each format, for the check, and for the failed copy, all of them words', async () => {
    const { answer } = await say(`policy ${volume}`)
    const labels = rows(answer).map(it => it.text.text)
    expect(labels).toEqual([
      'Statements',
      'Whole policy',
      'AWS CLI',
      'Terraform',
      'CDK',
      'CloudFormation',
      'Broader statements',
      'Check again',
      'Explain vol-07e3943d858664410',
      'Share with the channel',
    ])
    for (const { value } of rows(answer)) expect(isMistake(parseIntent(value)), value).toBe(false)
    const explained = await press(answer, 'Explain vol-07e3943d858664410')
    expect(drawn(explained.answer)).toContain('failed')
    expect(explained.files).toEqual([])
  })

  it('answers a format in the message, without a file', async () => {
    const { answer } = await say(`policy ${volume}`)
    const terraform = await press(answer, 'Terraform')
    expect(drawn(terraform.answer)).toContain('data "aws_iam_policy_document"')
    expect(terraform.files).toEqual([])
  })

  it('shows the channel what the asker was sent, without sending it again', async () => {
    const { answer } = await say(`policy ${volume}`)
    const shown = await press(answer, 'Share with the channel')
    expect(shown.answer.onlyFor).toBeUndefined()
    expect(drawn(shown.answer)).toContain('Missing: `kms:DescribeKey`')
    expect(shown.direct).toEqual([])
  })

  it('sends as a file what a message would cut', async () => {
    const before = key().Policy
    const statements = Array.from({ length: 25 }, (_, at) => ({
      Sid: `Team ${at} ${'x'.repeat(600)}`,
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'kms:*',
      Resource: '*',
    }))
    key().Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    const whole = await say(`policy ${volume} --format policy`)
    const first = await say(`policy ${volume}`)
    key().Policy = before
    expect(JSON.parse(whole.files[0]?.content ?? '')).toMatchObject({ Statement: { length: 28 } })
    expect(drawn(whole.answer)).toContain('too long for a message')
    expect(drawn(whole.answer)).not.toContain('Team 3')
    expect(first.files).toHaveLength(1)
    for (const { answer } of [whole, first]) expect(problemsOf(answer.blocks)).toEqual([])
  })

  it.each(['chat.postMessage', 'files.getUploadURLExternal', 'files.completeUploadExternal'])(
    'names the words of the command line where %s refuses the file',
    async method => {
      world.slack.faults.add({ method, error: 'missing_scope' })
      const { answer, direct } = await say(`policy ${volume}`)
      expect(drawn(answer)).toContain('the file could not be sent (missing')
      expect(drawn(answer)).toContain(`backup-bot policy ${volume} --format policy`)
      expect(direct).toEqual([])
      expect(world.slack.faults.waiting()).toBe(0)
    },
  )

  it('sends nothing where nothing is missing, and offers no format', async () => {
    const { answer, files, direct } = await say(`policy ${shared}`)
    expect(drawn(answer)).toContain('Nothing to add')
    expect([files, direct]).toEqual([[], []])
    expect(rows(answer).map(it => it.text.text)).toEqual(['Check again', 'Share with the channel'])
  })

  it('asks for the key itself again where the key was asked for', async () => {
    const arn = `arn:aws:kms:eu-central-1:111122223333:key/${keyId}`
    const { answer } = await say(`policy ${arn}`)
    expect(rows(answer).find(it => it.text.text === 'Check again')?.value).toBe(`policy ${arn}`)
  })

  it('has no trouble with a policy that is full of marks of Slack', async () => {
    const before = key().Policy
    key().Policy = JSON.stringify({
      Statement: [
        {
          Sid: '<!channel> ```*_~& ',
          Effect: 'Allow',
          Principal: { AWS: '111122223333' },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    })
    const { answer, files } = await say(`policy ${volume}`)
    key().Policy = before
    expect(JSON.stringify(answer.blocks)).not.toContain('<!channel>')
    expect(files[0]?.content).toContain('<!channel> ```*_~& ')
    expect(problemsOf(answer.blocks)).toEqual([])
  })

  it('had no trouble on the way', () => expect(world.trouble).toEqual([]))
})
