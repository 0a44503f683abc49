// Asks the registry for known vulnerabilities of everything in the lock file, and ends with 1 where one is high or critical.
// A registry that cannot be asked fails nothing: it says nothing about the packages, and one line says so.
import { spawnSync } from 'node:child_process'

const grave = new Set(['high', 'critical'])

const { stdout, error } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
})

const reportIn = text => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

const report = reportIn(stdout)
if (!report.vulnerabilities) {
  const why = report.message ?? report.error?.summary ?? error?.message ?? 'no answer'
  process.stdout.write(`Audit: nothing was checked, for the registry could not be asked (${why.slice(0, 120)}).\n`)
} else {
  const found = Object.values(report.vulnerabilities)
  process.stdout.write(
    `Audit: ${found.length} of ${report.metadata.dependencies.total} packages with a known vulnerability\n`,
  )
  for (const { name, severity, range, via } of found) {
    const titles = via.map(it => (typeof it === 'string' ? `through ${it}` : `${it.title} ${it.url}`))
    process.stderr.write(`${severity}: ${name} ${range}: ${titles.join('; ')}\n`)
  }
  process.exitCode = found.some(it => grave.has(it.severity)) ? 1 : 0
}
