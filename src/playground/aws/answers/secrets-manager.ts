import { randomBytes, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { SecretsManager } from '@aws-sdk/client-secrets-manager'
import type { Call } from '../call.ts'
import { refuse } from '../refusal.ts'
import type { AnswersOf } from '../service.ts'

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export const secretsManagerAnswers = {
  CreateSecret: ({ Name = '', ClientRequestToken = randomUUID(), ...input }, call) => {
    if (!/^[\w/+=.@-]{1,512}$/.test(Name))
      throw refuse(
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      )
    const version = versionOf(input, ClientRequestToken)
    const { Secrets } = call.place.secretsmanager
    const there = Secrets.find(it => it.Name === Name)
    // The same request again, as a client that lost the answer sends it.
    if (there && version.VersionId !== undefined && isDeepStrictEqual({ ...there, ...version }, there))
      return { ARN: there.ARN, Name, VersionId: ClientRequestToken }
    if (there)
      throw refuse('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`)
    const suffix = randomBytes(3).toString('hex')
    const ARN = `arn:${call.world.partition}:secretsmanager:${call.region}:${call.account}:secret:${Name}-${suffix}`
    const CreatedDate = call.now.toISOString()
    Secrets.push({ ARN, Name, CreatedDate, ...version })
    return { ARN, Name, ...(version.VersionId === undefined ? {} : { VersionId: ClientRequestToken }) }
  },

  PutSecretValue: ({ SecretId, ClientRequestToken = randomUUID(), ...input }, call) => {
    const { SecretString: _, SecretBinary: __, ...secret } = secretAt(call, SecretId)
    const version = versionOf(input, ClientRequestToken)
    if (version.VersionId === undefined)
      throw refuse('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')
    const { Secrets } = call.place.secretsmanager
    Secrets[Secrets.findIndex(it => it.ARN === secret.ARN)] = { ...secret, ...version }
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
      (secret.SecretString ?? secret.SecretBinary) !== undefined &&
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

type Value = { SecretString?: string | undefined; SecretBinary?: Uint8Array | undefined }

type Version = { SecretString?: string; SecretBinary?: string; VersionId?: string; VersionStages?: string[] }

/** Only the current version is kept. */
const versionOf = ({ SecretString, SecretBinary }: Value, VersionId: string): Version => {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw refuse('InvalidParameterException', "You can't specify both a binary secret value and a string secret value.")
  const kept = { VersionId, VersionStages: [current] }
  if (SecretBinary !== undefined) return { SecretBinary: Buffer.from(SecretBinary).toString('base64'), ...kept }
  return SecretString === undefined ? {} : { SecretString, ...kept }
}

/** By name, by ARN, or by an ARN without the six characters that AWS appends. */
const secretAt = ({ place }: Call, id = '') => {
  const found = place.secretsmanager.Secrets.find(
    ({ Name, ARN = '' }) => id === Name || id === ARN || id === ARN.replace(/-\w{6}$/, ''),
  )
  if (!found) throw refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return found
}
