import { Component, type ReactNode, useId } from 'react'
import type { Json } from '../wire.ts'
import { each } from './each.ts'
import { BlockElement } from './element.tsx'
import { RichText } from './rich-text.tsx'
import { blockIdOf, useSurface } from './surface.tsx'
import { Text } from './text.tsx'

type TextObject = { readonly type: string; readonly text: string }
const list = (it: unknown) => (Array.isArray(it) ? (it as Json[]) : [])
type Props = { readonly block: Json; readonly id: string }

const Section = ({ block, id }: Props) => {
  const name = useId()
  return (
    <div className="section">
      <div>
        {block.text ? (
          <div className="text" id={name}>
            <Text it={block.text as TextObject} />
          </div>
        ) : null}
        {block.fields ? (
          <div className="fields">
            {each(list(block.fields), field => (
              <div className="text">
                <Text it={field as TextObject} />
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {block.accessory ? (
        <div className="accessory">
          <BlockElement
            block={id}
            element={block.accessory as Json}
            names={{ id: `${name}-it`, 'aria-label': String((block.text as TextObject | undefined)?.text ?? 'Choose') }}
            tells
          />
        </div>
      ) : null}
    </div>
  )
}

const Actions = ({ block, id }: Props) => {
  const name = useId()
  return (
    <div className="actions">
      {list(block.elements).map((element, i) => (
        <BlockElement
          key={String(element.action_id ?? i)}
          block={id}
          element={element}
          names={{
            id: `${name}-${i}`,
            'aria-label': String((element.placeholder as TextObject | undefined)?.text ?? 'Choose'),
          }}
          tells
        />
      ))}
    </div>
  )
}

const Input = ({ block, id }: Props) => {
  const name = useId()
  const { errors } = useSurface()
  const element = block.element as Json
  const hint = block.hint as TextObject | undefined
  const error = errors[id]
  const described = [error ? `${name}-error` : '', hint ? `${name}-hint` : ''].filter(Boolean).join(' ') || undefined
  const group = element.type === 'radio_buttons' || element.type === 'checkboxes'
  const label = (block.label as TextObject).text
  const words = (
    <>
      {label}
      {block.optional ? <small> (optional)</small> : null}
    </>
  )
  return (
    <div className={error ? 'input wrong' : 'input'} data-block={id}>
      {group ? <div className="label">{words}</div> : <label htmlFor={name}>{words}</label>}
      <BlockElement
        block={id}
        element={element}
        names={{
          id: name,
          ...(group ? { 'aria-label': label } : {}),
          'aria-describedby': described,
          ...(error ? { 'aria-invalid': true } : {}),
        }}
        tells={block.dispatch_action === true}
      />
      {error ? (
        <p className="error" id={`${name}-error`}>
          {error}
        </p>
      ) : null}
      {hint ? (
        <p className="hint" id={`${name}-hint`}>
          <Text it={hint} />
        </p>
      ) : null}
    </div>
  )
}

const cell = (it: Json) => (it.type === 'rich_text' ? <RichText block={it} /> : String(it.text ?? it.value ?? ''))

const Table = ({ block }: { block: Json }) => {
  const [head, ...rows] = list(block.rows) as unknown as Json[][]
  return (
    <div className="table">
      <table>
        {block.caption ? <caption>{String(block.caption)}</caption> : null}
        <thead>
          <tr>
            {each(head ?? [], it => (
              <th scope="col">{cell(it)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {each(rows, row => (
            <tr>
              {each(row, it => (
                <td>{cell(it)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** One block; a type that this page does not know is an error that everybody sees, never a gap. */
export const Block = ({ block, id }: Props) => {
  switch (block.type) {
    case 'section':
      return <Section block={block} id={id} />
    case 'header':
      return (
        <h3>
          <Text it={block.text as TextObject} />
        </h3>
      )
    case 'context':
      return (
        <div className="context">
          {each(list(block.elements), it => (
            <span>{it.type === 'image' ? String(it.alt_text) : <Text it={it as TextObject} />}</span>
          ))}
        </div>
      )
    case 'divider':
      return <hr />
    case 'actions':
      return <Actions block={block} id={id} />
    case 'input':
      return <Input block={block} id={id} />
    case 'rich_text':
      return <RichText block={block} />
    case 'table':
    case 'data_table':
      return <Table block={block} />
    case 'alert':
      return (
        <div className={`alert ${block.level ?? ''}`} role="note">
          <Text it={block.text as TextObject} />
        </div>
      )
    default:
      throw new Error(`This page cannot draw a block of type ${String(block.type)}.`)
  }
}

/** Shows what went wrong in place of the block; React writes it to the console too. */
export class Loud extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null as Error | null }
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override render() {
    if (!this.state.error) return this.props.children
    return (
      <p className="cannot-draw" role="alert">
        {this.state.error.message}
      </p>
    )
  }
}

export const Blocks = ({ blocks }: { blocks: readonly Json[] }) =>
  blocks.map((block, i) => {
    const id = blockIdOf(block, i)
    return (
      <Loud key={`${id}/${String(block.type)}`}>
        <Block block={block} id={id} />
      </Loud>
    )
  })
