import type { Kind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'
import * as at from '../links.ts'
import { unsupportedServices } from '../targets/unsupported.ts'
import { differencesOf } from './differences.ts'
import { type Line, line, names, see, strong, type Topic, text } from './topic.ts'

/** Services with the same advice share a line. */
const advised = (): readonly Line[] => {
  const byAdvice = new Map<string, readonly string[]>()
  for (const { what, advice } of Object.values(unsupportedServices))
    byAdvice.set(advice, [...(byAdvice.get(advice) ?? []), what])
  return [...byAdvice].map(([advice, what]) => line`${strong(`${names(what)}:`)} ${advice}`)
}

const uncopied = (value: Kind['crossAccountCopy']['value']): readonly Line[] =>
  kinds
    .filter(kind => kind.crossAccountCopy.value === value)
    .map(({ name, crossAccountCopy: { note, sources } }) => {
      const links = sources.map((url, i) => see(i ? 'also' : 'source', url))
      return line`${strong(`${name}:`)} ${note ?? 'no copy of any kind'} (${links.flatMap((it, i) => (i ? [' ', it] : [it]))})`
    })

const conditions = (): readonly Line[] =>
  kinds
    .filter(kind => kind.rules.length > 0)
    .map(({ name, rules }) => line`${strong(`${name}:`)} ${rules.map(rule => rule.title).join('; ')}.`)

export const notSupported: Topic = {
  id: 'not-supported',
  title: 'Not supported',
  questions: [
    'Which resources does AWS Backup not support?',
    'What do I do with secrets, parameters and other things that cannot be backed up?',
    'Which types are backed up but cannot be copied to the central account?',
  ],
  rules: ['type-can-be-copied', 'type-offered', 'engine-supported', 'placed-in-region'],
  tell: () => [
    text`Not taken by AWS Backup at all (${see('what it supports', at.supported)}):`,
    { is: 'points', lines: advised() },
    text`Taken, but never copied, so there is no more protection than the local vault gives:`,
    { is: 'points', lines: uncopied('no') },
    text`AWS’s pages contradict each other:`,
    { is: 'points', lines: uncopied('unknown') },
    text`Of some types only what meets these conditions:`,
    { is: 'points', lines: conditions() },
    ...differencesOf('not-supported'),
  ],
}
