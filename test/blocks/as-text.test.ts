import { expect, it } from 'vitest'
import { asText } from '../../blocks/as-text.ts'
import { context, mrk } from '../../blocks/kit.ts'

it('keeps small print dim over its bold words and its lines', () => {
  const printed = asText([context(mrk`one *two* three\nfour`)], { colour: true })
  expect(printed).toBe('\u001b[2m  one \u001b[1mtwo\u001b[22m\u001b[2m three\u001b[22m\n\u001b[2m  four\u001b[22m')
})
