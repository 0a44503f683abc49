import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCsv, toJson } from '../../../src/core/restore/export.ts'
import { requestOf } from './samples.ts'

/** RFC 4180, as a spreadsheet reads it. */
const parseCsv = (text: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    expect(text[at]).toBe('"')
    let cell = ''
    for (at++; ; at++) {
      if (text[at] !== '"') cell += text[at]
      else if (text[at + 1] === '"') cell += text[at++]
      else break
    }
    row.push(cell)
    at++
    if (text[at] === ',') at++
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n')
      at += 2
      rows.push(row)
      row = []
    }
  }
  return rows
}

describe('the export', () => {
  it('has a header and a line a request', () => {
    const [head, first, ...rest] = parseCsv(toCsv([requestOf()]))
    expect(rest).toEqual([])
    expect(head?.slice(0, 5)).toEqual(['id', 'state', 'urgency', 'createdAt', 'requester'])
    expect(first?.slice(0, 5)).toEqual(['R-7KQ4M', 'filed', 'normal', '2026-11-20T10:00:00.000Z', 'Uma'])
    expect(parseCsv(toCsv([]))).toHaveLength(1)
  })

  it.each(['=HYPERLINK("https://evil.example")', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '\r=1'])(
    'keeps %j from being run',
    reason => {
      const [head, row] = parseCsv(toCsv([requestOf('s3', { reason })]))
      expect(row?.[head?.indexOf('reason') ?? -1]).toBe(`'${reason}`)
    },
  )

  it('keeps any text, and no cell begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), reason => {
        const [head, row] = parseCsv(toCsv([requestOf('s3', { reason })]))
        expect(row).toHaveLength(head?.length ?? 0)
        const cell = row?.[head?.indexOf('reason') ?? -1] ?? ''
        expect(cell.replace(/^'/, '')).toBe(reason.replace(/^'/, ''))
        expect(cell).not.toMatch(/^\s*[=+\-@]/)
      }),
    )
  })

  it('gives whole requests as JSON', () => {
    const requests = [requestOf()]
    expect(JSON.parse(JSON.stringify(toJson(requests)))).toEqual({ schema: 'backup-bot/requests/1', requests })
  })
})
