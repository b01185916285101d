package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	"github.com/rs/zerolog"
	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
)

// logger writes the log and, on a terminal, shares the stream with the status line.
type logger struct {
	zerolog.Logger
	stream *statusWriter
	now    func() time.Time
	// machine is true when the log is JSON.
	machine bool
}

// logger makes the one log of a command from --log-level and --log-format.
func (p *program) logger(c *cli.Context) (*logger, error) {
	name := c.String("log-level")
	if name == "none" {
		name = "disabled"
	}
	level, err := zerolog.ParseLevel(name)
	if err != nil || !knownLevel(name) {
		return nil, &usageError{message: fmt.Sprintf("--log-level: unknown level %q", name), hint: "one of: debug, info, warn, error, none"}
	}
	stream := &statusWriter{out: p.stderr, width: p.width}
	var out io.Writer = stream
	switch format := c.String("log-format"); format {
	case "json":
	case "console":
		out = zerolog.ConsoleWriter{Out: stream, NoColor: !p.stderrTerminal || !p.colours(), TimeFormat: time.RFC3339, TimeLocation: time.UTC}
	default:
		return nil, &usageError{message: fmt.Sprintf("--log-format: unknown format %q", format), hint: "one of: console, json"}
	}
	log := zerolog.New(out).Level(level).Hook(stamp{p.now})
	return &logger{Logger: log, stream: stream, now: p.now, machine: c.String("log-format") == "json"}, nil
}

func knownLevel(name string) bool {
	switch name {
	case "debug", "info", "warn", "error", "disabled":
		return true
	}
	return false
}

// stamp adds the time from the program's own clock.
type stamp struct{ now func() time.Time }

// Run implements zerolog.Hook.
func (s stamp) Run(e *zerolog.Event, _ zerolog.Level, _ string) {
	e.Time(zerolog.TimestampFieldName, s.now().UTC())
}

// sdk passes what the SDK has to say on, at debug level. The SDK's own logging of requests, which holds signatures, stays
// off.
func (l *logger) sdk() logging.Logger {
	return logging.LoggerFunc(func(_ logging.Classification, format string, v ...any) {
		l.Debug().Str("text", oneLine(fmt.Sprintf(format, v...))).Msg("aws sdk")
	})
}

// trace logs every operation with its outcome and nothing of its content.
func (l *logger) trace() []func(*middleware.Stack) error {
	step := middleware.InitializeMiddlewareFunc("OrgscanTrace",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			start := l.now()
			out, metadata, err := next.HandleInitialize(ctx, in)
			e := l.Debug().Str("action", strings.ToLower(awsmiddleware.GetServiceID(ctx))+":"+awsmiddleware.GetOperationName(ctx)).
				Stringer("took", l.now().Sub(start).Round(time.Microsecond))
			if err != nil {
				e = e.Str("code", assume.Code(err))
			}
			e.Msg("call")
			return out, metadata, err
		})
	return []func(*middleware.Stack) error{func(s *middleware.Stack) error { return s.Initialize.Add(step, middleware.After) }}
}
