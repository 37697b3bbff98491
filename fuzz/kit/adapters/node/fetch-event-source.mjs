// @microsoft/fetch-event-source. The last event ID and the reconnection time are those of its next request.

import { fetchEventSource } from '@microsoft/fetch-event-source'

import { respond } from './canned.mjs'
import { serve } from './serve.mjs'

/** The reconnection time at the start. If it is the same at the end, the adapter can't know whether the stream has set it. */
const DEFAULT = 1000

await serve(async (question) => {
  const events = []
  let [interval, lastEventId] = [null, '']
  // The client is made for browsers; the timer says how long it would wait.
  globalThis.document = { addEventListener() {}, removeEventListener() {}, hidden: false }
  globalThis.window = { clearTimeout() {}, setTimeout: (again, time) => ((interval = time), again()) }
  let requests = 0
  await fetchEventSource('http://localhost/', {
    fetch: async (_, { headers }) => {
      requests += 1
      lastEventId = headers['last-event-id'] ?? ''
      return requests === 1 ? respond(question) : respond({ chunks: [] })
    },
    onmessage: ({ event, data }) => events.push({ type: event || 'message', data }),
    onclose: () => {
      if (requests === 1) throw new Error('to be connected again')
    },
    onerror: () => undefined,
  })
  return { events, lastEventId, ...(interval !== DEFAULT && { retry: interval }) }
})
