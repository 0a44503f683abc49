import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asWorldFault, isUnreachable, SessionShut, sortOf, trouble, WorldFault } from '../../src/aws/trouble.ts'
import { unknown } from '../../src/core/fact.ts'

const error = (name: string, more: object = {}) => Object.assign(new Error('what AWS said'), { name }, more)
const place = { account: '111122223333', region: 'eu-central-1' }

describe('the sort of an error', () => {
  it.each([
    ['AccessDeniedException', {}, 'denied'],
    ['AccessDenied', {}, 'denied'],
    ['UnauthorizedOperation', {}, 'denied'],
    ['Unknown', { $metadata: { httpStatusCode: 403 } }, 'denied'],
    ['ResourceNotFoundException', {}, 'not found'],
    ['InvalidVolume.NotFound', {}, 'not found'],
    ['DBInstanceNotFoundFault', {}, 'not found'],
    ['NoSuchBucket', {}, 'not found'],
    ['ValidationError', { message: 'Stack with id shop does not exist' }, 'not found'],
    ['ValidationError', { message: '1 validation error' }, 'other'],
    ['Unknown', { $metadata: { httpStatusCode: 404 } }, 'not found'],
    ['ThrottlingException', {}, 'throttled'],
    ['RequestLimitExceeded', {}, 'throttled'],
    ['Odd', { $retryable: { throttling: true } }, 'throttled'],
    [
      'TransactionCanceledException',
      { CancellationReasons: [{ Code: 'None' }, { Code: 'ProvisionedThroughputExceeded' }] },
      'throttled',
    ],
    ['TransactionCanceledException', { CancellationReasons: [{ Code: 'ConditionalCheckFailed' }] }, 'other'],
    ['AbortError', {}, 'timed out'],
    ['TimeoutError', { message: 'A request exceeded its time limit' }, 'timed out'],
    ['TimeoutError', { message: 'Socket timed out without establishing a connection within 2000 ms' }, 'unreachable'],
    ['Error', { code: 'ECONNREFUSED' }, 'unreachable'],
    ['Error', { code: 'ENOTFOUND' }, 'unreachable'],
    ['ExpiredTokenException', {}, 'expired'],
    ['ExpiredToken', {}, 'expired'],
    ['CredentialsProviderError', {}, 'no credentials'],
    ['UnrecognizedClientException', {}, 'no credentials'],
    ['InvalidSignatureException', { message: 'Signature expired: 20261129T100000Z is now earlier' }, 'clock skew'],
    ['SignatureDoesNotMatch', { message: 'Signature not yet current: 20261129T120000Z is still later' }, 'clock skew'],
    ['SignatureDoesNotMatch', {}, 'no credentials'],
    ['RequestTimeTooSkewed', { $metadata: { httpStatusCode: 403 } }, 'clock skew'],
    ['InternalFailure', { $metadata: { httpStatusCode: 500 } }, 'other'],
    ['Error', { code: 'HPE_INVALID_CONSTANT' }, 'unreachable'],
    ['SyntaxError', { $response: {}, $metadata: { httpStatusCode: 404 } }, 'foreign'],
    ['Odd', { $response: {}, $fault: 'client' }, 'other'],
  ])('%s %j is %s', (name, more, sort) => {
    expect(sortOf(error(name, more))).toBe(sort)
  })

  it('takes anything that can be thrown', () => {
    fc.assert(
      fc.property(fc.anything(), thrown => {
        const reason = trouble(thrown, 'ec2:DescribeVolumes', place)
        expect(reason.known).toBe(false)
        expect(reason.detail).toContain('ec2:DescribeVolumes in account 111122223333, eu-central-1')
      }),
    )
  })
})

describe('the sentence', () => {
  it.each([
    ['AccessDeniedException', 'denied', 'was denied.'],
    ['InvalidVolume.NotFound', 'not found', 'found nothing of that name.'],
    ['ThrottlingException', 'aws error', 'was throttled by AWS, again after several tries.'],
    ['AbortError', 'aws error', 'did not answer in time.'],
    ['InternalFailure', 'aws error', 'failed with InternalFailure: what AWS said.'],
  ])('of %s names call, account and Region', (name, why, end) => {
    expect(trouble(error(name), 'ec2:DescribeVolumes', place)).toEqual(
      unknown(why as 'denied', `ec2:DescribeVolumes in account 111122223333, eu-central-1 ${end}`),
    )
  })

  it('says which policy denies', () => {
    const message =
      'User: x is not authorized to perform: kms:DescribeKey with an explicit deny in a service control policy'
    expect(trouble(error('AccessDenied', { message }), 'kms:DescribeKey', place).detail).toMatch(
      /was denied by a service control policy\.$/,
    )
  })

  it('says that AWS Backup hides a vault that does not exist', () => {
    expect(trouble(error('AccessDeniedException'), 'backup:DescribeBackupVault', place).detail).toContain(
      'where the vault does not exist',
    )
  })

  it.each(['ASIAABCDEFGHIJKLMNOP', `IQoJb3JpZ2luX2VjE${'aB3/'.repeat(30)}==`])('never tells %s', token => {
    const { detail } = trouble(error('Odd', { message: `bad token ${token} was given` }), 'sts:AssumeRole', place)
    expect(detail).not.toContain(token)
    expect(detail).toContain('bad token … was given')
  })

  it('is the session’s own where the session could not be opened', () => {
    const reason = unknown('denied', 'The role could not be assumed.')
    expect(trouble(new SessionShut(reason), 'ec2:DescribeVolumes', place)).toBe(reason)
  })
})

describe('unreachable', () => {
  it.each([
    ['a world fault', new WorldFault('no credentials'), true],
    ['a refused connection', trouble(error('Error', { code: 'ECONNREFUSED' }), 'a:b', place), true],
    ['a denied call', trouble(error('AccessDenied'), 'a:b', place), false],
    ['a call that took too long', trouble(error('AbortError'), 'a:b', place), false],
    ['nothing', undefined, false],
  ])('%s', (_, value, expected) => {
    expect(isUnreachable(value)).toBe(expected)
  })
})

describe('whose fault a failed call to the bot’s own table or queue is', () => {
  it.each([
    ['ProvisionedThroughputExceededException', {}, 'The call was throttled by AWS, again after several tries.'],
    ['AccessDeniedException', {}, 'The call was denied.'],
    ['InternalServerError', { $fault: 'server' }, 'The call failed with InternalServerError: what AWS said.'],
  ])('%s is the world’s: %s', (name, more, sentence) => {
    const fault = asWorldFault(error(name, more), 'The call')
    expect(fault).toBeInstanceOf(WorldFault)
    expect((fault as Error).message).toBe(sentence)
  })

  it('a Region that is not set is no bug', () => {
    expect(asWorldFault(new Error('Region is missing'), 'The call')).toBeInstanceOf(WorldFault)
  })

  it.each([
    error('ValidationException', { $fault: 'client', $metadata: { httpStatusCode: 400 } }),
    new TypeError('x is undefined'),
    new WorldFault('known'),
  ])('%s stays as it is', it => expect(asWorldFault(it, 'The call')).toBe(it))
})
