// Package frameworks knows which controls of published security frameworks each check answers for: CIS AWS Foundations, AWS
// Foundational Security Best Practices, NIST 800-53, PCI DSS, SOC 2 and ISO 27001. It holds the identifiers of controls and
// checks alone, as README.md in this folder says where from; the text of a control belongs to its publisher. It does not
// judge anything and does not know which checks exist.
package frameworks
