// Package serve is the kit's side of every adapter in this folder: it reads questions and prints answers.
package serve

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// Question is a stream in its chunks, or an event to encode.
type Question struct {
	ID     json.Number
	Chunks Chunks
	Encode *struct {
		Type, Data, ID, Comment *string
		Retry                   *uint64
	}
}

// Chunks returns one chunk from each Read.
type Chunks [][]byte

// Read implements io.Reader.
func (chunks *Chunks) Read(into []byte) (int, error) {
	if len(*chunks) == 0 {
		return 0, io.EOF
	}
	read := copy(into, (*chunks)[0])
	(*chunks)[0] = (*chunks)[0][read:]
	if len((*chunks)[0]) == 0 {
		*chunks = (*chunks)[1:]
	}
	return read, nil
}

// Event is a decoded event.
type Event struct {
	Type, Data, LastEventID string
}

// MarshalJSON implements json.Marshaler.
func (event Event) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{
		"type": text(event.Type), "data": text(event.Data), "lastEventId": text(event.LastEventID),
	})
}

// Answer has the results of a question.
type Answer map[string]any

// Serve answers each question with the result of answer.
func Serve(answer func(*Question) Answer) {
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var question Question
		reply := Answer{"error": "the question can't be read"}
		if json.Unmarshal(line, &question) == nil {
			reply = caught(answer, &question)
		}
		reply["id"] = question.ID
		if out.Encode(reply) != nil {
			return
		}
	}
}

// text returns the text that the bytes of a string mean. A string may have any bytes, and encoding/json replaces each invalid
// one; the standard asks for one U+FFFD for a character that is cut off.
func text(bytes string) string {
	var out strings.Builder
	for len(bytes) > 0 {
		char, length := utf8.DecodeRuneInString(bytes)
		if char == utf8.RuneError && length == 1 {
			length = lengthOfInvalid(bytes)
		}
		out.WriteRune(char)
		bytes = bytes[length:]
	}
	return out.String()
}

func lengthOfInvalid(bytes string) int {
	for length := 3; length > 1; length-- {
		if length > len(bytes) {
			continue
		}
		for _, rest := range []string{"\x80", "\x80\x80"} {
			if _, whole := utf8.DecodeRuneInString(bytes[:length] + rest); whole == length+len(rest) {
				return length
			}
		}
	}
	return 1
}

func caught(answer func(*Question) Answer, question *Question) (reply Answer) {
	defer func() {
		if why := recover(); why != nil {
			reply = Answer{"error": fmt.Sprint("panicked: ", why)}
		}
	}()
	return answer(question)
}
