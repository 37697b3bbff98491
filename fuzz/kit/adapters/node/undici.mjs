// The event source stream inside undici's EventSource.

import { EventSourceStream } from 'undici/lib/web/eventsource/eventsource-stream.js'

import { chunks, serve } from './serve.mjs'

await serve(async (question) => {
  const settings = { lastEventId: '', reconnectionTime: null, origin: 'http://localhost' }
  const stream = new EventSourceStream({ eventSourceSettings: settings })
  const events = []
  stream.on('data', ({ type, options }) => events.push({ type, data: options.data, lastEventId: options.lastEventId }))
  for (const chunk of chunks(question)) stream.write(chunk)
  await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject).end())
  return { events, retry: settings.reconnectionTime, lastEventId: settings.lastEventId }
})
