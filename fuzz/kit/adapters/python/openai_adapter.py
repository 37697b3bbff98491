"""openai, the decoder of its streams."""

from openai._streaming import SSEDecoder

from serve import chunks, serve


def answer(question):
    events = SSEDecoder().iter_bytes(iter(chunks(question)))
    # The decoder has no reconnection time of the stream, only of an event.
    return {"events": [{"type": e.event or "message", "data": e.data, "lastEventId": e.id} for e in events]}


serve(answer)
