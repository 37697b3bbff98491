// The encoder of github.com/gin-contrib/sse. It leaves out empty and zero values.
package main

import (
	"bytes"

	"github.com/gin-contrib/sse"

	"../serve"
)

func main() {
	serve.Serve(func(question *serve.Question) serve.Answer {
		asked := question.Encode
		if asked == nil {
			return serve.Answer{"error": "this is an encoder"}
		}
		isEmpty := (asked.ID != nil && *asked.ID == "") || (asked.Retry != nil && *asked.Retry == 0)
		if isEmpty || asked.Data == nil || asked.Comment != nil {
			return serve.Answer{"refused": "there is no such event here"}
		}
		event := sse.Event{Data: *asked.Data}
		if asked.Type != nil {
			event.Event = *asked.Type
		}
		if asked.ID != nil {
			event.Id = *asked.ID
		}
		if asked.Retry != nil {
			event.Retry = uint(*asked.Retry)
		}
		var out bytes.Buffer
		if err := sse.Encode(&out, event); err != nil {
			return serve.Answer{"refused": err.Error()}
		}
		return serve.Answer{"bytes": out.Bytes()}
	})
}
