package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
)

// whoCanDocument is what who-can --format json prints. It is written as the answers come.
type whoCanDocument struct {
	Schema   string       `json:"schema"`
	Question questionLine `json:"question"`
	// Answers are those of the principals that may do the action, or perhaps, by account and ARN.
	Answers []memberLine `json:"answers"`
	// Outsiders are those whom a role's trust policy lets in from elsewhere.
	Outsiders []outsiderLine `json:"outsiders"`
	rollEnd
}

const whoCanSchema = "orgscan.who-can/1"

// rollJSON writes one JSON object, an answer a line.
type rollJSON struct {
	w         io.Writer
	question  questionLine
	begun     bool
	outsiders []outsiderLine
}

func newRollJSON(w io.Writer, q questionLine) *rollJSON { return &rollJSON{w: w, question: q} }

func (r *rollJSON) answer(l memberLine, _ *access.Answer) error {
	before := ",\n  "
	if !r.begun {
		before = r.head() + "\n  "
	}
	r.begun = true
	return r.write(before + compactJSON(l))
}

func (r *rollJSON) head() string {
	return "{\n" + `"schema": ` + compactJSON(whoCanSchema) + ",\n" + `"question": ` + compactJSON(r.question) + ",\n" + `"answers": [`
}

func (r *rollJSON) outsider(l outsiderLine, _ *access.Answer) error {
	r.outsiders = append(r.outsiders, l)
	return nil
}

func (r *rollJSON) end(e *rollEnd) error {
	text := "\n],\n"
	if !r.begun {
		text = r.head() + "],\n"
	}
	outsiders := make([]string, 0, len(r.outsiders))
	for _, o := range r.outsiders {
		outsiders = append(outsiders, compactJSON(o))
	}
	text += `"outsiders": [` + strings.Join(outsiders, ",\n  ") + "],\n"
	return r.write(text + strings.TrimPrefix(compactJSON(e), "{") + "\n")
}

func (r *rollJSON) write(text string) error {
	_, err := io.WriteString(r.w, unobeyed(text))
	return err
}

// compactJSON is a value on one line.
func compactJSON(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // structs of texts never fail
	}
	return strings.TrimSuffix(b.String(), "\n")
}
