"""assel, what it sends."""

import base64

from assel import Event, send

from serve import serve


def answer(question):
    asked = dict(question["encode"])
    comment = asked.pop("comment", None)
    if asked and "data" not in asked:
        return {"refused": "there is no event without data here"}
    try:
        event = Event(event=asked.pop("type", "message"), **asked) if asked else None
        return {"bytes": base64.b64encode(send(event, comment)).decode()}
    except AssertionError:
        return {"refused": "an assertion failed"}


serve(answer)
