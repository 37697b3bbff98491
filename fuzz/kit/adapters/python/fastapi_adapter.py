"""FastAPI, its event, checked and written as its routing does it."""

import base64

from fastapi.sse import ServerSentEvent, format_sse_event
from pydantic import ValidationError

from serve import serve


def answer(question):
    asked = dict(question["encode"])
    try:
        event = ServerSentEvent(raw_data=asked.pop("data", None), event=asked.pop("type", None), **asked)
    except ValidationError as error:
        return {"refused": str(error)}
    written = format_sse_event(
        data_str=event.raw_data, event=event.event, id=event.id, retry=event.retry, comment=event.comment
    )
    return {"bytes": base64.b64encode(written).decode()}


serve(answer)
