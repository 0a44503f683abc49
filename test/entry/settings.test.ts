import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/entry/settings.ts'

const good = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }

describe('the settings of the long-running bot', () => {
  it('are read from the environment', () => {
    expect(readSettings({ ...good, PORT: '0', SLACK_API_URL: 'http://127.0.0.1:1/api/' })).toMatchObject({
      botToken: 'xoxb-1',
      signingSecret: 's',
      port: 0,
      apiUrl: 'http://127.0.0.1:1/api/',
    })
  })
  it('are as good left empty as left out, where they may be left out', () => {
    const names = [
      'BACKUP_BOT_ORGANISATION',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'PORT',
      'TABLE_NAME',
      'QUEUE_URL',
      'LOG_LEVEL',
    ]
    expect(readSettings({ ...good, ...Object.fromEntries(names.map(it => [it, ''])) })).toEqual(readSettings(good))
  })
  it('take an app token as the wish for Socket Mode, where nothing is signed', () => {
    expect(readSettings({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).appToken).toBe('xapp-1')
  })
  it.each<[string, Record<string, string>, RegExp[]]>([
    ['nothing', {}, [/SLACK_BOT_TOKEN is missing: .*OAuth/, /SLACK_SIGNING_SECRET is missing: .*Basic Information/]],
    [
      'wrong tokens',
      { SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'app' },
      [/does not start with xoxb-/, /does not start with xapp-/],
    ],
    ['a wrong port', { ...good, PORT: 'http' }, [/PORT is http/]],
    ['a wrong URL', { ...good, SLACK_API_URL: 'slack' }, [/SLACK_API_URL is not a URL/]],
    [
      'a file that is not there',
      { ...good, BACKUP_BOT_ORGANISATION: 'nowhere.json' },
      [/no readable file nowhere\.json/],
    ],
    ['a wrong queue', { ...good, TABLE_NAME: 'bot', QUEUE_URL: 'queue' }, [/QUEUE_URL is not a URL/]],
    ['a wrong table', { ...good, TABLE_NAME: 'a b' }, [/TABLE_NAME is a b/]],
    ['a wrong level', { ...good, LOG_LEVEL: 'loud' }, [/LOG_LEVEL is loud: .*INFO/]],
    ['an address that is not of the web', { ...good, SLACK_API_URL: 'ftp://slack' }, [/SLACK_API_URL is not a URL/]],
    ['a queue without a table', { ...good, QUEUE_URL: 'https://sqs/1/q' }, [/TABLE_NAME is missing/]],
    [
      'all at once',
      { PORT: '-1', BACKUP_BOT_ORGANISATION: 'x' },
      [/SLACK_BOT_TOKEN/, /SLACK_SIGNING_SECRET/, /PORT/, /no readable file x/],
    ],
  ])('%s is named, every mistake at once', (_, env, expected) => {
    const said = expected.map(pattern => expect.stringMatching(pattern))
    let lines: string[] = []
    try {
      readSettings(env)
    } catch (error) {
      lines = (error as Error).message.split('\n')
    }
    expect(lines).toEqual(said)
  })
})
