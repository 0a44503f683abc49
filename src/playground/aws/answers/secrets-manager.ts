import { randomBytes, randomUUID } from 'node:crypto'
import type { SecretsManager } from '@aws-sdk/client-secrets-manager'
import type { Call } from '../call.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export const secretsManagerAnswers = {
  CreateSecret: ({ Name = '', SecretString, ClientRequestToken = randomUUID() }, call) => {
    if (!/^[\w/+=.@-]{1,512}$/.test(Name))
      throw refuse(
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      )
    const { Secrets } = call.place.secretsmanager
    if (Secrets.some(it => it.Name === Name))
      throw refuse('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`)
    const suffix = randomBytes(3).toString('hex')
    const ARN = `arn:${call.world.partition}:secretsmanager:${call.region}:${call.account}:secret:${Name}-${suffix}`
    const CreatedDate = call.now.toISOString()
    Secrets.push({ ARN, Name, CreatedDate, ...versionOf(SecretString, ClientRequestToken) })
    return { ARN, Name, ...(SecretString === undefined ? {} : { VersionId: ClientRequestToken }) }
  },

  PutSecretValue: ({ SecretId, SecretString, ClientRequestToken = randomUUID() }, call) => {
    const secret = secretAt(call, SecretId)
    if (SecretString === undefined)
      throw refuse('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')
    Object.assign(secret, versionOf(SecretString, ClientRequestToken))
    return {
      ARN: secret.ARN,
      Name: secret.Name,
      VersionId: ClientRequestToken,
      VersionStages: [current],
    }
  },

  GetSecretValue: ({ SecretId, VersionId, VersionStage }, call) => {
    const secret = secretAt(call, SecretId)
    const isThere =
      secret.SecretString !== undefined &&
      (VersionId ?? secret.VersionId) === secret.VersionId &&
      (VersionStage ?? current) === current
    if (!isThere)
      throw refuse(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${VersionId ? `VersionId: ${VersionId}` : `staging label: ${VersionStage ?? current}`}`,
      )
    return secret
  },
} satisfies AnswersOf<SecretsManager>

const current = 'AWSCURRENT'

/** Only the current version is kept, and only text. */
const versionOf = (SecretString: string | undefined, VersionId: string) =>
  SecretString === undefined ? {} : { SecretString, VersionId, VersionStages: [current] }

/** By name, by ARN, or by an ARN without the six characters that AWS appends. */
const secretAt = ({ place }: Call, id = '') => {
  const found = place.secretsmanager.Secrets.find(
    ({ Name, ARN = '' }) => id === Name || id === ARN || id === ARN.replace(/-\w{6}$/, ''),
  )
  if (!found) throw refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return found
}
