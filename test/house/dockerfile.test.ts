import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The instructions of a Dockerfile, with their continued lines joined and comments left out. */
const instructions = readFileSync('Dockerfile', 'utf8')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => line.trim() !== '')
  .map(line => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }))
const starts = instructions.flatMap(({ name }, i) => (name === 'FROM' ? [i] : []))
const last = instructions.slice(starts.at(-1))
const of = (name: string, among = instructions) => among.filter(it => it.name === name).map(it => it.rest)

// What hadolint asks for, and what the long-running shape promises.
describe('the Dockerfile', () => {
  it('has only instructions that there are, in capitals', () => {
    const known = /^(FROM|ENV|WORKDIR|COPY|RUN|USER|EXPOSE|HEALTHCHECK|CMD)$/
    expect(instructions.filter(it => !known.test(it.name))).toEqual([])
  })

  it('builds in one stage and runs in another, both of a named version', () => {
    expect(starts).toHaveLength(2)
    for (const image of of('FROM')) expect(image).toMatch(/^node:\d+-slim( AS build)?$/)
  })

  it('runs on the Node of Lambda, or a newer one than package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }
    const least = Number(/\d+/.exec(engines.node)?.[0])
    for (const image of of('FROM')) expect(Number(/\d+/.exec(image)?.[0])).toBeGreaterThanOrEqual(least)
  })

  it('carries nothing but the bundles and the settings into what runs, and installs nothing there', () => {
    expect(of('COPY', last)).toEqual(['--from=build /app/dist/ ./dist/', 'organisation.json ./'])
    expect(of('RUN', last)).toEqual([])
  })

  it('does not run as root, and the files belong to somebody else than who runs', () => {
    expect(of('USER', last)).toEqual(['node'])
    expect(of('COPY', last).filter(it => it.includes('--chown'))).toEqual([])
    const order = last.map(it => it.name)
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('COPY'))
  })

  it('installs exactly what the lock says, without scripts, before the source is copied', () => {
    expect(of('RUN')[0]).toBe('npm ci --ignore-scripts')
    const order = instructions.map(it => it.rest)
    expect(order.indexOf('npm ci --ignore-scripts')).toBeLessThan(order.indexOf('. .'))
  })

  it('uses absolute folders, and starts programs without a shell, so that signals arrive', () => {
    for (const folder of of('WORKDIR')) expect(folder).toMatch(/^\//)
    for (const command of [...of('CMD'), ...of('HEALTHCHECK').map(it => it.slice(it.indexOf('CMD ') + 4))])
      expect(JSON.parse(command)[0]).toBe('node')
    expect(of('CMD')).toEqual(['["node", "dist/server.mjs"]'])
  })

  it('has a health check that asks the path which answers without touching anything', () => {
    expect(of('HEALTHCHECK', last)).toHaveLength(1)
    expect(of('HEALTHCHECK', last)[0]).toContain('/healthz')
  })

  it('holds no secret, and the context leaves out what need not be there', () => {
    expect(of('ENV').join(' ')).not.toMatch(/TOKEN|SECRET|KEY/)
    expect(of('ARG')).toEqual([])
    const ignored = readFileSync('.dockerignore', 'utf8').trim().split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', 'dist']))
    expect(ignored.filter(it => ['src', 'organisation.json', 'scripts'].includes(it))).toEqual([])
    expect(existsSync('organisation.json')).toBe(true)
  })
})
