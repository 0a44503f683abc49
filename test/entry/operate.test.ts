import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { WorldFault } from '../../src/aws/trouble.ts'
import type { Operation } from '../../src/core/verbs.ts'
import { operate } from '../../src/entry/operate.ts'
import { BadSettings } from '../../src/organisation.ts'
import { copyFailed, copyJob, type Stage, startStage } from '../world/notices-stage.ts'

let stage: Stage
const folder = mkdtempSync(join(tmpdir(), 'backup-bot-'))
const file = (name: string, content: unknown) => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
beforeAll(async () => {
  stage = await startStage({ keeps: [copyJob], rounds: false })
})
afterAll(() => stage.close())

const run = async (
  operation: Operation,
  words: readonly string[],
  env: Record<string, string> = { TABLE_NAME: 'operated' },
  play = true,
) => {
  const reply = await operate(operation, words, { deps: stage.deps, play, env })
  return { exit: reply.exit, text: asText(reply.blocks), json: reply.json }
}

describe('backup-bot table', () => {
  it('says that there is none, makes it, and says that it is there', async () => {
    const env = { TABLE_NAME: 'fresh' }
    expect(await run('table', [], env)).toMatchObject({ exit: 1, text: expect.stringContaining('There is no table') })
    expect(await run('table', ['create'], env)).toMatchObject({ exit: 0, text: 'The table fresh was made.' })
    expect(await run('table', ['create'], env)).toMatchObject({ exit: 0, text: 'The table fresh is there (ACTIVE).' })
    expect(await run('table', [], env)).toMatchObject({
      exit: 0,
      json: { table: 'fresh', status: 'ACTIVE', made: false },
    })
    expect(await run('table', ['drop'], env)).toMatchObject({ exit: 2 })
  })

  it('needs its name', async () => {
    await expect(run('table', [], {}, false)).rejects.toThrow(BadSettings)
    await expect(run('table', [], { TABLE_NAME: 'a b' }, false)).rejects.toThrow('TABLE_NAME is a b')
  })
})

describe('a table behind something that is not DynamoDB', () => {
  const answering = async (status: number, body: string) => {
    const server = createServer((_, response) => response.writeHead(status).end(body))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    return () => {
      vi.unstubAllEnvs()
      server.close()
    }
  }

  it.each([
    [200, '<html>'],
    [200, '{}'],
    [404, ''],
    [501, '{"__type":"NotImplemented"}'],
  ])('answering %i %s is the world’s fault, and says nothing of a table', async (status, body) => {
    const close = await answering(status, body)
    await expect(run('table', [], { TABLE_NAME: 'there' }, false)).rejects.toThrow(WorldFault)
    close()
  })
})

describe('backup-bot event', () => {
  it('takes one event, and shows what would be posted', async () => {
    const first = await run('event', [file('one.json', copyFailed())])
    expect(first.exit).toBe(0)
    expect(first.text).toContain(`A failure was counted: job ${copyJob}`)
    expect(first.text).toContain('Would post in C0SHOP:\n✗ 1 copy failed')
    const again = await run('event', [file('one.json', copyFailed())])
    expect(again.text).toBe(`This failure had been counted before: job ${copyJob}.`)
  })

  it('takes an SQS batch, and names what is none', async () => {
    const batch = {
      Records: [
        { messageId: 'a', body: JSON.stringify(copyFailed()) },
        { messageId: 'b', body: 'x' },
      ],
    }
    expect(await run('event', [file('batch.json', batch)])).toMatchObject({
      exit: 2,
      json: {
        taken: [
          { id: 'a', taken: { is: 'known' } },
          { id: 'b', taken: { is: 'mistake' } },
        ],
      },
    })
  })

  it.each<[string, string[]]>([
    ['no file named', []],
    ['no such file', [join(folder, 'none.json')]],
    ['not JSON', [file('text.json', 'hello')]],
    ['not an event', [file('hello.json', { hello: 'world' })]],
    ['an empty batch', [file('empty.json', { Records: [] })]],
    ['one file too many', [file('one.json', copyFailed()), 'x']],
  ])('%s is the caller’s mistake', async (_, words) => {
    expect((await run('event', words)).exit).toBe(2)
  })

  it('needs a table, and says how to make it', async () => {
    await expect(run('event', [file('one.json', copyFailed())], { TABLE_NAME: 'nowhere' }, false)).rejects.toThrow(
      'There is no table nowhere',
    )
  })

  it('blames the world where AWS does not answer', async () => {
    stage.aws.faults.drop('dynamodb', 100)
    await expect(run('event', [file('one.json', copyFailed())], { TABLE_NAME: 'operated' }, false)).rejects.toThrow(
      WorldFault,
    )
    stage.aws.faults.clear()
  })
})

describe('backup-bot sweep', () => {
  it('tells what no event announced, once', async () => {
    const since = ['--since', new Date(Date.now() - 86_400_000).toISOString()]
    const env = { TABLE_NAME: 'swept' }
    const first = await run('sweep', since, env)
    expect(first).toMatchObject({ exit: 0, json: { failures: 1, announced: [{ job: copyJob }], unread: [] } })
    expect(first.text).toContain('1 of them announced by no event')
    expect(await run('sweep', since, env)).toMatchObject({ exit: 0, json: { failures: 1, announced: [] } })
  })

  it.each(
    [['--since'], ['--since', 'yesterday'], ['--since', '7'], ['--until', '2026-11-20'], ['now']].map(it => [it]),
  )('%j is the caller’s mistake', async words => expect((await run('sweep', words)).exit).toBe(2))

  it('is unsure where something could not be read', async () => {
    const account = stage.world.accounts['222233334444']
    if (!account) throw new Error('no account')
    account.denied = ['backup:ListBackupJobs']
    const { exit, text, json } = await run('sweep', [])
    const { places, unread } = json as { places: number; unread: unknown[] }
    expect(exit).toBe(3)
    expect(text).toContain('Not read: backup:ListBackupJobs')
    expect(unread.length).toBeGreaterThan(0)
    expect(text).toMatch(new RegExp(`^${places - unread.length} of ${places} places looked through: `))
    account.denied = []
  })
})
