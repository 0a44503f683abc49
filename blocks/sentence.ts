import { date, join, type Mrkdwn, prose } from './kit.ts'

const about = /^(arn:\S+): /
const moment = /(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)/

/** The key, volume or table that a sentence begins with, where it is not the resource itself. */
export const subjectOf = (text: string): string | undefined => about.exec(text)?.[1]

/** A sentence of the core without its subject, its moments in the reader's own time zone. */
export const sentence = (text: string): Mrkdwn =>
  join(
    text
      .replace(about, '')
      .split(moment)
      .map((part, i) => (i % 2 ? date(part) : prose(part))),
  )
