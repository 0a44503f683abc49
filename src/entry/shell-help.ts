import { topics } from '../core/topics/index.ts'
import { shellWords, verbs } from '../core/verbs.ts'
import { policyFileUsage } from './policy-file.ts'

const program = 'backup-bot'

/** Words of a button: nobody types them, and their own help has them. */
const buttons = new Set(['notice', 'retry'])

const optionsEverywhere: readonly (readonly [string, string])[] = [
  ['--json', 'the result as JSON on stdout, and nothing else there'],
  ['--play', "ask the playground's embedded AWS: nothing of yours is read"],
  ['--organisation FILE', 'another organisation file than organisation.json'],
  ['--no-color', 'plain text; NO_COLOR and TERM=dumb mean the same'],
]
const exits: readonly (readonly [string, string])[] = [
  ['0', 'yes, explained, or the key policy allows it already'],
  ['1', 'no, a known blocker, or statements are missing'],
  ['2', 'your input is wrong'],
  ['3', 'unsure: something that decides it could not be read'],
  ['4', 'the world is at fault: no credentials, AWS unreachable'],
]

type Bold = (text: string) => string

const table = (rows: readonly (readonly [string, string])[], bold: Bold): string => {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, about]) => `  ${bold(name.padEnd(width))}  ${about}`).join('\n')
}
type Told = { readonly usage: string; readonly about: string }

const described = (them: readonly Told[], bold: Bold): string =>
  them.map(({ usage, about }) => `  ${usage.replace(/^\S+/, bold)}\n      ${about}`).join('\n')
const asked: readonly Told[] = [
  ...Object.entries(verbs).flatMap(([verb, it]) => (buttons.has(verb) ? [] : [it])),
  { usage: policyFileUsage, about: 'Judge the document of a key policy without AWS' },
]

/** `backup-bot help`: what there is to say, with an example to start from. */
export const shellHelp = (bold: Bold): string =>
  [
    'Says whether a resource is backed up and copied to the central account, why not, and how to mend it.',
    `\n${bold('Try')}, without AWS:\n  ${program} ${verbs.check.examples[0]} --play`,
    `\n${bold('Ask')}\n${described(asked, bold)}`,
    `\n${bold('Run it')}\n${described(Object.values(shellWords), bold)}`,
    `\n${bold('Options everywhere')}\n${table(optionsEverywhere, bold)}`,
    `\n${bold('Exit codes')}\n${table(exits, bold)}`,
    `\n${program} help <word> tells more of each, with examples, and of: ${topics.map(it => it.id).join(', ')}, or a resource type such as ebs.`,
  ].join('\n')

/** `backup-bot help sweep`: what only the shell can do. */
export const wordHelp = (word: keyof typeof shellWords, bold: Bold): string => {
  const { usage, about, examples } = shellWords[word]
  return [
    `${bold(`${program} ${usage}`)}\n${about}.`,
    '\nFor example:',
    ...examples.map(it => `  ${program} ${it}`),
  ].join('\n')
}

/** The same as data, in the shape of a verb's help. */
export const wordJson = (word: keyof typeof shellWords) => ({
  schema: 'backup-bot/help/1',
  verbs: [{ verb: word, ...shellWords[word] }],
})
