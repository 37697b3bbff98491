// h3, its event stream.

import { createEventStream, H3Event } from 'h3'

import { serve } from './serve.mjs'

await serve(async ({ encode: { type, comment, ...message } }) => {
  if (message.data === undefined) return { refused: 'there is no event without data here' }
  const stream = createEventStream(new H3Event(new Request('http://localhost/')))
  const body = new Response(stream.body).arrayBuffer()
  if (comment !== undefined) await stream.pushComment(comment)
  await stream.push({ event: type, ...message })
  await stream.close()
  return { bytes: Buffer.from(await body).toString('base64') }
})
