// eventsource.

import { EventSource } from 'eventsource'

import { dispatched, respond } from './canned.mjs'
import { serve } from './serve.mjs'

await serve(async (question) => {
  const source = new EventSource('http://localhost/', { fetch: async () => respond(question) })
  return { events: await dispatched(source) }
})
