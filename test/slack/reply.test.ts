import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { mayPostTo, postTo } from '../../src/slack/reply.ts'

/** A response URL that answers each post in turn; `drop` closes the connection. */
const slack = async (...answers: readonly (number | 'drop')[]) => {
  let posts = 0
  const server = createServer((req, res) => {
    const answer = answers[posts++] ?? 200
    req.resume().on('end', () => {
      if (answer === 'drop') req.socket.destroy()
      else res.writeHead(answer, answer === 429 ? { 'retry-after': '0.01' } : {}).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    post: () => postTo(`${url}/api/`)({ responseUrl: `${url}/r`, replace: false, share: false }, []),
    posts: () => posts,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

describe('an answer to a response URL', () => {
  it.each<[string, readonly (number | 'drop')[], number]>([
    ['taken', [200], 1],
    ['too many', [429, 200], 2],
    ['an error of Slack', [500, 503, 200], 3],
    ['a connection that broke', ['drop', 200], 2],
  ])('%s: is delivered', async (_, answers, tries) => {
    const it_ = await slack(...answers)
    await it_.post()
    expect(it_.posts()).toBe(tries)
    await it_.close()
  })

  it.each<[string, readonly (number | 'drop')[], number]>([
    ['used up', [404], 1],
    ['no connection holds', ['drop', 'drop', 'drop', 'drop'], 4],
  ])('%s: is given up', { timeout: 10_000 }, async (_, answers, tries) => {
    const it_ = await slack(...answers)
    await expect(it_.post()).rejects.toThrow()
    expect(it_.posts()).toBe(tries)
    await it_.close()
  })
})

describe('a response URL', () => {
  it.each<[string, string | undefined, boolean]>([
    ['https://hooks.slack.com/commands/1', undefined, true],
    ['https://hooks.slack-gov.com/commands/1', undefined, true],
    ['http://hooks.slack.com/commands/1', undefined, false],
    ['https://hooks.slack.com.example.com/1', undefined, false],
    ['https://example.com/1', undefined, false],
    ['https://slack.example.com/1', 'https://slack.example.com/api/', true],
    ['http://localhost:3333/1', 'http://127.0.0.1:3334/slack/api/', true],
    ['http://127.0.0.1:3333/1', undefined, false],
    ['http://127.0.0.1:3333/1', 'https://slack.example.com/api/', false],
    ['not a URL', 'http://127.0.0.1:3334/', false],
    ['', undefined, false],
  ])('%s with the Web API %s: %s', (url, api, may) => {
    expect(mayPostTo(url, api)).toBe(may)
  })
})
