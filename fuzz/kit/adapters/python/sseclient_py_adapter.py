"""sseclient-py."""

from sseclient import SSEClient

from serve import chunks, serve


def answer(question):
    # The ID of an event is that of its block, and the stream has none.
    events = SSEClient(chunks(question)).events()
    return {"events": [{"type": e.event, "data": e.data, "lastEventId": e.id} for e in events]}


serve(answer)
