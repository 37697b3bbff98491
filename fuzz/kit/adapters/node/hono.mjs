// hono, its streaming helper.

import { SSEStreamingApi } from 'hono/streaming'

import { serve } from './serve.mjs'

await serve(async ({ encode: { type, comment, ...message } }) => {
  if (comment !== undefined) return { refused: 'there are no comments here' }
  if (message.data === undefined) return { refused: 'there is no event without data here' }
  const { readable, writable } = new TransformStream()
  const api = new SSEStreamingApi(writable, readable)
  const body = new Response(api.responseReadable).arrayBuffer()
  try {
    await api.writeSSE({ event: type, ...message })
  } catch (error) {
    return { refused: String(error) }
  } finally {
    await api.close()
  }
  return { bytes: Buffer.from(await body).toString('base64') }
})
