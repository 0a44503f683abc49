import { useState } from 'react'
import type { ResourceState } from '../wire.ts'
import { api } from './api.ts'
import { useTalk } from './talk.tsx'
import { ago } from './time.ts'

type Props = { readonly resource: ResourceState; readonly ask: (words: string) => void }
type Mark = { readonly words: string; readonly tone: 'good' | 'bad' | 'plain' }

const keyMark = (key: ResourceState['key']): Mark[] => {
  if (!key) return []
  if (key.state !== 'Enabled')
    return [{ words: `key ${key.state.replace('PendingDeletion', 'pending deletion').toLowerCase()}`, tone: 'bad' }]
  if (key.manager === 'AWS') return [{ words: 'AWS managed key', tone: 'plain' }]
  if (key.shared === null) return []
  if (key.shared === 'unknown') return [{ words: 'key: who knows', tone: 'plain' }]
  return [key.shared ? { words: 'key shared', tone: 'good' } : { words: 'key not shared', tone: 'bad' }]
}

const marksOf = ({ tag, key, versioning }: ResourceState): Mark[] => [
  tag === null
    ? { words: 'no tag', tone: 'bad' }
    : { words: `backup=${tag}`, tone: tag === 'enabled' ? 'good' : 'plain' },
  ...keyMark(key),
  ...(versioning === undefined
    ? []
    : [
        {
          words: `versioning ${versioning.toLowerCase()}`,
          tone: versioning === 'Enabled' ? ('good' as const) : ('bad' as const),
        },
      ]),
]

const copied: Readonly<Record<string, string>> = {
  COMPLETED: 'good',
  FAILED: 'bad',
  RUNNING: 'going',
  CREATED: 'going',
}

const lastCopyWords = ({ lastCopy, points }: ResourceState) => {
  const held = `${points.local} recovery point${points.local === 1 ? '' : 's'} here, ${points.central} in the central vault`
  return lastCopy ? `Last copy ${lastCopy.state.toLowerCase()} ${ago(lastCopy.at)}. ${held}.` : `Never copied. ${held}.`
}

/** One resource with its real state; pressing it copies its ARN, opening it offers what one may do to it. */
export const Resource = ({ resource, ask }: Props) => {
  const { tell } = useTalk()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState('')
  const { arn, name, kind, region, about, lastCopy, switches, words } = resource
  const copy = async () => {
    await navigator.clipboard.writeText(arn)
    tell('ARN copied')
  }
  const flip = async (id: string, label: string) => {
    setBusy(id)
    const { done, why } = await api.flip(id, arn)
    setBusy('')
    tell(done ? `${label}: done` : (why ?? `${label}: not possible now`))
  }
  return (
    <li className="resource" data-arn={arn}>
      <div className="line">
        <span
          className={`dot ${copied[lastCopy?.state ?? ''] ?? ''}`}
          title={lastCopyWords(resource)}
          aria-hidden="true"
        />
        <button type="button" className="name" onClick={copy} title={`${arn}\nPress to copy the ARN`}>
          <b>{name}</b>
          <small>
            {kind} · {region}
          </small>
        </button>
        <button
          type="button"
          className="small"
          aria-label={`Check ${name}`}
          onClick={() => ask(`/backup check ${words}`)}
        >
          Check
        </button>
        <button
          type="button"
          className="small"
          aria-expanded={open}
          aria-label={`Change ${name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? '▴' : '▾'}
        </button>
      </div>
      <p className="marks">
        {marksOf(resource).map(it => (
          <span key={it.words} className={it.tone}>
            {it.words}
          </span>
        ))}
      </p>
      {open && (
        <div className="more">
          {about && <p>{about}</p>}
          <p>{lastCopyWords(resource)}</p>
          {lastCopy?.message && <p className="said">{lastCopy.message}</p>}
          <div className="switches">
            {switches.map(it => (
              <button
                key={it.id}
                type="button"
                title={it.hint}
                aria-busy={busy === it.id}
                onClick={() => flip(it.id, it.label)}
              >
                {it.label}
              </button>
            ))}
          </div>
        </div>
      )}
    </li>
  )
}
