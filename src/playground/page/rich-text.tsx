import type { ReactNode } from 'react'
import type { Json } from '../wire.ts'
import { each } from './each.ts'
import { Emoji } from './emoji.tsx'
import { Link, Text, Verbatim, When } from './text.tsx'

type Style = { readonly bold?: boolean; readonly italic?: boolean; readonly strike?: boolean; readonly code?: boolean }
const list = (it: unknown) => (Array.isArray(it) ? (it as Json[]) : [])

const styled = (children: ReactNode, { bold, italic, strike, code }: Style = {}) => {
  const inCode = code ? <code>{children}</code> : children
  const inStrike = strike ? <s>{inCode}</s> : inCode
  const inItalic = italic ? <i>{inStrike}</i> : inStrike
  return bold ? <b>{inItalic}</b> : inItalic
}

const Inline = ({ it }: { it: Json }) => {
  switch (it.type) {
    case 'text':
      return styled(String(it.text), it.style as Style)
    case 'link':
      return styled(<Link url={String(it.url)}>{String(it.text ?? it.url)}</Link>, it.style as Style)
    case 'emoji':
      return <Emoji name={String(it.name)} />
    case 'user':
      return <Text it={{ type: 'mrkdwn', text: `<@${it.user_id}>` }} />
    case 'channel':
      return <Text it={{ type: 'mrkdwn', text: `<#${it.channel_id}>` }} />
    case 'usergroup':
      return <Text it={{ type: 'mrkdwn', text: `<!subteam^${it.usergroup_id}>` }} />
    case 'date':
      return <When seconds={Number(it.timestamp)} format={String(it.format)} text={String(it.fallback ?? '')} />
    default:
      throw new Error(`This page cannot draw rich text of type ${String(it.type)}.`)
  }
}
const Inlines = ({ of }: { of: Json }) => each(list(of.elements), it => <Inline it={it} />)

/** Text as it is, with a button that copies it. */
export const Preformatted = ({ text }: { text: string }) => (
  <div className="copyable">
    <Verbatim text={text} />
    <button type="button" className="copy" onClick={() => navigator.clipboard.writeText(text)}>
      Copy
    </button>
  </div>
)

const Part = ({ it }: { it: Json }) => {
  switch (it.type) {
    case 'rich_text_section':
      return (
        <p>
          <Inlines of={it} />
        </p>
      )
    case 'rich_text_preformatted':
      return (
        <Preformatted
          text={list(it.elements)
            .map(piece => String(piece.text ?? piece.url ?? ''))
            .join('')}
        />
      )
    case 'rich_text_quote':
      return (
        <blockquote>
          <Inlines of={it} />
        </blockquote>
      )
    case 'rich_text_list': {
      const items = each(list(it.elements), item => (
        <li>
          <Inlines of={item} />
        </li>
      ))
      return it.style === 'ordered' ? <ol>{items}</ol> : <ul>{items}</ul>
    }
    default:
      throw new Error(`This page cannot draw rich text of type ${String(it.type)}.`)
  }
}

export const RichText = ({ block }: { block: Json }) => (
  <div className="rich">
    {each(list(block.elements), it => (
      <Part it={it} />
    ))}
  </div>
)
