import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'

/** Settings as the SDK gives them to its own XML protocols; timestamps are ISO 8601 unless the member says otherwise. */
const settings = (xmlNamespace: string) => ({
  xmlNamespace,
  serviceNamespace: '',
  timestampFormat: { useTrait: true, default: 5 as const },
})

/** The children of the structure's element: what stands between `<Root>` and `</Root>`. */
export const innerXml = (schema: NormalizedSchema, value: unknown, xmlNamespace = ''): string => {
  if (!schema.isStructSchema()) return ''
  const serializer = new XmlShapeSerializer(settings(xmlNamespace))
  serializer.write(schema, value)
  const text = String(serializer.flush())
  if (/^<[^>]*\/>$/.test(text)) return ''
  return text.slice(text.indexOf('>') + 1, text.lastIndexOf('</'))
}

export const readXml = (schema: NormalizedSchema, body: Buffer, xmlNamespace: string): unknown =>
  new XmlShapeDeserializer(settings(xmlNamespace)).read(schema, body)

export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // Control characters have no place in XML 1.0, escaped or not.
    .replace(/[^\t\n\r\u0020-\uFFFD]/g, '\uFFFD')
