import type { NormalizedSchema } from '@smithy/core/schema'
import type { WireRequest } from './protocol.ts'

/** The input members that travel outside the body: URI labels, query string, headers. */
export const readBindings = (
  input: NormalizedSchema,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> => {
  const bound: Record<string, unknown> = {}
  if (!input.isStructSchema()) return bound
  for (const [name, member] of input.structIterator()) {
    const traits = member.getMergedTraits()
    const label = traits.httpLabel ? labels[name] : undefined
    const header = traits.httpHeader ? request.headers[traits.httpHeader.toLowerCase()] : undefined
    const word = traits.httpQuery && request.query.has(traits.httpQuery) ? traits.httpQuery : undefined
    if (label !== undefined) bound[name] = scalar(member, label)
    else if (header !== undefined) bound[name] = scalar(member, header)
    else if (word !== undefined && member.isListSchema()) bound[name] = request.query.getAll(word)
    else if (word !== undefined) bound[name] = scalar(member, request.query.get(word) ?? '')
  }
  return bound
}

/** The output members that travel as headers. */
export const writeHeaders = (output: NormalizedSchema, value: Readonly<Record<string, unknown>>) => {
  const headers: Record<string, string> = {}
  if (!output.isStructSchema()) return headers
  for (const [name, member] of output.structIterator()) {
    const header = member.getMergedTraits().httpHeader
    const item = value[name]
    if (header && item !== undefined) headers[header] = item instanceof Date ? item.toUTCString() : String(item)
  }
  return headers
}

/** Text to the member's own type; a date may be ISO 8601, epoch seconds or an HTTP date. */
export const scalar = (schema: NormalizedSchema, text: string): unknown => {
  if (schema.isNumericSchema()) return Number(text)
  if (schema.isBooleanSchema()) return text.toLowerCase() === 'true'
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64')
  if (schema.isTimestampSchema()) return new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text)
  return text
}
