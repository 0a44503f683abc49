import type { ResourceState, TalkState, WorldState } from '../wire.ts'

/** The volume whose key the central account may not use: the failure that everybody meets first. */
export const tourVolume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-07e3943d858664410'
const person = 'U0ANNA'

export type Seen = {
  readonly talk: TalkState
  readonly world: WorldState
  /** When the tour began, in seconds. */
  readonly since: number
}

export type Step = {
  readonly id: string
  readonly title: string
  readonly say: string
  /** What to type, or what to switch; neither: something to press in a message. */
  readonly words?: string
  readonly flip?: string
  /** The verb that must be there; without it the step is left out. */
  readonly verb?: string
  /** What really happened, or not yet (`undefined`). */
  readonly proof: (seen: Seen) => string | undefined
}

export const resourceOf = (world: WorldState, arn = tourVolume): ResourceState | undefined =>
  world.accounts.flatMap(it => it.resources).find(it => it.arn === arn)

/** Something that the bot has written since the tour began, about the volume, with these words in it. */
const told = ({ talk, since }: Seen, ...words: readonly string[]) =>
  talk.messages.some(it => {
    if (it.from || Number(it.ts) < since) return false
    const text = JSON.stringify(it.blocks)
    return text.includes(tourVolume) && words.every(each => text.includes(each))
  })

export const steps: readonly Step[] = [
  {
    id: 'check',
    title: 'Check a volume',
    say: 'Will this EBS volume be backed up and copied to the central account? Ask the bot.',
    words: `/backup check ${tourVolume}`,
    proof: seen =>
      told(seen, 'Copied to the central account')
        ? 'The bot read it all from AWS: no, the copy would fail.'
        : undefined,
  },
  {
    id: 'explain',
    title: 'Ask why the copy failed',
    say: 'Last night’s copy did fail. What does AWS’s message mean, and who must act?',
    words: `/backup explain ${tourVolume}`,
    proof: seen => (told(seen, 'AWS says') ? 'It found the job, its message and the cause.' : undefined),
  },
  {
    id: 'fix',
    title: 'Fix the key policy',
    say: 'The key of the volume does not let the central account in. Put the statements that the bot proposes.',
    flip: 'fix-key-policy',
    proof: ({ world }) =>
      resourceOf(world)?.key?.shared === true ? 'The key policy in the embedded AWS now allows the copy.' : undefined,
  },
  {
    id: 'retry',
    title: 'Run the copy again',
    say: 'Press “Retry copy” on the bot’s message in #shop-prod. The copy takes a few seconds.',
    verb: 'retry',
    proof: ({ world, since }) => {
      const copy = resourceOf(world)?.lastCopy
      return copy?.state === 'COMPLETED' && Date.parse(copy.at) / 1000 >= since
        ? 'The copy job is completed: the recovery point is in the central vault.'
        : undefined
    },
  },
  {
    id: 'restore',
    title: 'Ask for a restore',
    say: 'Open the form, choose the recovery point and send it: the CDX team finds it in #cdx.',
    words: `/backup restore ${tourVolume}`,
    verb: 'restore',
    proof: ({ talk, since }) =>
      talk.messages.some(
        it =>
          Number(it.ts) >= since &&
          !it.from &&
          talk.channels.find(each => each.id === it.channel)?.name === 'cdx' &&
          JSON.stringify(it.blocks).includes(tourVolume),
      )
        ? 'The request is in #cdx, with its pre-flight and its runbook.'
        : undefined,
  },
]

/** The notice about the volume's failed copy, with its button, in the owners' channel. */
export const noticeOf = (talk: TalkState) => {
  const about = talk.messages.filter(it => !it.from && !it.onlyFor && JSON.stringify(it.blocks).includes(tourVolume))
  const roots = new Set(about.map(it => it.thread ?? it.ts))
  return talk.messages.findLast(it => roots.has(it.ts) && JSON.stringify(it.blocks).includes('"retry '))
}

export const tourPerson = person
export const has = (talk: TalkState, verb: string): boolean => talk.buttonVerbs.includes(verb)
