"""sse-starlette, the encoder of its events."""

import base64

from sse_starlette.event import ServerSentEvent

from serve import serve


def answer(question):
    event = dict(question["encode"])
    event["event"] = event.pop("type", None)
    return {"bytes": base64.b64encode(ServerSentEvent(**event).encode()).decode()}


serve(answer)
