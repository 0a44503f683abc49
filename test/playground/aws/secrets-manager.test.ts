import { SecretsManager } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it } from 'vitest'
import { readSecret } from '../../../src/aws/secrets.ts'
import { as, bot, failing, serve, the } from './started.ts'

const running = serve()
const owner = () => new SecretsManager(as(running.url, bot))
const role = () => new SecretsManager(as(running.url, 'AKIABOT'))
let secrets = 0
const written = async (SecretString?: string) => {
  const Name = `backup-bot/slack-${++secrets}`
  const made = await owner().createSecret({ Name, ...(SecretString === undefined ? {} : { SecretString }) })
  return { Name, arn: the(made.ARN) }
}

describe('a secret', () => {
  it('is found by its name, its ARN, and its ARN without the appended characters', async () => {
    const { Name, arn } = await written('one')
    expect(arn).toMatch(/:secret:backup-bot\/slack-1-\w{6}$/)
    for (const SecretId of [Name, arn, arn.slice(0, -7)])
      expect(await owner().getSecretValue({ SecretId })).toMatchObject({
        ARN: arn,
        SecretString: 'one',
        VersionStages: ['AWSCURRENT'],
      })
  })

  it('has the value that was put last', async () => {
    const { arn } = await written('one')
    const { VersionId } = await owner().putSecretValue({ SecretId: arn, SecretString: 'two' })
    expect(await owner().getSecretValue({ SecretId: arn })).toMatchObject({ SecretString: 'two', VersionId })
  })

  it('is made once for one request that is sent twice', async () => {
    const request = { Name: 'once', SecretString: 'one', ClientRequestToken: 'x'.repeat(32) }
    expect(await owner().createSecret(request)).toMatchObject({ ARN: (await owner().createSecret(request)).ARN })
    expect((await failing(owner().createSecret({ ...request, SecretString: 'two' }))).name).toBe(
      'ResourceExistsException',
    )
  })

  it('may be bytes', async () => {
    const SecretBinary = Uint8Array.of(0, 255)
    const { arn } = await written('text')
    await owner().putSecretValue({ SecretId: arn, SecretBinary })
    const value = await owner().getSecretValue({ SecretId: arn })
    expect(value.SecretString).toBeUndefined()
    expect(Buffer.from(value.SecretBinary ?? [])).toEqual(Buffer.from(SecretBinary))
  })

  it.each([
    [
      'of text and bytes',
      () => owner().createSecret({ Name: 'both', SecretString: 'a', SecretBinary: Uint8Array.of(1) }),
      'InvalidParameterException',
    ],
    [
      'of a name that is taken',
      async () => owner().createSecret({ Name: (await written('')).Name }),
      'ResourceExistsException',
    ],
    ['that is not there', async () => owner().getSecretValue({ SecretId: 'none' }), 'ResourceNotFoundException'],
    [
      'without a value',
      async () => owner().getSecretValue({ SecretId: (await written()).arn }),
      'ResourceNotFoundException',
    ],
    [
      'in an older version',
      async () => owner().getSecretValue({ SecretId: (await written('')).arn, VersionStage: 'AWSPREVIOUS' }),
      'ResourceNotFoundException',
    ],
    ['that the bot would write', async () => role().createSecret({ Name: 'mine' }), 'AccessDeniedException'],
  ])('%s is refused', async (_, call, name) => {
    expect((await failing(call())).name).toBe(name)
  })

  it('is what the bot reads, and what is wrong with it is said without its text', async () => {
    const env = { ...process.env }
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: running.url,
      AWS_ACCESS_KEY_ID: 'AKIABOT',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    })
    try {
      expect(await readSecret((await written('{"SLACK_BOT_TOKEN":"xoxb-1"}')).arn)).toEqual({
        SLACK_BOT_TOKEN: 'xoxb-1',
      })
      const spoilt = await written('xoxb-not-json')
      expect((await failing(readSecret(spoilt.arn))).message).toBe(
        `secretsmanager:GetSecretValue of ${spoilt.arn} failed: The secret is not JSON.`,
      )
      const { message } = await failing(readSecret(`${spoilt.arn.slice(0, -8)}x`))
      expect(message).toContain("failed: Secrets Manager can't find the specified secret.")
    } finally {
      process.env = env
    }
  })
})
