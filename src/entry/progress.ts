import yoctoSpinner from 'yocto-spinner'
import type { CallLog } from '../aws/sessions.ts'

/** What is answered sooner needs no word. */
const patience = 400

/** A build server's log is no place for it, whatever its terminal says. */
const watched = !('CI' in process.env)

/** One line on a terminal's stderr that says what AWS is asked, erased when done; nothing at all where nobody looks. */
export const startProgress = (shown: boolean) => {
  if (!shown || !watched) return { asked: () => {}, stop: () => {} }
  const spinner = yoctoSpinner({ text: 'Asking AWS', stream: process.stderr })
  const start = setTimeout(() => spinner.start(), patience)
  let calls = 0
  return {
    asked: ({ call, account, region }: CallLog) => {
      calls++
      spinner.text = `Asking AWS: ${calls} ${calls === 1 ? 'answer' : 'answers'}, ${call} in ${account} ${region}`
    },
    stop: () => {
      clearTimeout(start)
      spinner.stop()
    },
  }
}
