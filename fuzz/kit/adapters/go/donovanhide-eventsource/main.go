// The decoder of github.com/donovanhide/eventsource.
package main

import (
	"io"

	"github.com/donovanhide/eventsource"

	"../serve"
)

func main() {
	serve.Serve(func(question *serve.Question) serve.Answer {
		decoder := eventsource.NewDecoder(&question.Chunks)
		events, lastEventID := []serve.Event{}, ""
		for {
			event, err := decoder.Decode()
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				return serve.Answer{"events": events}
			}
			if err != nil {
				return serve.Answer{"error": err.Error()}
			}
			// The library's streams keep the last ID like this. An event has only its own ID.
			if event.Id() != "" {
				lastEventID = event.Id()
			}
			eventType := event.Event()
			if eventType == "" {
				eventType = "message"
			}
			events = append(events, serve.Event{Type: eventType, Data: event.Data(), LastEventID: lastEventID})
		}
	})
}
