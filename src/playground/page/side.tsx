import { Tour } from './tour.tsx'
import { Waterfall } from './waterfall.tsx'
import { World } from './world.tsx'

export type SideTab = 'tour' | 'world' | 'calls'
type Props = {
  readonly tab: SideTab
  readonly setTab: (tab: SideTab) => void
  readonly tour: Parameters<typeof Tour>[0]
  readonly ask: (words: string) => void
}
const names: Readonly<Record<SideTab, string>> = { tour: 'Tour', world: 'World', calls: 'AWS calls' }

/** What Slack does not have: the tour, the world behind the bot, and the calls that it makes. */
export const Side = ({ tab, setTab, tour, ask }: Props) => (
  <aside className="side" aria-label="Playground">
    <header className="head">
      <div className="tabs">
        {(Object.keys(names) as SideTab[]).map(it => (
          <button key={it} type="button" aria-pressed={tab === it} onClick={() => setTab(it)}>
            {names[it]}
          </button>
        ))}
      </div>
    </header>
    {/* The tour keeps its place while another tab is shown. */}
    <div className="scroll" hidden={tab !== 'tour'}>
      <Tour {...tour} />
    </div>
    {tab === 'world' && (
      <div className="scroll">
        <World ask={ask} />
      </div>
    )}
    {tab === 'calls' && (
      <div className="scroll">
        <Waterfall />
      </div>
    )}
  </aside>
)
