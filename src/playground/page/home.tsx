import { type ReactNode, useEffect, useState } from 'react'
import { api } from './api.ts'
import { Blocks } from './blocks.tsx'
import { SurfaceProvider } from './surface.tsx'
import { useTalk } from './talk.tsx'

/** The App Home as the bot published it for this person; opening it tells the bot. */
export const Home = ({ tabs }: { tabs: ReactNode }) => {
  const { talk, me, tell } = useTalk()
  const [asked, setAsked] = useState(false)
  const view = talk.homes[me]
  useEffect(() => {
    setAsked(false)
    api
      .home(me)
      .then(() => setTimeout(() => setAsked(true), 8000))
      .catch((error: unknown) => tell(String(error)))
  }, [me, tell])
  return (
    <>
      <header className="head">
        <h1>backup-bot</h1>
        <p>App</p>
        {tabs}
      </header>
      <section className="home" aria-label="App Home">
        {view ? (
          <SurfaceProvider of={{ view: view.id }} blocks={view.blocks}>
            <Blocks blocks={view.blocks} />
          </SurfaceProvider>
        ) : asked ? (
          <p className="empty">The bot has not published a Home for you. Its messages are in the other tab.</p>
        ) : (
          <p className="empty">The bot is drawing your Home…</p>
        )}
      </section>
    </>
  )
}
