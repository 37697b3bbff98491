// The decoder of github.com/gin-contrib/sse.
package main

import (
	"github.com/gin-contrib/sse"

	"../serve"
)

func main() {
	serve.Serve(func(question *serve.Question) serve.Answer {
		decoded, err := sse.Decode(&question.Chunks)
		if err != nil {
			return serve.Answer{"error": err.Error()}
		}
		events, lastEventID := []serve.Event{}, ""
		for _, event := range decoded {
			// An event has only its own ID; the caller must keep the last one.
			if event.Id != "" {
				lastEventID = event.Id
			}
			events = append(events, serve.Event{Type: event.Event, Data: event.Data.(string), LastEventID: lastEventID})
		}
		return serve.Answer{"events": events}
	})
}
