import { useState } from 'react'
import type { WireFile } from '../wire.ts'
import { icons } from './icons.tsx'
import { useTalk } from './talk.tsx'
import { Verbatim } from './text.tsx'

const linesShown = 12

/** A file snippet as Slack shows it: its first lines, with copy and download. */
export const File = ({ file }: { file: WireFile }) => {
  const { tell } = useTalk()
  const [whole, setWhole] = useState(false)
  const lines = file.content.split('\n')
  const shown = whole ? lines : lines.slice(0, linesShown)
  const copy = async () => {
    await navigator.clipboard.writeText(file.content)
    tell(`${file.name} copied`)
  }
  return (
    <figure className="file">
      <figcaption>
        {icons.file}
        <b>{file.title}</b>
        <button type="button" onClick={copy}>
          Copy
        </button>
        <a download={file.name} href={`data:text/plain;charset=utf-8,${encodeURIComponent(file.content)}`}>
          Download
        </a>
      </figcaption>
      <Verbatim text={shown.join('\n')} />
      {lines.length > linesShown && (
        <button type="button" className="more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : `Show all ${lines.length} lines`}
        </button>
      )}
    </figure>
  )
}
