import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, fingerprint, normalise } from '../../src/core/message.ts'

describe('clean', () => {
  it.each([
    ['quotes that AWS puts around it', '"Could not find resource"', 'Could not find resource'],
    ['quotes within quotes', `"'Could not find resource'"`, 'Could not find resource'],
    ['curly quotes and apostrophes', '“Snapshots can’t be shared”', "Snapshots can't be shared"],
    ['backticks', '`Could not find resource`', 'Could not find resource'],
    ['what a chat made of it', '&quot;a &amp; b&quot;', 'a & b'],
    ['lines, tabs, no-break and zero-width spaces', ' a\n\tb\u00a0c\u200bd ', 'a b cd'],
    [
      'the command line',
      'An error occurred (SnapshotQuotaExceeded) when calling the CopyDBSnapshot operation: Too many',
      'SnapshotQuotaExceeded: Too many',
    ],
    ['the second SDK', 'No. (Service: Kms, Status Code: 400, Request ID: 0f1e2d3c-aaaa-bbbb-cccc-0123456789ab)', 'No.'],
    [
      'the first SDK, whose code is kept',
      'Too many (Service: AmazonEC2; Status Code: 400; Error Code: ResourceLimitExceeded; Request ID: 0f1e2d3c-aaaa; Proxy: null)',
      'ResourceLimitExceeded: Too many',
    ],
    [
      'a request id',
      'An internal error occurred. Request ID: 0f1e2d3c-aaaa-bbbb-cccc-0123456789ab',
      'An internal error occurred.',
    ],
    [
      'an encoded tail',
      'No. Encoded authorization failure message: Zm9v-_x/9+=',
      'No. Encoded authorization failure message: ...',
    ],
  ])('takes off %s', (_, message, plain) => {
    expect(clean(message)).toBe(plain)
  })

  it('is bounded, one line, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 10_000, unit: 'binary' }), message => {
        const once = clean(message)
        expect(once.length).toBeLessThanOrEqual(4200)
        expect(once).not.toMatch(/[\r\n\t]/)
      }),
    )
  })
})

describe('normalise', () => {
  it('drops the label that AWS sometimes puts in front', () => {
    expect(normalise('Access denied: Copy job failed.')).toBe('Copy job failed.')
  })
})

describe('fingerprint', () => {
  it.each([
    ['ARNs', 'Odd arn:aws:s3:::one', 'Odd arn:aws:s3:::two'],
    ['ids', 'Odd snap-0123456789abcdef0', 'Odd snap-0fedcba9876543210'],
    ['numbers', 'Odd after 12 minutes', 'Odd after 345 minutes'],
    ['UUIDs', 'Odd 0f1e2d3c-aaaa-bbbb-cccc-0123456789ab', 'Odd 11111111-aaaa-bbbb-cccc-0123456789ab'],
  ])('is the same for messages that differ in %s', (_, one, other) => {
    expect(fingerprint(one)).toBe(fingerprint(other))
  })

  it('tells different sentences apart', () => {
    expect(fingerprint('Odd in one way')).not.toBe(fingerprint('Odd in another way'))
  })
})
