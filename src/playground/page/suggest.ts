import type { ResourceState, WireCommand } from '../wire.ts'

/** One thing that could be typed; `fills` is the composer's text when it is taken. */
export type Suggestion = {
  readonly fills: string
  readonly label: string
  readonly hint: string
  readonly ends: boolean
}

const most = 8
const needsResource = new Set(['check', 'explain', 'policy', 'restore'])
const lower = (text: string) => text.toLowerCase()

/** What Slack would hint at, and what this world has: commands, then verbs, then resources. */
export const suggest = (
  text: string,
  commands: readonly WireCommand[],
  resources: readonly ResourceState[],
): readonly Suggestion[] => {
  if (!text.startsWith('/')) return []
  const [command = '', verb, ...rest] = text.split(' ')
  if (verb === undefined)
    return '/backup'.startsWith(command)
      ? [
          {
            fills: '/backup ',
            label: `/backup ${commands.map(it => it.verb).join(' | ')}`,
            hint: "backup-bot: check a resource's backup, explain a failed copy, mend a key policy",
            ends: false,
          },
        ]
      : []
  if (command !== '/backup') return []
  if (rest.length === 0)
    return commands
      .filter(it => it.verb.startsWith(lower(verb)))
      .map(it => ({ fills: `/backup ${it.verb} `, label: it.usage, hint: it.about, ends: false }))
  const typed = lower(rest.join(' '))
  if (!needsResource.has(verb) || rest.length > 1) return []
  return resources
    .filter(it => [it.arn, it.name, it.kind, it.about].some(words => lower(words).includes(typed)))
    .slice(0, most)
    .map(it => ({
      fills: `/backup ${verb} ${it.words}`,
      label: `${it.name} · ${it.kind}`,
      hint: it.about || it.arn,
      ends: true,
    }))
}
