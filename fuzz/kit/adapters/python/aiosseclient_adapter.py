"""aiosseclient, over a loopback connection."""

import asyncio

from aiosseclient import aiosseclient

from loopback import read
from serve import chunks, serve


async def client(url):
    events, last_event_id = [], ""
    async for event in aiosseclient(url):
        # The ID of an event is that of its block; the caller must keep the last one, and send it.
        last_event_id = last_event_id if event.id is None else event.id
        events.append({"type": event.event, "data": event.data, "lastEventId": last_event_id})
    return {"events": events}


serve(lambda question: asyncio.run(read(chunks(question), client)))
