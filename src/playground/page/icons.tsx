import type { ReactNode } from 'react'

const icon = (children: ReactNode) => (
  <svg className="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.700" aria-hidden="true">
    {children}
  </svg>
)

export const icons = {
  send: icon(<path d="M3 3.500L17.500 10 3 16.500 5.200 10zM5.200 10H11" strokeLinejoin="round" />),
  close: icon(<path d="M5 5l10 10M15 5L5 15" strokeLinecap="round" />),
  back: icon(<path d="M12 4l-6 6 6 6" strokeLinecap="round" />),
  eye: icon(
    <>
      <path d="M1.500 10S4.500 4.500 10 4.500 18.500 10 18.500 10 15.500 15.500 10 15.500 1.500 10 1.500 10z" />
      <circle cx="10" cy="10" r="2.500" />
    </>,
  ),
  reply: icon(<path d="M3 4h14v9H9l-4 3.500V13H3z" strokeLinejoin="round" />),
  file: icon(<path d="M5 2.500h6.500L15.500 6.500v11H5zM11.500 2.500v4h4" strokeLinejoin="round" />),
  check: icon(<path d="M4 10.500l4 4L16 6" strokeWidth="2.400" strokeLinecap="round" />),
  talk: icon(<path d="M3 4h14v10H9l-4 3v-3H3z" strokeLinejoin="round" />),
  list: icon(<path d="M4 5h12M4 10h12M4 15h12" strokeLinecap="round" />),
  world: icon(
    <>
      <ellipse cx="10" cy="5" rx="6.500" ry="2.500" />
      <path d="M3.500 5v10c0 1.400 2.900 2.500 6.500 2.500s6.500-1.100 6.500-2.500V5M3.500 10c0 1.400 2.900 2.500 6.500 2.500s6.500-1.100 6.500-2.500" />
    </>,
  ),
}

/** The bot's own face: the drum that stands for a vault. */
export const BotFace = () => (
  <span className="face bot" aria-hidden="true">
    {icons.world}
  </span>
)

const hues = [210, 150, 25, 280, 340, 90]
export const Face = ({ name, id }: { name: string; id: string }) => {
  const hue = hues[[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % hues.length]
  return (
    <span className="face" style={{ background: `hsl(${hue} 45% 38%)` }} aria-hidden="true">
      {name.slice(0, 1)}
    </span>
  )
}
