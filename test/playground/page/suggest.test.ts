import { describe, expect, it } from 'vitest'
import { suggest } from '../../../src/playground/page/suggest.ts'
import type { ResourceState } from '../../../src/playground/wire.ts'

const commands = ['check', 'policy', 'help'].map(verb => ({ verb, usage: `${verb} <arn>`, about: verb, examples: [] }))
const resource = (name: string): ResourceState => ({
  arn: `arn:aws:s3:::${name}`,
  account: '111122223333',
  region: 'eu-central-1',
  kind: 'S3 bucket',
  name,
  words: `arn:aws:s3:::${name} --account 111122223333`,
  about: '',
  tag: null,
  key: null,
  points: { local: 0, central: 0 },
  lastCopy: null,
  switches: [],
})
const resources = [resource('invoices'), resource('images')]

describe('suggestions of the composer', () => {
  it.each([
    ['', []],
    ['hello', []],
    ['/', ['/backup ']],
    ['/back', ['/backup ']],
    ['/remind', []],
    ['/backup ', ['/backup check ', '/backup policy ', '/backup help ']],
    ['/backup p', ['/backup policy ']],
    ['/backup check inv', ['/backup check arn:aws:s3:::invoices --account 111122223333']],
    ['/backup check s3', resources.map(it => `/backup check ${it.words}`)],
    ['/backup help k', []],
    ['/backup check arn:aws:s3:::invoices --account', []],
  ])('%j', (text, fills) => {
    expect(suggest(text, commands, resources).map(it => it.fills)).toEqual(fills)
  })
})
