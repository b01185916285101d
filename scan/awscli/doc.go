// Package awscli reads the files that the AWS CLI prints and makes snapshots of them: which command wrote a file, which
// account it is about, and which sections a set of files fills.
//
// It does not call AWS (scan/collect does), write run directories (scan does) or judge what it reads (scan/checks does).
package awscli
