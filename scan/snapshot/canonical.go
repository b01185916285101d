package snapshot

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

var timeType = reflect.TypeFor[time.Time]()

// canonicalize rewrites, in everything that the pointer reaches, what JSON would change: text that is not UTF-8, times
// outside UTC, and empty lists and maps.
func canonicalize(pointer any) { rewrite(reflect.ValueOf(pointer).Elem()) }

func rewrite(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); !utf8.ValidString(s) {
			v.SetString(spelledOut(s))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			rewrite(v.Elem())
		}
	case reflect.Struct:
		rewriteStruct(v)
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
		}
		for i := range v.Len() {
			rewrite(v.Index(i))
		}
	case reflect.Map:
		rewriteMap(v)
	default:
	}
}

func rewriteStruct(v reflect.Value) {
	if v.Type() == timeType {
		v.Set(reflect.ValueOf(utc(v.Interface().(time.Time)))) //nolint:errcheck // its type was just compared
		return
	}
	for i := range v.NumField() { //nolint:modernize // Fields also allocates a description of every field
		rewrite(v.Field(i))
	}
}

// rewriteMap makes a new map: keys and values of a map cannot be changed in place.
func rewriteMap(v reflect.Value) {
	if v.Len() == 0 {
		v.SetZero()
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for entries := v.MapRange(); entries.Next(); {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.Set(entries.Key())
		value.Set(entries.Value())
		rewrite(key)
		rewrite(value)
		out.SetMapIndex(key, value)
	}
	v.Set(out)
}

// spelledOut replaces each byte that is not part of a character. Two texts become one only if AWS itself sends U+FFFD
// followed by those digits, which its names cannot hold.
func spelledOut(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, width := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && width == 1 {
			fmt.Fprintf(&b, "%c%02x", utf8.RuneError, s[i])
		} else {
			b.WriteString(s[i : i+width])
		}
		i += width
	}
	return b.String()
}

// checkText returns an error that names the first text which is not UTF-8.
func checkText(pointer any) error {
	if at, ok := invalidText(reflect.ValueOf(pointer).Elem()); ok {
		return fmt.Errorf("text that is not UTF-8 in %s", strings.Trim(at, "."))
	}
	return nil
}

func invalidText(v reflect.Value) (at string, found bool) {
	switch v.Kind() {
	case reflect.String:
		return "", !utf8.ValidString(v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			return invalidText(v.Elem())
		}
	case reflect.Struct:
		return invalidField(v)
	case reflect.Slice:
		for i := range v.Len() {
			if at, found := invalidText(v.Index(i)); found {
				return fmt.Sprintf("[%d]%s", i, at), true
			}
		}
	case reflect.Map:
		return invalidEntry(v)
	default:
	}
	return "", false
}

func invalidField(v reflect.Value) (at string, found bool) {
	if v.Type() == timeType {
		return "", false
	}
	for i := range v.NumField() {
		if at, found := invalidText(v.Field(i)); found {
			return "." + v.Type().Field(i).Name + at, true
		}
	}
	return "", false
}

func invalidEntry(v reflect.Value) (at string, found bool) {
	for entries := v.MapRange(); entries.Next(); {
		if _, found := invalidText(entries.Key()); found {
			return "", true
		}
		if at, found := invalidText(entries.Value()); found {
			return at, true
		}
	}
	return "", false
}
