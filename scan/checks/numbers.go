package checks

import (
	"iter"
	"reflect"
)

// Numbers yields the name and value of every whole-number threshold, in the order of the fields. The names are those of
// the configuration file.
func (p *Params) Numbers() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		v := reflect.ValueOf(*p)
		for i := range v.NumField() {
			if v.Field(i).Kind() != reflect.Int {
				continue
			}
			if !yield(v.Type().Field(i).Tag.Get("yaml"), int(v.Field(i).Int())) {
				return
			}
		}
	}
}
