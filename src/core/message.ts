/** Longer messages are cut before anything looks at them; AWS's own are below 2,000 characters, encoded parts apart. */
const longest = 4096

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}

const plainCharacters = (text: string): string =>
  text
    .replace(/&(?:quot|#34|#39|apos|lt|gt|amp);/gi, entity => entities[entity.toLowerCase()] ?? entity)
    .replace(/[\u2018\u2019\u201a\u2032\u00b4]/g, "'")
    .replace(/[\u201c\u201d\u201e\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** Backup events carry the message in literal quotes; people paste it in quotes or backticks. */
const unquoted = (text: string): string => {
  const inner = /^(["'`])(.*)\1$/.exec(text)?.[2]?.trim()
  return inner === undefined || inner === '' ? text : unquoted(inner)
}

/** The SDKs wrap the service's sentence; its error code is kept in front, because some causes are known by it alone. */
const unwrapped = (text: string): string => {
  const cli = /^An error occurred \(([\w.]{1,80})\) when calling the \w{1,80} operation(?: \([^)]{1,80}\))?: /i.exec(
    text,
  )
  if (cli) return `${cli[1]}: ${text.slice(cli[0].length)}`
  const sdk = / ?\(Service: [^()]{1,400}(?:\([^()]{0,100}\)[^()]{0,100})?\)\.?$/i.exec(text)
  if (!sdk) return text
  const sentence = text.slice(0, sdk.index)
  const code = /Error Code: ([\w.]{1,80})/i.exec(sdk[0])?.[1]
  return code === undefined || sentence.includes(code) ? sentence : `${code}: ${sentence}`
}

/** One line of plain characters without wrapping, request ids and encoded tails: what the patterns of causes look at. */
export const clean = (message: string): string =>
  unwrapped(unquoted(plainCharacters(message.slice(0, longest))))
    .replace(/(Encoded authorization failure message:)\s?[\w\-+/=]+/i, '$1 ...')
    .replace(/[ ,;(]{0,4}Request ?ID:? ?[0-9a-f-]{8,64}\)?\.?$/i, '')
    .trim()

/** `clean`, without a leading label `Access denied:`, which AWS puts before some messages and not before others. */
export const normalise = (message: string): string => clean(message).replace(/^access denied: /i, '')

/** The same for messages that differ only in what they name: ARNs, ids, numbers and times become `*`. For grouping. */
export const fingerprint = (message: string): string =>
  normalise(message)
    .toLowerCase()
    .replace(/arn:[^\s\]'",;)]+/g, '*')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{8,40}/g, '*')
    .replace(/\b[a-z]{1,12}-[0-9a-f]{6,40}\b/g, '*')
    .replace(/\d+/g, '*')
    .slice(0, 200)
