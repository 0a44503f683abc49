import type { ReactNode } from 'react'

const svg = (children: ReactNode) => (
  <svg className="emoji" viewBox="0 0 20 20" aria-hidden="true">
    {children}
  </svg>
)
const check = (
  <path d="M5 10.5l3.500 3.500L15 6.500" fill="none" stroke="#fff" strokeWidth="2.400" strokeLinecap="round" />
)
const mark = { fill: 'none', strokeWidth: 2.6, strokeLinecap: 'round' as const }

/** Drawn here, so that they look the same where no emoji font is installed. */
const drawn: Readonly<Record<string, ReactNode>> = {
  white_check_mark: svg(
    <>
      <rect x="1" y="1" width="18" height="18" rx="4" fill="#2b9c6a" />
      {check}
    </>,
  ),
  ballot_box_with_check: svg(
    <>
      <rect x="1" y="1" width="18" height="18" rx="4" fill="#2f7bc9" />
      {check}
    </>,
  ),
  x: svg(<path d="M4 4l12 12M16 4L4 16" stroke="#dd3b45" {...mark} strokeWidth={3.4} />),
  grey_question: svg(
    <>
      <circle cx="10" cy="10" r="9" fill="#8a929c" />
      <path
        d="M7.200 7.600a2.800 2.800 0 1 1 4 2.500c-.9.500-1.200.9-1.200 1.900"
        stroke="#fff"
        {...mark}
        strokeWidth={2}
      />
      <circle cx="10" cy="14.800" r="1.300" fill="#fff" />
    </>,
  ),
  bulb: svg(
    <>
      <path
        d="M10 1.500a6 6 0 0 0-3.500 10.900c.6.500.9 1.100.9 1.800h5.200c0-.7.3-1.300.9-1.800A6 6 0 0 0 10 1.500z"
        fill="#f5c33b"
      />
      <path d="M7.600 15.800h4.800M8.300 18h3.400" stroke="#8a929c" {...mark} strokeWidth={1.7} />
    </>,
  ),
  no_entry_sign: svg(
    <>
      <circle cx="10" cy="10" r="7.700" fill="none" stroke="#dd3b45" strokeWidth="2.600" />
      <path d="M4.800 4.800l10.400 10.400" stroke="#dd3b45" {...mark} />
    </>,
  ),
  warning: svg(
    <>
      <path d="M10 2L19 18H1z" fill="#f5c33b" strokeLinejoin="round" stroke="#f5c33b" strokeWidth="1.500" />
      <path d="M10 7.500v5" stroke="#4a3b0a" {...mark} strokeWidth={2} />
      <circle cx="10" cy="15.300" r="1.200" fill="#4a3b0a" />
    </>,
  ),
  hourglass_flowing_sand: svg(
    <>
      <path d="M5 2h10M5 18h10" stroke="#9a6a3a" {...mark} strokeWidth={2} />
      <path d="M6 3c0 4 4 5 4 7s-4 3-4 7h8c0-4-4-5-4-7s4-3 4-7z" fill="#e9e2d4" stroke="#b98a55" />
      <path
        d="M7.500 16.500c.5-2 2.500-2.300 2.500-3.500 0 1.200 2 1.500 2.500 3.500zM8 5.500h4L10 8.500z"
        fill="#e0a64a"
      />
    </>,
  ),
  inbox_tray: svg(
    <>
      <path d="M2 11h4.500l1 2.500h5l1-2.500H18v6.500H2z" fill="#5b8fc7" />
      <path d="M10 2v7M6.800 6.200L10 9.300l3.200-3.100" stroke="#2f5f96" {...mark} strokeWidth={2} />
    </>,
  ),
  rotating_light: svg(
    <>
      <path d="M5 15V9.500a5 5 0 0 1 10 0V15z" fill="#dd3b45" />
      <rect x="3" y="15" width="14" height="3" rx="1" fill="#59616b" />
      <path d="M10 1v1.500M2.500 4l1.200 1M17.500 4l-1.200 1" stroke="#dd3b45" {...mark} strokeWidth={1.6} />
    </>,
  ),
  clock1: svg(
    <>
      <circle cx="10" cy="10" r="8" fill="#fff" stroke="#59616b" strokeWidth="2" />
      <path d="M10 10V5.500M10 10l1.800-3" stroke="#333" {...mark} strokeWidth={1.6} />
    </>,
  ),
  page_facing_up: svg(
    <>
      <path d="M4 1.500h8l4 4v13H4z" fill="#fff" stroke="#8a929c" strokeWidth="1.200" />
      <path d="M12 1.500v4h4" fill="#dfe3e8" stroke="#8a929c" strokeWidth="1.200" />
      <path d="M6.500 8.500h7M6.500 11.500h7M6.500 14.500h4.500" stroke="#8a929c" strokeWidth="1.200" />
    </>,
  ),
  alarm_clock: svg(
    <>
      <circle cx="10" cy="11" r="7" fill="#fff" stroke="#dd3b45" strokeWidth="2" />
      <path d="M10 7v4l2.500 1.500" stroke="#333" {...mark} strokeWidth={1.6} />
      <path d="M3 4.500l2.500-2M17 4.500l-2.500-2" stroke="#dd3b45" {...mark} strokeWidth={2} />
    </>,
  ),
}

const characters: Readonly<Record<string, string>> = {
  tada: '🎉',
  eyes: '👀',
  lock: '🔒',
  key: '🔑',
  mag: '🔍',
  repeat: '🔁',
  arrows_counterclockwise: '🔄',
  information_source: 'ℹ️',
  point_right: '👉',
  zzz: '💤',
  mute: '🔇',
  no_bell: '🔕',
  bell: '🔔',
  package: '📦',
  wave: '👋',
}

/** Whether it looks the same everywhere. */
export const isDrawn = (name: string): boolean => name in drawn

/** An emoji by its name in Slack; a name that nobody knows stays as it was written, as in Slack. */
export const Emoji = ({ name }: { name: string }) => {
  const picture = drawn[name] ?? characters[name]
  if (!picture) return <>:{name}:</>
  return (
    <span role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {picture}
    </span>
  )
}
