import type { NormalizedSchema } from '@smithy/core/schema'

/** A structure as the SDK clients export it: `Volume$`, `DescribeKeyRequest$`. */
export type Shape = Parameters<typeof NormalizedSchema.of>[0]

/** The required members come first in a structure's list of members; the seventh element counts them. */
export const requiredMembers = (schema: NormalizedSchema): string[] => {
  const raw: unknown = schema.getSchema()
  if (!Array.isArray(raw)) return []
  const [members, count] = [raw[4], raw[6]]
  return Array.isArray(members) && typeof count === 'number' ? members.slice(0, count).map(String) : []
}

/** Path of the first required member that is missing, in AWS's notation (`tagging.tagSet`); undefined when complete. */
export const missingMember = (schema: NormalizedSchema, value: unknown, path = ''): string | undefined => {
  if (value === undefined || value === null) return undefined
  if (schema.isListSchema() && Array.isArray(value)) {
    return firstOf(value.entries(), ([i, item]) =>
      missingMember(schema.getValueSchema(), item, `${path}.${i + 1}.member`),
    )
  }
  if (schema.isMapSchema() && isRecord(value)) {
    return firstOf(Object.entries(value), ([key, item]) =>
      missingMember(schema.getValueSchema(), item, `${path}.${key}.member`),
    )
  }
  if (!schema.isStructSchema() || !isRecord(value)) return undefined
  const at = (member: string) => (path ? `${path}.` : '') + member.charAt(0).toLowerCase() + member.slice(1)
  const absent = requiredMembers(schema).find(member => value[member] === undefined || value[member] === null)
  if (absent) return at(absent)
  return firstOf(schema.structIterator(), ([name, member]) => missingMember(member, value[name], at(name)))
}

/**
 * What does not fit the shape: an unknown member, or a value of another type. Dates may be `Date` or ISO 8601 text.
 * Each is one sentence that begins with the path.
 */
export const misfits = (schema: NormalizedSchema, value: unknown, path = ''): string[] => {
  if (value === undefined || value === null || schema.isDocumentSchema()) return []
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${path}: a list is expected`]
    return value.flatMap((item, i) => misfits(schema.getValueSchema(), item, `${path}[${i}]`))
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return [`${path}: a map is expected`]
    return Object.entries(value).flatMap(([key, item]) => misfits(schema.getValueSchema(), item, `${path}.${key}`))
  }
  if (schema.isStructSchema()) {
    if (!isRecord(value)) return [`${path}: an object is expected`]
    const members = new Map(schema.structIterator())
    return Object.entries(value).flatMap(([name, item]) => {
      const member = members.get(name)
      return member ? misfits(member, item, `${path}.${name}`) : [`${path}: ${schema.getName()} has no member ${name}`]
    })
  }
  return scalarFits(schema, value) ? [] : [`${path}: ${typeof value} does not fit ${schema.getName() ?? 'the member'}`]
}

const scalarFits = (schema: NormalizedSchema, value: unknown): boolean => {
  if (schema.isTimestampSchema()) {
    return value instanceof Date ? !Number.isNaN(value.getTime()) : typeof value === 'string' && isIso(value)
  }
  if (schema.isBooleanSchema()) return typeof value === 'boolean'
  if (schema.isNumericSchema()) return Number.isFinite(value)
  if (schema.isBigIntegerSchema()) return typeof value === 'bigint' || typeof value === 'number'
  if (schema.isBlobSchema()) return typeof value === 'string' || value instanceof Uint8Array
  if (schema.isStringSchema()) return typeof value === 'string'
  return true
}

/** The world's records hold dates and bytes as text; the SDK's serialisers want them as such. All else passes as it is. */
export const withDates = (schema: NormalizedSchema, value: unknown): unknown => {
  if (schema.isTimestampSchema() && typeof value === 'string') return new Date(value)
  if (schema.isBlobSchema() && typeof value === 'string') return Buffer.from(value, 'base64')
  if (schema.isListSchema() && Array.isArray(value)) return value.map(item => withDates(schema.getValueSchema(), item))
  if (schema.isMapSchema() && isRecord(value)) return mapValues(value, item => withDates(schema.getValueSchema(), item))
  if (!schema.isStructSchema() || !isRecord(value)) return value
  const dated: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    if (value[name] !== undefined && value[name] !== null) dated[name] = withDates(member, value[name])
  }
  return dated
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isIso = (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)

const mapValues = (record: Record<string, unknown>, map: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

const firstOf = <T, R>(items: Iterable<T>, pick: (item: T) => R | undefined): R | undefined => {
  for (const item of items) {
    const found = pick(item)
    if (found !== undefined) return found
  }
  return undefined
}
