import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadOrganisation } from '../../src/organisation.ts'
import { manifestFor } from '../../src/slack/manifest.ts'

const manifest = readFileSync('manifest.yml', 'utf8')
const house = loadOrganisation('organisation.json')
const source = readdirSync('src/slack')
  .map(name => readFileSync(`src/slack/${name}`, 'utf8'))
  .join('\n')
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(it => it[1] ?? ''))].sort()

/** What Slack asks for each method that the source calls. https://docs.slack.dev/reference/methods */
const scopes: Readonly<Record<string, readonly string[]>> = {
  'chat.delete': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'files.uploadV2': ['files:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'usergroups.users.list': ['usergroups:read'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'conversations.open': ['im:write'],
  'views.open': [],
  'views.push': [],
  'views.publish': [],
  'views.update': [],
}

describe('the manifest', () => {
  it('tells Slack the address of organisation.json, and no other', () => {
    const addresses = all(manifest, /url: (\S+)/g)
    expect(addresses).toEqual([`${house.deployment?.url}/slack/events`])
  })

  it('takes another address from another organisation', () => {
    const elsewhere = { deployment: { ...house.deployment, url: 'https://bot.example.net' } } as typeof house
    const written = manifestFor(manifest, elsewhere)
    expect(all(written, /url: (\S+)/g)).toEqual(['https://bot.example.net/slack/events'])
    expect(manifestFor(written, house)).toBe(manifest)
  })

  it('names the commands and the shortcuts that the source listens to', () => {
    expect(all(manifest, /- command: (\S+)/g)).toEqual(all(source, /app\.command\('([^']+)'/g))
    const shortcuts = all(source, /type: 'message_action', callback_id: '([^']+)'/g)
    expect(all(manifest, /callback_id: (\S+)/g)).toEqual(shortcuts)
  })

  it('asks for the scopes of the methods that are called, and for no other', () => {
    const methods = all(source, /\b(?:slack|client)\.((?:\w+\.)+\w+)\(/g)
    expect(methods.filter(it => scopes[it] === undefined)).toEqual([])
    const needed = ['commands', ...methods.flatMap(it => scopes[it] ?? [])]
    expect(all(manifest, /^ {6}- ([a-z:.]+)$/gm)).toEqual([...new Set(needed)].sort())
  })
})
