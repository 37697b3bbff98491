// eventsource-encoder.

import { encode, encodeComment } from 'eventsource-encoder'

import { serve } from './serve.mjs'

await serve(({ encode: { type, comment, ...event } }) => {
  try {
    const written = (comment === undefined ? '' : encodeComment(comment)) + encode({ event: type, ...event })
    return { bytes: Buffer.from(written).toString('base64') }
  } catch (error) {
    return { refused: String(error) }
  }
})
