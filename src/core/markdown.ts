/** Pieces of a Markdown page; everything that is put in is escaped, so that it stands as written. */
export const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .trim()

/** Inline code. A pipe is escaped because tables split their cells before they read code. */
export const mono = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`'
  const pad = fence.length > 1 ? ' ' : ''
  return fence + pad + text.replace(/\s+/g, ' ').replaceAll('|', '\\|') + pad + fence
}

/** `label` is Markdown already. */
export const linked = (label: string, url: string): string =>
  `[${label}](${url.replace(/[()\s]/g, char => `%${char.charCodeAt(0).toString(16)}`)})`

/** The last part of an address, as the label of a link: `encryption`. */
export const pageName = (url: string): string =>
  url
    .replace(/[/#?]+$/, '')
    .split(/[/#]/)
    .at(-1)
    ?.replace(/\.html(\.markdown)?$/, '') ?? url

export const sourceLinks = (urls: readonly string[]): string =>
  urls.map(url => linked(plain(pageName(url)), url)).join(' ')

/** Cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

/** Every address once, at the end of the page, so that the tables stay legible as text. */
const gathered = (text: string): string => {
  const urls: string[] = []
  const body = text.replace(/\]\((https:[^)\s]+)\)/g, (_, url: string) => {
    if (!urls.includes(url)) urls.push(url)
    return `][${urls.indexOf(url) + 1}]`
  })
  return [body, ...(urls.length ? [urls.map((url, i) => `[${i + 1}]: ${url}`).join('\n')] : [])].join('\n\n')
}

/** A generated page: its title, a line that says where it comes from, its parts. */
export const page = (title: string, from: string, parts: readonly string[]): string =>
  `${gathered([`# ${title}`, `<!-- Written by \`npm run docs\` from ${from}; change that, not this page. -->`, ...parts].join('\n\n'))}\n`
