// The kit's side of every adapter in this folder: questions in, answers out.

import { createInterface } from 'node:readline'

/** Answers each question with what `answer` makes of it. */
export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line)
    const reply = await Promise.resolve(question).then(answer).catch((error) => ({ error: String(error) }))
    console.log(JSON.stringify({ id: question.id, ...reply }))
  }
}

/** The chunks of a question, as bytes. */
export const chunks = (question) => question.chunks.map((chunk) => Buffer.from(chunk, 'base64'))
