package checks

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// inTime judges conditions on the time of the request: one that asks for a time after a day in the past always holds, one
// that asks for a time before such a day never does again.
func inTime(now time.Time, o plainCondition) (bearing, string) {
	if o.key != "aws:currenttime" && o.key != "aws:epochtime" {
		return restricts, ""
	}
	times := momentsOf(o.values)
	if len(times) == 0 || len(times) != len(o.values) {
		return restricts, ""
	}
	past := func(t time.Time) bool { return t.Before(now) }
	kind, direction := dateOperator(o.name)
	switch {
	case !kind:
		return restricts, ""
	case direction == "greater" && slices.ContainsFunc(times, past):
		return useless, "the time has passed, so that it always holds"
	case direction == "less" && !slices.ContainsFunc(times, func(t time.Time) bool { return !past(t) }):
		return lapsed, "the time has passed, so that the statement never holds again"
	}
	return restricts, ""
}

// dateOperator takes apart operators such as dategreaterthanequals; aws:EpochTime is also compared as a number.
func dateOperator(name string) (known bool, direction string) {
	rest, date := strings.CutPrefix(name, "date")
	if !date {
		if rest, date = strings.CutPrefix(name, "numeric"); !date {
			return false, ""
		}
	}
	direction, known = strings.CutSuffix(strings.TrimSuffix(rest, "equals"), "than")
	return known, direction
}

// momentsOf reads dates as AWS accepts them; values that are none are left out.
func momentsOf(values []string) []time.Time {
	var out []time.Time
	for _, v := range values {
		if seconds, err := strconv.ParseInt(v, 10, 64); err == nil && len(v) > 4 {
			out = append(out, time.Unix(seconds, 0))
			continue
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01", "2006"} {
			if t, err := time.Parse(layout, v); err == nil {
				out = append(out, t)
				break
			}
		}
	}
	return out
}
