import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { patience } from '../core/patience.ts'
import { onlyAws } from './foreign.ts'

const call = 'secretsmanager:GetSecretValue'

/** A secret of JSON values, by its ARN. Throws a sentence with what the SDK threw as its cause, and never a value. */
export const readSecret = async (arn: string): Promise<Readonly<Record<string, unknown>>> => {
  const region = arn.split(':')[3]
  const client = onlyAws(
    new SecretsManagerClient({ maxAttempts: 3, requestHandler: patience(), ...(region ? { region } : {}) }),
  )
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
    return objectIn(SecretString ?? '')
  } catch (error) {
    throw new Error(`${call} of ${arn} failed: ${error instanceof Error ? error.message : error}`, { cause: error })
  } finally {
    client.destroy()
  }
}

const objectIn = (text: string): Readonly<Record<string, unknown>> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own error quotes what it could not read.
    throw new Error('The secret is not JSON.')
  }
  if (typeof value !== 'object' || value === null) throw new Error('The secret is no JSON object.')
  return { ...value }
}
