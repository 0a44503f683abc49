const columns = 108
const [charWidth, lineHeight, margin, bar] = [7.83, 19, 18, 34]

type Run = { readonly text: string; readonly codes: ReadonlySet<number> }

const colours: Readonly<Record<number, string>> = {
  31: '#ff7b7b',
  32: '#5fd38d',
  33: '#f0c24b',
  36: '#6cc7f5',
  90: '#8b949e',
}
const ends: Readonly<Record<number, (code: number) => boolean>> = {
  0: () => true,
  22: code => code === 1 || code === 2,
  24: code => code === 4,
  39: code => (code >= 30 && code <= 37) || code >= 90,
}

// The escape sequences of `styleText` and no others.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const escapes = /\u001b\[(\d+)m/

/** One line of a terminal as runs of text with the codes that are in force. */
const runsOf = (line: string): Run[] => {
  let codes = new Set<number>()
  return line.split(escapes).flatMap((part, i): Run[] => {
    if (i % 2 === 0) return part ? [{ text: part, codes }] : []
    const code = Number(part)
    const ended = ends[code]
    codes = new Set(ended ? [...codes].filter(it => !ended(it)) : [...codes, code])
    return []
  })
}

/** Breaks a line at the edge of the terminal. */
const wrapped = (runs: readonly Run[]): Run[][] => {
  const lines: Run[][] = [[]]
  let room = columns
  for (const run of runs) {
    let rest = run.text
    while (rest) {
      if (room === 0) {
        lines.push([])
        room = columns
      }
      const text = rest.slice(0, room)
      lines.at(-1)?.push({ ...run, text })
      room -= text.length
      rest = rest.slice(text.length)
    }
  }
  return lines
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const span = ({ text, codes }: Run, x: number): string => {
  const colour = [...codes].map(code => colours[code]).find(it => it !== undefined)
  const style = [
    colour ? `fill="${colour}"` : '',
    codes.has(1) ? 'font-weight="bold"' : '',
    codes.has(2) ? 'opacity=".65"' : '',
    codes.has(4) ? 'text-decoration="underline"' : '',
  ]
  return `<tspan x="${x.toFixed(1)}" ${style.filter(Boolean).join(' ')}>${escaped(text)}</tspan>`
}

/** What a terminal shows, as SVG: the command and its coloured output. */
export const terminalPicture = (command: string, output: string): string => {
  const lines = [`\u001b[32m$\u001b[39m ${command}`, ...output.replaceAll('\r', '').trimEnd().split('\n')]
    .map(runsOf)
    .flatMap(wrapped)
  const [width, height] = [Math.ceil(columns * charWidth + 2 * margin), bar + lines.length * lineHeight + margin]
  const drawn = lines.map((runs, i) => {
    let at = 0
    const spans = runs.map(run => {
      const it = span(run, margin + at * charWidth)
      at += run.text.length
      return it
    })
    return `<text y="${bar + (i + 1) * lineHeight - 5}" xml:space="preserve">${spans.join('')}</text>`
  })
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (it, i) => `<circle cx="${20 + i * 20}" cy="17" r="6" fill="${it}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<rect width="100%" height="100%" rx="9" fill="#12161c"/>
${dots.join('')}
<g fill="#d7dde5" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
${drawn.join('\n')}
</g>
</svg>
`
}
