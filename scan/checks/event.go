package checks

import (
	"regexp"
	"slices"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	eventsOfIAM  = "iam.amazonaws.com"
	consoleLogin = "ConsoleLogin"
	eventHistory = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html"
	eventBlind   = "What lies outside of the window (--events-window), events of the last minutes, which AWS delivers late, and what AWS services do by themselves."
)

// eventNeeds is what all checks of group event read.
var eventNeeds = []snapshot.Section{snapshot.SectionEvents}

// iamEvent means events of IAM by their names.
func iamEvent(names ...string) func(*snapshot.Event) bool {
	return func(e *snapshot.Event) bool { return e.Source == eventsOfIAM && slices.Contains(names, e.Name) }
}

// eachEvent judges the events that the check means, and says that there were none when the whole window has none.
func eachEvent(p *Pass, means func(*snapshot.Event) bool, judge func(*Pass, *snapshot.Event)) {
	found := false
	for i := range p.Account.Events.All {
		e := &p.Account.Events.All[i]
		if means(e) && !byService(e) {
			found = true
			judge(p, e)
		}
	}
	if !found {
		p.Passed(p.Account.RootARN(), "no such event between "+moment(p.Account.Events.From)+" and "+moment(p.Account.Events.Until))
	}
}

// changes reports what succeeded; an attempt that was refused changed nothing.
func changes(p *Pass, e *snapshot.Event) {
	if e.Failed() {
		p.OK(p.Account.RootARN())
		return
	}
	reportEvent(p, e)
}

// reportEvent is one finding of one event. What one actor does again and again is one line for people.
func reportEvent(p *Pass, e *snapshot.Event) *Outcome {
	o := p.Fail(p.Account.RootARN(), "%s%s by %s at %s%s", e.Name, on(e.Target), whoDid(e), moment(e.Time), refusedWith(e)).
		Detail(e.ID).Alike(e.Name + "\n" + e.Actor + "\n" + e.ErrorCode)
	o.Evidence("service", e.Source)
	for _, fact := range []findings.Evidence{{Name: "from address", Value: e.SourceIP}, {Name: "region", Value: e.Region}, {Name: "through", Value: e.InvokedBy}} {
		if fact.Value != "" {
			o.Evidence(fact.Name, fact.Value)
		}
	}
	return o
}

// serviceSession is a session of a role that belongs to an AWS service, by its name.
var serviceSession = regexp.MustCompile(`^arn:[a-z-]+:sts::[0-9]{12}:assumed-role/AWSServiceRoleFor[A-Za-z0-9_]+/`)

// byService reports whether an AWS service acted by itself: under its own name, or with the role that it owns in the
// account. Anybody may give a role such a name; that a service made the call, only AWS can write.
func byService(e *snapshot.Event) bool {
	return e.ActorType == "AWSService" || e.InvokedBy != "" && serviceSession.MatchString(e.Actor)
}

func on(target string) string {
	if target == "" {
		return ""
	}
	return " on " + target
}

func whoDid(e *snapshot.Event) string {
	if e.Actor == "" {
		return "somebody whom AWS does not name"
	}
	return e.Actor
}

func refusedWith(e *snapshot.Event) string {
	if !e.Failed() {
		return ""
	}
	return ", refused with " + e.ErrorCode
}

// moment spells a time to the second.
func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }
