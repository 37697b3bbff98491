// The kit's side of every adapter in this folder: it reads questions and prints answers.

import { createInterface } from 'node:readline'

/** Answers each question with the result of `answer`. */
export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line)
    const reply = await Promise.resolve(question).then(answer).catch((error) => ({ error: String(error) }))
    console.log(JSON.stringify({ id: question.id, ...reply }))
  }
}

/** Returns the chunks of a question, as bytes. */
export const chunks = (question) => question.chunks.map((chunk) => Buffer.from(chunk, 'base64'))
