// For clients that fetch: responses without a network, with the chunks of a question.

import { chunks } from './serve.mjs'

/** Returns a response whose body comes in the chunks of the question. */
export const respond = (question) =>
  new Response(ReadableStream.from(chunks(question)), { headers: { 'content-type': 'text/event-stream' } })

/** Returns all that an `EventSource` dispatches until the stream ends: then it is in error, and would connect again. */
export const dispatched = (source) =>
  new Promise((resolve) => {
    const events = []
    source.dispatchEvent = (event) => {
      if (event instanceof MessageEvent || 'lastEventId' in event) {
        events.push({ type: event.type, data: event.data, lastEventId: event.lastEventId })
      } else if (event.type === 'error') {
        source.close()
        resolve(events)
      }
      return true
    }
  })
