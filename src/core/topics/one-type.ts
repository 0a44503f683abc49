import { capabilities, cellSays, keyNeeded, outcomeSays, sourceStates } from '../capability-table.ts'
import { isComposite } from '../composite.ts'
import type { Cell, Kind } from '../kind.ts'
import { pageName } from '../markdown.ts'
import { recipeOf } from '../restore/recipes/index.ts'
import { differencesOf } from './differences.ts'
import { code, type Line, line, names, type Piece, type Span, see, strong, type Topic, text } from './topic.ts'

const links = (urls: readonly string[]): Line =>
  urls.flatMap((url, i): Span[] => [i ? ' ' : '', see(pageName(url), url)])

const capability = ({ title, of }: (typeof capabilities)[number], kind: Kind): Line => {
  const it: Cell = of(kind)
  return line`${strong(`${title}:`)} ${cellSays(it)}${it.note ? `, ${it.note}` : ''} (${links(it.sources)})`
}

const outcomes = (kind: Kind): Piece[] =>
  kind.crossAccountCopy.value === 'no' || isComposite(kind)
    ? []
    : [
        {
          is: 'points',
          lines: sourceStates.map(
            ([state, title]) => line`${strong(`${title}:`)} ${outcomeSays[kind.copyWhen[state]]}`,
          ),
        },
      ]

const states = ({ ok, waits, sources }: Kind['states']): Piece[] =>
  ok.length
    ? [
        text`A backup starts in the states ${names(ok, 'or')}${waits.length ? `; in ${names(waits, 'or')} it waits` : ''} (${links(sources)}).`,
      ]
    : []

const restore = (kind: Kind): Piece[] => {
  const recipe = recipeOf(kind.id)
  return recipe
    ? [
        text`A restore makes ${recipe.makes}.${recipe.overwrites ? ` ${recipe.overwrites}` : ''} (${see(pageName(recipe.source), recipe.source)})`,
      ]
    : []
}

const houseKey: Readonly<Record<Kind['houseKey'], string>> = {
  required: 'The CDX guide demands a customer managed key.',
  'required if encrypted':
    'The CDX guide demands a customer managed key: in its section on the type if the resource is encrypted, in its FAQ always. The stricter word counts.',
  optional: 'The CDX guide leaves the resource’s key to you.',
  'not mentioned': 'The CDX guide does not mention the type.',
}

/** Everything known of one type, with every link: `help ebs`. */
export const oneType = (kind: Kind): Topic => ({
  id: kind.id,
  title: kind.name,
  questions: [`What can AWS Backup do with the type ${kind.name}?`],
  rules: kind.rules.map(rule => rule.id),
  tell: ({ regions }) => {
    const absent = regions.filter(region => kind.absentIn.includes(region))
    return [
      { is: 'points', lines: capabilities.map(it => capability(it, kind)) },
      text`Key needed for the copy: ${keyNeeded(kind)}. The local backup uses ${kind.localBackupUses}; the copy: ${kind.copyUses} (${links(kind.copyWhen.sources)}).`,
      ...outcomes(kind),
      text`${houseKey[kind.houseKey]}`,
      ...states(kind.states),
      ...(absent.length ? [text`Not offered in ${absent.join(', ')}.`] : []),
      text`AWS Backup’s own name of the type, also for the opt-in: ${code(kind.optInKey)}.`,
      ...restore(kind),
      ...differencesOf(kind.id),
    ]
  },
})
