import { describe, expect, it } from 'vitest'
import { completions, type Places } from '../../src/core/completion.ts'
import { kinds } from '../../src/core/kinds/index.ts'
import { shellWords, verbs } from '../../src/core/verbs.ts'

const places: Places = {
  accounts: [
    { id: '111122223333', name: 'shop-prod' },
    { id: '222233334444', name: 'data-prod' },
  ],
  regions: ['eu-central-1', 'us-east-1'],
  resources: [{ word: 'arn:aws:s3:::logs', about: 'a bucket' }],
}
const words = (line: string) => completions(line, places).map(it => it.word)

describe('what may follow', () => {
  it.each<[string, readonly string[]]>([
    ['', [...Object.keys(verbs), ...Object.keys(shellWords)]],
    ['ch', ['check']],
    ['check ', ['arn:aws:s3:::logs']],
    ['policy arn:aws', ['arn:aws:s3:::logs']],
    ['check vol-1 ', ['shop-prod', 'data-prod']],
    ['check vol-1 shop-prod ', []],
    ['explain "a message" ', []],
    ['check --account da', ['data-prod']],
    ['check vol-1 --region ', ['eu-central-1', 'us-east-1']],
    ['check vol-1 --to ', ['central', 'air-gapped']],
    ['policy vol-1 --format t', ['terraform']],
    ['policy vol-1 --format=t', ['--format=terraform']],
    ['policy --form', ['--format']],
    ['policy --format cdk --form', []],
    [
      'check vol-1 --json --',
      ['--account', '--region', '--to', '--all', '--share', '--play', '--organisation', '--no-color'],
    ],
    ['sweep --s', ['--since']],
    ['--play ', [...Object.keys(verbs), ...Object.keys(shellWords)]],
    ['--play help air', ['air-gapped']],
    ['help db', []],
    ['help rds-', kinds.map(it => it.id).filter(it => it.startsWith('rds-'))],
    ['requests a', ['approve']],
    ['notice ', ['ack', 'mute', 'unmute']],
    ['table ', ['create']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['nonsense ', []],
    ['explain "an open quote', []],
  ])('%j', (line, may) => {
    expect(words(line)).toEqual(may)
  })
})
