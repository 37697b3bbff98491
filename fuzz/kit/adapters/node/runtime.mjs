// The EventSource of the runtime itself: node --experimental-eventsource, or deno run --allow-all

import { dispatched } from './canned.mjs'
import { urlFor } from './loopback.mjs'
import { serve } from './serve.mjs'

await serve(async (question) => ({ events: await dispatched(new EventSource(urlFor(question))) }))
