type Environment = Readonly<Record<string, string | undefined>>
type Name = 'SLACK_BOT_TOKEN' | 'SLACK_SIGNING_SECRET'

/**
 * Slack's secrets by name: from the environment where they are set, else from the Secrets Manager secret of
 * SLACK_SECRET_ARN. Throws a sentence that names what is missing and never a value.
 */
export const slackSecrets = async <N extends Name>(
  env: Environment,
  names: readonly N[],
): Promise<Record<N, string>> => {
  const missing = names.filter(name => !env[name])
  if (missing.length > 0 && !env.SLACK_SECRET_ARN)
    throw new Error(`${missing.join(' and ')} missing, and there is no SLACK_SECRET_ARN to read it from.`)
  const secret =
    missing.length > 0 ? await (await import('../aws/secrets.ts')).readSecret(env.SLACK_SECRET_ARN ?? '') : {}
  const value = (name: N): string => {
    const found = env[name] || secret[name]
    if (typeof found !== 'string' || found === '') throw new Error(`The secret of SLACK_SECRET_ARN has no ${name}.`)
    return found
  }
  return Object.fromEntries(names.map(name => [name, value(name)])) as Record<N, string>
}
