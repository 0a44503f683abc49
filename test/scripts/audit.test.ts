import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A registry that answers every question for advisories like this. */
const registry = async (status: number, answer: object): Promise<string> => {
  const server = createServer((req, res) => {
    // npm also asks which versions there are.
    const about = {
      name: 'dynamodb-toolbox',
      'dist-tags': { latest: '2.10.6' },
      versions: { '2.10.6': { name: 'dynamodb-toolbox', version: '2.10.6' } },
    }
    const asked = req.method === 'POST' ? answer : about
    req
      .resume()
      .on('end', () => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(asked)))
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** With a cache of its own, for npm remembers advisories. */
const audit = (npm_config_registry: string) =>
  new Promise<{ code: number; out: string; err: string }>(resolve => {
    const env = { ...process.env, npm_config_registry, npm_config_cache: mkdtempSync(join(tmpdir(), 'npm-')) }
    execFile('node', ['scripts/audit.mjs'], { env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    )
  })

const advisory = (severity: string) => ({
  'dynamodb-toolbox': [
    { id: 1, url: 'https://example.com/1', title: 'It breaks', severity, vulnerable_versions: '>=0.0.0' },
  ],
})

describe('the audit', { timeout: 60_000 }, () => {
  it.each([
    ['critical', 1],
    ['high', 1],
    ['moderate', 0],
  ])('ends for a vulnerability that is %s with %i, and names it', async (severity, code) => {
    const done = await audit(await registry(200, advisory(severity)))
    expect(done).toMatchObject({ code, out: expect.stringMatching(/^Audit: \d+ of \d{3} packages/) })
    expect(done.err).toContain(`${severity}: dynamodb-toolbox`)
    expect(done.err).toContain('It breaks https://example.com/1')
  })

  it('ends with 0 where nothing is known', async () => {
    const done = await audit(await registry(200, {}))
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toMatch(/^Audit: 0 of \d{3} packages/)
  })

  it('says in one line that nobody could be asked, and fails nothing', async () => {
    for (const there of [await registry(405, {}), 'http://127.0.0.1:9/']) {
      const { code, out, err } = await audit(there)
      expect({ code, err, lines: out.trim().split('\n').length }).toEqual({ code: 0, err: '', lines: 1 })
      expect(out).toContain('nothing was checked')
    }
  })
})
