import { useEffect, useState } from 'react'
import { useTalk } from './talk.tsx'

const themes = ['auto', 'light', 'dark'] as const
type Theme = (typeof themes)[number]
const kept = (): Theme => themes.find(it => it === localStorage.getItem('theme')) ?? 'auto'

/** The bar above everything: what this is, who one is, light or dark. */
export const Top = ({ me, setMe }: { me: string; setMe: (id: string) => void }) => {
  const { talk } = useTalk()
  const [theme, setTheme] = useState(kept)
  useEffect(() => {
    localStorage.setItem('theme', theme)
    document.documentElement.style.colorScheme = theme === 'auto' ? 'light dark' : theme
  }, [theme])
  return (
    <header className="top">
      <p>
        <b>backup-bot playground</b>
        <span>the real bot between an embedded AWS and an embedded Slack</span>
      </p>
      <label>
        You are
        <select value={me} onChange={event => setMe(event.target.value)}>
          {talk.people.map(it => (
            <option key={it.id} value={it.id}>
              {it.name}, {it.role}
            </option>
          ))}
        </select>
      </label>
      <label>
        Look
        <select value={theme} onChange={event => setTheme(event.target.value as Theme)}>
          {themes.map(it => (
            <option key={it} value={it}>
              {it}
            </option>
          ))}
        </select>
      </label>
    </header>
  )
}
