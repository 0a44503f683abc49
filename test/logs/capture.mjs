// Loaded first by every process of the tests: a copy of all that it writes goes to the folder TEST_LOGS, which is searched
// for secrets when the whole suite is over.
import { appendFileSync } from 'node:fs'

const folder = process.env.TEST_LOGS
if (folder)
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write
    stream.write = function (chunk, ...more) {
      appendFileSync(`${folder}/${process.pid}`, chunk)
      return write.call(this, chunk, ...more)
    }
  }

// The processes that this one starts do the same.
if (folder) process.env.NODE_OPTIONS = `--import=${import.meta.url}`
