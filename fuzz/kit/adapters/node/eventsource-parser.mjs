// eventsource-parser, through its stream, after the platform's UTF-8 decoder, as in its documentation.

import { EventSourceParserStream } from 'eventsource-parser/stream'

import { chunks, serve } from './serve.mjs'

await serve(async (question) => {
  let retry = null
  let lastEventId = ''
  const events = []
  const parser = new EventSourceParserStream({ onRetry: (time) => (retry = time) })
  const stream = ReadableStream.from(chunks(question)).pipeThrough(new TextDecoderStream()).pipeThrough(parser)
  for await (const { event, data, id } of stream) {
    // The ID of an event is that of its block; the caller must keep the last one.
    lastEventId = id ?? lastEventId
    events.push({ type: event ?? 'message', data, lastEventId })
  }
  return { events, retry }
})
