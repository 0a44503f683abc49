import { readdirSync, readFileSync } from 'node:fs'
import { WebClient } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { loadOrganisation } from '../../src/organisation.ts'
import { manifestFor } from '../../src/slack/manifest.ts'

const manifest = readFileSync('manifest.yml', 'utf8')
const house = loadOrganisation('organisation.json')
const source = ['src/slack', 'src/entry', 'commands']
  .flatMap(folder => readdirSync(folder).map(name => readFileSync(`${folder}/${name}`, 'utf8')))
  .join('\n')
/** Every method that Slack's own client has, as `chat.postMessage`. */
const known = Object.entries(new WebClient()).flatMap(([family, methods]) =>
  typeof methods === 'object' && methods !== null && /^[a-z]+$/i.test(family)
    ? namesOf(methods).map(name => `${family}.${name}`)
    : [],
)
function namesOf(methods: object): string[] {
  return Object.entries(methods).flatMap(([name, it]) =>
    typeof it === 'function' ? [name] : typeof it === 'object' && it ? namesOf(it).map(more => `${name}.${more}`) : [],
  )
}
const longest = (names: readonly string[]) => names.toSorted((one, other) => other.length - one.length).slice(0, 1)
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
    expect([...manifest.matchAll(/^ +(\w*url):/gm)].map(it => it[1])).toEqual([
      'url',
      'request_url',
      'message_menu_options_url',
      'request_url',
    ])
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

  it('has an address for the lists that search while one types, because some do', () => {
    expect(source).toMatch(/app\.options\b/)
    expect(manifest).toMatch(/^ {4}message_menu_options_url: /m)
  })

  it('asks for the scopes of the methods that are called, and for no other', () => {
    expect(known).toContain('usergroups.users.list')
    // However the client is named where it is called.
    const methods = all(source, /\.((?:\w+\.)+\w+)\(/g).flatMap(it =>
      longest(known.filter(name => it === name || it.endsWith(`.${name}`))),
    )
    expect(methods).toContain('views.open')
    expect(source, 'a method called by its name').not.toMatch(/\.apiCall\(/)
    expect(methods.filter(it => scopes[it] === undefined)).toEqual([])
    const needed = ['commands', ...methods.flatMap(it => scopes[it] ?? [])]
    expect(all(manifest, /^ {6}- ([a-z:.]+)$/gm)).toEqual([...new Set(needed)].sort())
  })
})
