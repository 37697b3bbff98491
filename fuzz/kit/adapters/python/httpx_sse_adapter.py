"""httpx-sse, through the response that it reads events from."""

import httpx
from httpx_sse import EventSource

from serve import chunks, serve


def answer(question):
    response = httpx.Response(200, headers={"content-type": "text/event-stream"}, content=iter(chunks(question)))
    events = list(EventSource(response).iter_sse())
    # The library has no reconnection time of the stream, only of an event.
    return {"events": [{"type": e.event, "data": e.data, "lastEventId": e.id} for e in events]}


serve(answer)
