/** Never written to a log, whoever passes it: credentials, what people wrote, policies, and where answers are posted. */
const names = new Set(
  [
    'authorization',
    'body',
    'blocks',
    'cookie',
    'headers',
    'policy',
    'password',
    'responseUrl',
    'response_url',
    'secret',
    'signature',
    'text',
    'token',
    'trigger_id',
    'what',
  ].map(it => it.toLowerCase()),
)

const secrets =
  /\bxox[a-z]?(?:\.[a-z]+)?-[\w-]+|\bxapp-[\w-]+|\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b|https:\/\/hooks\.slack(?:-gov)?\.com\/\S+/g

/** A replacer for JSON.stringify; a pattern catches the secrets that stand inside other text. */
export const hide = (name: string, value: unknown): unknown => {
  if (names.has(name.toLowerCase())) return '…'
  return typeof value === 'string' ? value.replaceAll(secrets, '…') : value
}
