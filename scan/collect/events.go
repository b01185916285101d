package collect

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionLookupEvents = "cloudtrail:LookupEvents"

const (
	// DefaultEventsWindow is how far back events are read when nothing else is asked for.
	DefaultEventsWindow = 24 * time.Hour
	// eventsPerSecond is AWS's limit in one account and Region.
	eventsPerSecond = 2
	// eventsPage is the largest page that cloudtrail:LookupEvents gives.
	eventsPage = 50
	// eventsPages bounds one lookup: 5,000 events, for which the service's limit takes 50 seconds.
	eventsPages = 100

	// fewNames is how many events of one service are asked for by name without trying the service's own lookup.
	fewNames = 2

	consoleLogin = "ConsoleLogin"
	rootUser     = "root"
)

// homeRegions are the Regions in which the events of global services stand, by partition.
var homeRegions = map[string]string{
	"aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1", "aws-eusc": "eusc-de-east-1",
	"aws-iso": "us-iso-east-1", "aws-iso-b": "us-isob-east-1", "aws-iso-e": "eu-isoe-west-1", "aws-iso-f": "us-isof-south-1",
}

// events reads from CloudTrail's event history what the checks ask about: everything in the Region where global services
// record, sign-ins in the other scanned Regions too, since users sign in there.
func events() collector {
	return collector{
		section: snapshot.SectionEvents,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionLookupEvents},
		run: func(ctx context.Context, s *session) error {
			regions, err := s.scanned()
			if err != nil {
				return err
			}
			h := s.history(ctx)
			home, err := h.atHome()
			if err != nil {
				return &regional{h.home, err}
			}
			signIns, err := inEachRegion(s, actionLookupEvents, h.abroad)
			if err != nil {
				return err
			}
			found := &snapshot.Events{From: h.from, Until: h.until, Home: h.home, Regions: append(slices.Clone(regions), h.home)}
			slices.Sort(found.Regions)
			found.Regions = slices.Compact(found.Regions)
			found.All = distinct(append(signIns, home))
			s.account.Events = found
			return nil
		},
	}
}

// history is one account's event history over a window.
type history struct {
	ctx         context.Context //nolint:containedctx // lives as long as one collector's run
	session     *session
	home        string
	from, until time.Time
}

func (s *session) history(ctx context.Context) *history {
	window := s.options.EventsWindow
	if window <= 0 {
		window = DefaultEventsWindow
	}
	home := homeRegions[s.options.Partition]
	if home == "" {
		home = s.config.Region
	}
	until := s.options.AsOf.UTC().Truncate(time.Second)
	return &history{ctx: ctx, session: s, home: home, from: until.Add(-window), until: until}
}

// atHome reads what stands in the home Region: sign-ins, what the root user did, and the watched events of each service.
func (h *history) atHome() ([]snapshot.Event, error) {
	l := h.in(h.home)
	l.only(types.LookupAttributeKeyEventName, consoleLogin)
	l.only(types.LookupAttributeKeyUsername, rootUser)
	for source, names := range inOrder(snapshot.WatchedEvents()) {
		l.watched(source, names)
	}
	return l.found, l.err
}

// abroad reads the sign-ins of another Region.
func (h *history) abroad(region string) ([]snapshot.Event, error) {
	if region == h.home {
		return nil, nil
	}
	l := h.in(region)
	l.only(types.LookupAttributeKeyEventName, consoleLogin)
	return l.found, l.err
}

func (h *history) in(region string) *lookup {
	return &lookup{history: h, client: cloudtrail.NewFromConfig(h.session.inRegion(region, eventsPerSecond))}
}

// lookup collects the events of one Region. After the first error it does nothing more.
type lookup struct {
	*history
	client *cloudtrail.Client
	found  []snapshot.Event
	err    error
}

// only reads the events of one attribute, the only one that a lookup takes.
func (l *lookup) only(key types.LookupAttributeKey, value string) {
	found, whole := l.read(key, value, eventsPages)
	if l.err == nil && !whole {
		l.err = notUnderstood(actionLookupEvents, "the window holds more events than are read: ask for a shorter --events-window")
	}
	l.found = append(l.found, found...)
}

// watched reads the named events of one service. A service's own lookup is the cheapest while it takes fewer calls than
// there are names; where there are few names, or much reads that service, the names are.
func (l *lookup) watched(source string, names []string) {
	if len(names) > fewNames {
		found, whole := l.read(types.LookupAttributeKeyEventSource, source, len(names))
		if whole {
			l.found = append(l.found, found...)
			return
		}
	}
	for _, name := range names {
		l.only(types.LookupAttributeKeyEventName, name)
	}
}

// read returns the events that are kept of one lookup, and false when there are more pages than it may take.
func (l *lookup) read(key types.LookupAttributeKey, value string, most int) (found []snapshot.Event, whole bool) {
	if l.err != nil {
		return nil, true
	}
	taken := 0
	l.err = pages(actionLookupEvents, func(token *string) (page, error) {
		if taken++; taken > most {
			return page{}, nil
		}
		out, err := l.client.LookupEvents(l.ctx, &cloudtrail.LookupEventsInput{
			StartTime: &l.from, EndTime: &l.until, MaxResults: aws.Int32(eventsPage), NextToken: token,
			LookupAttributes: []types.LookupAttribute{{AttributeKey: key, AttributeValue: &value}},
		})
		if err != nil {
			return page{}, failed(actionLookupEvents, err)
		}
		kept, err := keptEvents(out.Events)
		found = append(found, kept...)
		return page{aws.ToString(out.NextToken) != "", out.NextToken}, err
	})
	return found, taken <= most
}

// inOrder runs over a map in the order of its keys.
func inOrder(m map[string][]string) func(func(string, []string) bool) {
	return func(yield func(string, []string) bool) {
		keys := make([]string, 0, len(m))
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// distinct joins the lists; several lookups may find one event.
func distinct(lists [][]snapshot.Event) []snapshot.Event {
	var all []snapshot.Event
	seen := map[string]bool{}
	for _, list := range lists {
		for _, e := range list {
			if !seen[e.ID] {
				seen[e.ID] = true
				all = append(all, e)
			}
		}
	}
	return all
}
