// A function as Lambda runs it: a process of its own that loads one bundle and is handed one event after the other.
const [, , file] = process.argv
const began = performance.now()
const { handler } = await import(file)
process.send({ ready: performance.now() - began })
process.on('message', async ({ id, event }) => {
  try {
    process.send({ id, answer: await handler(event) })
  } catch (error) {
    process.send({ id, thrown: String(error) })
  }
})
