// sse.js, over an XMLHttpRequest that has the chunks, decoded as a browser does.

import { SSE } from 'sse.js'

import { chunks, serve } from './serve.mjs'

/** The reconnection time at the start, which no stream sets. */
const UNSET = 1234567.5

globalThis.XMLHttpRequest = class extends EventTarget {
  status = 200
  responseText = ''
  open() {}
  send() {}
}

await serve(async (question) => {
  const source = new SSE('http://localhost/', { reconnectDelay: UNSET })
  const events = []
  source.dispatchEvent = (event) => {
    if (event && 'lastEventId' in event) {
      events.push({ type: event.type, data: event.data, lastEventId: event.lastEventId })
    }
    return true
  }
  const [request, decoder] = [source.xhr, new TextDecoder()]
  for (const chunk of chunks(question)) {
    request.responseText += decoder.decode(chunk, { stream: true })
    request.dispatchEvent(new Event('progress'))
  }
  request.responseText += decoder.decode()
  request.dispatchEvent(new Event('load'))
  const { lastEventId, reconnectDelay } = source
  return { events, lastEventId, retry: reconnectDelay === UNSET ? null : reconnectDelay }
})
