"""assel, its parser. All parsers share one UTF-8 decoder, so that a stream that is cut off spoils the next one."""

from assel import Parser

from serve import chunks, serve


def answer(question):
    parser, events, last_event_id = Parser(), [], ""
    for chunk in chunks(question):
        for event in parser.receive_bytes(chunk):
            # The ID of an event is that of its block; the caller must keep the last one.
            last_event_id = last_event_id if event.id is None else event.id
            events.append({"type": event.event, "data": event.data, "lastEventId": last_event_id})
    # The parser has no reconnection time of the stream, only of an event.
    return {"events": events}


serve(answer)
