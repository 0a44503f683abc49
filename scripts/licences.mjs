// Names every package that a person may receive with this project, and ends with 1 where one has a licence that is not on
// the list. Needs no network: the lock file says which packages there are, node_modules under which licence.
import { existsSync, readFileSync } from 'node:fs'

/** Permissive: they ask for a notice and nothing else. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
])
/** Never part of what is built, so that their terms reach nobody: tools that run beside the code. */
const toolsMayBe = new Set(['CC-BY-3.0', 'CC-BY-4.0', 'MPL-2.0'])

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))

/** `(MIT OR GPL-3.0)` is allowed where one of them is, `A AND B` where all are. */
const isAllowed = (licence, list) => {
  const text = licence.replace(/^\((.*)\)$/, '$1')
  if (/ OR /.test(text)) return text.split(' OR ').some(it => isAllowed(it, list))
  if (/ AND /.test(text)) return text.split(' AND ').every(it => isAllowed(it, list))
  return list.has(text)
}

const licenceOf = (path, entry) => {
  if (existsSync(`${path}/package.json`)) {
    const { license, licenses } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'))
    const found = license?.type ?? license ?? licenses?.map(it => it.type ?? it).join(' OR ')
    if (typeof found === 'string' && !/^SEE LICEN[CS]E/i.test(found)) return found
  }
  return entry.license ?? 'unknown'
}

const wrong = []
const unsealed = []
const counts = new Map()
for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || entry.link) continue
  const licence = licenceOf(path, entry)
  counts.set(licence, (counts.get(licence) ?? 0) + 1)
  const list = entry.dev || entry.devOptional ? new Set([...allowed, ...toolsMayBe]) : allowed
  if (!isAllowed(licence, list)) wrong.push(`${path.replace(/^.*node_modules\//, '')} ${entry.version}: ${licence}`)
  // Without its digest, whoever serves the package decides what it is.
  if (!entry.integrity && !entry.inBundle) unsealed.push(`${path} ${entry.version}`)
}
const shown = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `${licence} ${count}`)
process.stdout.write(`Licences: ${shown.join(', ')}\n`)
for (const it of wrong) process.stderr.write(`This licence is not on the list: ${it}\n`)
for (const it of unsealed) process.stderr.write(`The lock file has no digest of ${it}\n`)
process.exit(wrong.length || unsealed.length ? 1 : 0)
