import { useState } from 'react'
import { api } from './api.ts'
import { Resource } from './resource.tsx'
import { useTalk } from './talk.tsx'

type Props = { readonly ask: (words: string) => void }

const Switches = () => {
  const { world, tell } = useTalk()
  const [busy, setBusy] = useState('')
  const flip = async (id: string, label: string) => {
    setBusy(id)
    const { done, why } = await api.flip(id)
    setBusy('')
    tell(done ? `${label}: done` : (why ?? `${label}: not possible now`))
  }
  return (
    <div className="switches">
      {world.switches.map(it => (
        <button
          key={it.id}
          type="button"
          title={it.hint}
          aria-busy={busy === it.id}
          onClick={() => flip(it.id, it.label)}
        >
          {it.label}
          {it.waiting > 0 && <em>{it.waiting} to come</em>}
        </button>
      ))}
    </div>
  )
}

/** The organisation as the embedded AWS holds it, and what one may do to it. */
export const World = ({ ask }: Props) => {
  const { world } = useTalk()
  const [filter, setFilter] = useState('')
  const wanted = filter.toLowerCase()
  const accounts = world.accounts
    .map(it => ({
      ...it,
      resources: it.resources.filter(each =>
        [each.arn, each.name, each.kind, each.about].some(words => words.toLowerCase().includes(wanted)),
      ),
    }))
    .filter(it => it.resources.length > 0)
  return (
    <div className="world">
      <h3>Make trouble</h3>
      <Switches />
      <h3>Accounts and resources</h3>
      <input
        type="search"
        value={filter}
        placeholder="Filter by name, type or story"
        aria-label="Filter resources"
        onChange={event => setFilter(event.target.value)}
      />
      {accounts.map(it => (
        <details key={it.id} open>
          <summary>
            <b>{it.name}</b> {it.id} <em>{it.resources.length}</em>
          </summary>
          <ul>
            {it.resources.map(each => (
              <Resource key={each.arn} resource={each} ask={ask} />
            ))}
          </ul>
        </details>
      ))}
      {accounts.length === 0 && <p className="empty">No resource of this world is called that.</p>}
    </div>
  )
}
