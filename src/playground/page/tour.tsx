import { api } from './api.ts'
import { icons } from './icons.tsx'
import { useKept } from './kept.ts'
import { useTalk } from './talk.tsx'
import { has, noticeOf, type Step, steps, tourVolume } from './tour-steps.ts'

type Props = {
  readonly since: number
  readonly start: () => void
  readonly draft: (words: string) => void
  readonly show: (place: string, ts?: string) => void
}

const Do = ({ step, draft, show }: Pick<Props, 'draft' | 'show'> & { step: Step }) => {
  const { talk, tell } = useTalk()
  const { words, flip } = step
  const notice = noticeOf(talk)
  const press = async () => {
    if (words) draft(words)
    else if (flip) {
      const { done, why } = await api.flip(flip, tourVolume)
      if (!done) tell(why ?? 'It is fixed already.')
    } else if (notice) show(notice.channel, notice.ts)
    else await api.flip('copy-now', tourVolume)
  }
  return (
    <button type="button" className="primary" onClick={press}>
      {words
        ? 'Type it for me'
        : flip
          ? 'Put the statements'
          : notice
            ? 'Show me the message'
            : 'Start the copy as the backup plan would'}
    </button>
  )
}

/** Five steps, each confirmed by what really happened in the talk and in the world. */
export const Tour = ({ since, start, draft, show }: Props) => {
  const { talk, world } = useTalk()
  // A step that was confirmed stays so: the next one may undo what confirmed it.
  const [confirmed, setConfirmed] = useKept<Readonly<Record<string, string>>>('tour confirmed', {})
  const open = steps.filter(it => !it.verb || has(talk, it.verb))
  const at = open.find(it => !confirmed[it.id])
  const proof = at && since ? at.proof({ talk, world, since }) : undefined
  if (at && proof) setConfirmed({ ...confirmed, [at.id]: proof })
  const again = () => {
    setConfirmed({})
    start()
  }
  if (!since)
    return (
      <div className="tour">
        <h3>Three minutes, five steps</h3>
        <p>
          A copy failed last night. Find out why, mend it, run it again, and ask for a restore: in a Slack and an AWS
          that exist only in this process, with the bot that would run in yours.
        </p>
        <button type="button" className="primary" onClick={again}>
          Start the tour
        </button>
      </div>
    )
  return (
    <div className="tour">
      <ol>
        {steps.map(it => {
          const state = confirmed[it.id] ? 'done' : it === at ? 'now' : 'later'
          const absent = !open.includes(it)
          return (
            <li key={it.id} className={absent ? 'absent' : state} aria-current={state === 'now' ? 'step' : undefined}>
              <h3>
                {state === 'done' && <span className="tick">{icons.check}</span>}
                {it.title}
              </h3>
              {absent && <p>Left out: this bot has no word “{it.verb}” yet.</p>}
              {state === 'done' && <p role="status">{confirmed[it.id]}</p>}
              {state === 'now' && !absent && (
                <>
                  <p>{it.say}</p>
                  {it.words && (
                    <p>
                      <code>{it.words}</code>
                    </p>
                  )}
                  <Do step={it} draft={draft} show={show} />
                </>
              )}
            </li>
          )
        })}
      </ol>
      {!at && (
        <p role="status">
          <b>That was the tour.</b> Everything you saw was real but the cloud. Make some trouble in the World tab.
        </p>
      )}
      <button type="button" onClick={again}>
        Start again
      </button>
    </div>
  )
}
