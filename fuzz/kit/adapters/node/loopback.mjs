// For clients whose transport can't be replaced: a server on the loopback interface, which sends the chunks of a question.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate } from 'node:timers/promises'

import { chunks } from './serve.mjs'

/** Answers requests for `/ID` with the question of that ID. */
const questions = new Map()

const server = createServer(async (request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' })
  for (const chunk of chunks(questions.get(request.url))) {
    if (chunk.length > 0) response.write(chunk)
    // The client is in this process: it reads the chunk before the next one is written.
    await setImmediate()
    await setImmediate()
  }
  response.end()
})
server.listen(0, '127.0.0.1').unref()
await once(server, 'listening')

/** Returns the URL of a response to this question. */
export function urlFor(question) {
  const path = `/${question.id}`
  questions.clear()
  questions.set(path, question)
  return `http://127.0.0.1:${server.address().port}${path}`
}
