package awscli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// find returns the files that the paths name, each once and sorted: a folder stands for all files in and below it but those
// whose name begins with a dot. Links to folders are refused: they may lead in circles.
func find(paths []string) ([]string, error) {
	var found []string
	seen := map[string]bool{}
	for _, path := range paths {
		files, err := filesOf(path)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			place := file
			if target, err := filepath.EvalSymlinks(file); err == nil {
				place = target
			}
			if absolute, err := filepath.Abs(place); err == nil {
				place = absolute
			}
			if !seen[place] {
				seen[place] = true
				found = append(found, file)
			}
		}
	}
	slices.Sort(found)
	return found, nil
}

func filesOf(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fileError(path, "", "%s", cause(err))
	case !info.IsDir():
		return []string{filepath.Clean(path)}, regular(path, info)
	}
	var files []string
	// The slash makes a link that was named be followed.
	err = filepath.WalkDir(filepath.Clean(path)+string(filepath.Separator), func(name string, e fs.DirEntry, err error) error {
		name = filepath.Clean(name)
		switch {
		case err != nil:
			return fileError(name, "", "%s", cause(err))
		case strings.HasPrefix(e.Name(), ".") && name != filepath.Clean(path):
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		info, err := os.Stat(name)
		if err != nil {
			return fileError(name, "", "%s", cause(err))
		}
		files = append(files, name)
		return regular(name, info)
	})
	if err == nil && len(files) == 0 {
		return nil, fileError(path, "name a folder that holds what the AWS CLI printed", "there is no file in the folder")
	}
	return files, err
}

func regular(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return fileError(path, "name the folder itself", "a link to a folder is not followed")
	case !info.Mode().IsRegular():
		return fileError(path, "save the answer in a file", "not a regular file: it is read twice")
	case info.Size() > maxFile:
		return fileError(path, "", "%s", errFileTooLarge)
	}
	return nil
}

// folderAccount returns the nearest folder in a file's path, as it was named, that is named after an account; "" for none.
func folderAccount(path string) string {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if base := filepath.Base(dir); snapshot.IsAccountID(base) {
			return base
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}
