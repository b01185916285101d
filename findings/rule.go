package findings

// Rule is what a check says of itself: the text a person reads when it fails. It holds no code.
type Rule struct {
	// ID is kebab-case and never reused, for example "root-access-key-present".
	ID string `json:"id"`
	// Group is the family the check belongs to, for example "root".
	Group string `json:"group"`
	// Title says what is wrong when the check fails: at most 70 characters, lower case first unless a name, no period.
	Title string `json:"title"`
	// Severity is the highest that the check reports; a finding may carry a lower one.
	Severity Severity `json:"severity"`
	// Why says what an attacker or an accident does with it.
	Why string `json:"why"`
	// Fix says what to change, in the imperative.
	Fix string `json:"fix"`
	// Blind says what the check deliberately does not detect.
	Blind string `json:"does_not_detect"`
	// References are https addresses of the pages the rule rests on; at least one.
	References []string `json:"references"`
	// Controls are the controls of frameworks that the check answers for by a published mapping, such as "cis@7.0.0:2.4".
	Controls []string `json:"controls,omitempty"`
	// Since is the release that brought the check, for example "0.1.0".
	Since string `json:"since"`
	// OffByDefault is true for checks that run only when asked for.
	OffByDefault bool `json:"off_by_default,omitempty"`
}
