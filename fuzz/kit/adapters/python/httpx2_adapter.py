"""httpx2, its event source."""

import httpx2

from serve import chunks, serve


def answer(question):
    request = httpx2.Request("GET", "http://localhost/")
    headers = {"content-type": "text/event-stream"}
    response = httpx2.Response(200, headers=headers, content=iter(chunks(question)), request=request)
    # The event source has no reconnection time of the stream, only of an event.
    events = httpx2.EventSource(response)
    return {"events": [{"type": e.event, "data": e.data, "lastEventId": e.id} for e in events]}


serve(answer)
