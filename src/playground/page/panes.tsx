import type { ReactNode } from 'react'

export type Pane = 'channels' | 'talk' | 'side'
type Props = {
  readonly pane: Pane
  readonly setPane: (pane: Pane) => void
  /** What stands at the side. */
  readonly side: 'Thread' | 'World'
  readonly icons: Readonly<Record<'list' | 'talk' | 'world', ReactNode>>
}

/** On a phone one part is shown at a time; this bar changes it. */
export const PaneBar = ({ pane, setPane, side, icons }: Props) => (
  <nav className="panes" aria-label="Parts of the page">
    {(
      [
        ['channels', 'Channels', icons.list],
        ['talk', 'Messages', icons.talk],
        ['side', side, icons.world],
      ] as const
    ).map(([id, label, icon]) => (
      <button key={id} type="button" aria-current={pane === id ? 'page' : undefined} onClick={() => setPane(id)}>
        {icon}
        {label}
      </button>
    ))}
  </nav>
)
