import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** So many turns of the event loop without a request, and the ones that wait are all there are of their round. */
const quietTurns = 30

/**
 * Stands before the embedded AWS and lets requests through round by round: those that wait go together once nothing is
 * under way and no more come. It counts turns, not time, so a busy machine makes it slower, not wrong.
 */
export const startGate = async (target: string) => {
  let waiting: (() => void)[] = []
  let underWay = 0
  let quiet = 0
  let rounds = 0
  const turn = setInterval(() => {
    if (waiting.length === 0 || underWay > 0 || ++quiet < quietTurns) return
    const together = waiting
    waiting = []
    quiet = 0
    rounds++
    underWay = together.length
    for (const pass of together) pass()
  }, 2)
  const server = http.createServer((incoming, outgoing) => {
    quiet = 0
    waiting.push(() => {
      const { method, headers, url } = incoming
      const passed = http.request(`${target}${url}`, { method, headers }, answer => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      outgoing.on('close', () => underWay--)
      incoming.pipe(passed)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How many rounds there were since this was last asked. */
    rounds: () => {
      const so = rounds
      rounds = 0
      return so
    },
    close: () => {
      clearInterval(turn)
      server.closeAllConnections()
      server.close()
    },
  }
}
