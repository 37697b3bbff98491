// eventsource-parser, through its stream, behind the platform's UTF-8 decoder, as its documentation shows it.

import { EventSourceParserStream } from 'eventsource-parser/stream'

import { chunks, serve } from './serve.mjs'

await serve(async (question) => {
  let retry = null
  let lastEventId = ''
  const events = []
  const parser = new EventSourceParserStream({ onRetry: (time) => (retry = time) })
  const stream = ReadableStream.from(chunks(question)).pipeThrough(new TextDecoderStream()).pipeThrough(parser)
  for await (const { event, data, id } of stream) {
    // The ID of an event is what its block says; that it persists is left to the caller.
    lastEventId = id ?? lastEventId
    events.push({ type: event ?? 'message', data, lastEventId })
  }
  return { events, retry }
})
