import { creating } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

// Services and their emulators differ in capitals, never in meaning.
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

export const stateReady = rule({
  id: 'state-ready',
  title: 'The resource is in a state from which a backup starts',
  stage: 'backed up',
  authority: 'aws',
  source: creating,
  needs: ['state'],
  applies: ({ kind }) => kind.states.ok.length > 0,
  judge: ({ state }, { kind: { states, name } }) => {
    const source = states.sources[0] ?? creating
    if (states.ok.some(it => same(it, state))) return { ...ok(`The state is ${state}.`), source }
    if (states.waits.some(it => same(it, state)))
      return { ...ok(`The state is ${state}: AWS Backup queues the job until it is over.`), source }
    return blocked(
      `The state is ${state}. A backup of the type ${name} starts only from ${[...states.ok, ...states.waits].join(' or ')}.`,
      { say: 'Wait until the state has passed, or mend what holds the resource in it; then check again.' },
      { source },
    )
  },
})
