import { useTalk } from './talk.tsx'

const percent = (part: number, whole: number) => `${Math.min(100, Math.max(0, (100 * part) / whole))}%`

/** The AWS calls of the last answer, each as a bar from its start to its end. */
export const Waterfall = () => {
  const { calls } = useTalk()
  const list = calls.calls
  const start = Math.min(...list.map(it => it.from))
  const span = Math.max(1, Math.max(...list.map(it => it.to)) - start)
  const accounts = new Set(list.map(it => it.account)).size
  if (list.length === 0)
    return (
      <p className="empty">
        {calls.asked
          ? 'This answer needed no call to AWS.'
          : 'Ask the bot something: each call that it makes to AWS is drawn here.'}
      </p>
    )
  return (
    <div className="waterfall">
      <p>
        <code>{calls.asked}</code>
      </p>
      <p>
        <b>{calls.total}</b> call{calls.total === 1 ? '' : 's'} in {accounts} account{accounts === 1 ? '' : 's'},{' '}
        <b>{Math.round(span)} ms</b>
      </p>
      <ol>
        {list.map(it => (
          <li key={`${it.from} ${it.operation}`} className={it.error ? 'refused' : ''}>
            <span className="call">
              {it.service}:<wbr />
              {it.operation}
            </span>
            <span className="where">
              <span>{it.accountName} ·</span> <span>{it.region}</span>
            </span>
            <span className="time">{it.error ? it.error : `${Math.max(1, Math.round(it.to - it.from))} ms`}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ left: percent(it.from - start, span), width: percent(it.to - it.from, span) }} />
            </span>
          </li>
        ))}
      </ol>
      {calls.total > list.length && <p>and {calls.total - list.length} more</p>}
    </div>
  )
}
