import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

const page = 'docs/faults.md'
const head = `# What it holds

Each part is written by its own command with \`-- --write\`; no number here is typed by hand. The speed is in
[benchmarks.md](benchmarks.md), what somebody may try on purpose in [threats.md](threats.md).
`
const order = ['Faults', 'Bad input', 'Soak']

/** Replaces one part of docs/faults.md. */
export const writeSection = (title: string, text: string): void => {
  const old = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const parts = new Map(
    old
      .split(/^## /m)
      .slice(1)
      .map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()]),
  )
  const machine = `Measured on ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}.`
  parts.set(title, `${text.trim()}\n\n${machine}`)
  const written = order.flatMap(it => (parts.has(it) ? [`## ${it}\n\n${parts.get(it)}\n`] : []))
  writeFileSync(page, [head, ...written].join('\n'))
}
