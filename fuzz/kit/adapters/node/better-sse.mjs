// better-sse, its event buffer. By default, it writes data as JSON, which has no ends of line.

import { createEventBuffer } from 'better-sse'

import { serve } from './serve.mjs'

await serve(({ encode: { type, data, id, retry, comment } }) => {
  const buffer = createEventBuffer({ serializer: (text) => text })
  if (comment !== undefined) buffer.comment(comment)
  if (type !== undefined) buffer.event(type)
  if (id !== undefined) buffer.id(id)
  if (retry !== undefined) buffer.retry(retry)
  if (data !== undefined) buffer.data(data)
  return { bytes: Buffer.from(buffer.dispatch().read()).toString('base64') }
})
