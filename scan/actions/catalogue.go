package actions

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the catalogue's bytes
	"io"
	"strings"
	"sync"
)

//go:embed catalogue.gz
var packed []byte

// Level is what an action does, in AWS's words: Read, List, Write, Tagging or "Permissions management". AWS counts
// iam:PassRole and iam:CreateAccessKey as plain Write.
type Level string

// The access levels. Tagging and PermissionsManagement are writes as well.
const (
	Read                  Level = "Read"
	List                  Level = "List"
	Write                 Level = "Write"
	Tagging               Level = "Tagging"
	PermissionsManagement Level = "Permissions management"
)

var letters = map[byte]Level{'R': Read, 'L': List, 'W': Write, 'T': Tagging, 'P': PermissionsManagement}

// Action is one action of the catalogue, such as iam:PassRole.
type Action struct {
	// Service is the prefix, in small letters; Name is spelled as AWS does.
	Service, Name string
	Level         Level
}

// String returns the action as policies spell it.
func (a Action) String() string { return a.Service + ":" + a.Name }

// catalogue is the unpacked data. The actions of a service stand together, in the order of the services.
type catalogue struct {
	date     string
	actions  []Action
	services []service
	// lower holds the actions as text in small letters; longest is the length of the longest.
	lower   []string
	longest int
}

// service is a prefix and the place of its actions.
type service struct {
	prefix   string
	from, to int
}

// known unpacks the data once.
var known = sync.OnceValue(func() *catalogue {
	text := unpack()
	head, body, _ := strings.Cut(text, "\n")
	c := &catalogue{}
	_, c.date, _ = strings.Cut(head, " ")
	for line := range strings.Lines(body) {
		c.add(strings.TrimSuffix(line, "\n"))
	}
	return c
})

func (c *catalogue) add(line string) {
	if len(line) < 2 || line[1] != ' ' {
		c.services = append(c.services, service{prefix: line, from: len(c.actions), to: len(c.actions)})
		return
	}
	s := &c.services[len(c.services)-1]
	a := Action{Service: s.prefix, Name: line[2:], Level: letters[line[0]]}
	c.actions = append(c.actions, a)
	c.lower = append(c.lower, strings.ToLower(a.String()))
	c.longest = max(c.longest, len(a.String()))
	s.to++
}

// unpack panics on data that cannot be unpacked: they are part of the program.
func unpack() string {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic("the catalogue of actions: " + err.Error())
	}
	text, err := io.ReadAll(z)
	if err != nil {
		panic("the catalogue of actions: " + err.Error())
	}
	return string(text)
}

// Date returns the day of the catalogue's data, as 2006-01-02.
func Date() string { return known().date }

// All returns every action, by service and name. Callers do not change it.
func All() []Action { return known().actions }
