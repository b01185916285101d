package org

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// depthLimit ends a walk through answers that lead in circles. Organizations allows five levels below the root.
const depthLimit = 20

// forest is the tree while it is being read.
type forest struct {
	root types.Root
	ous  []snapshot.OU
	// names holds the name of the root and of every OU by id, above their parents' ids.
	names map[string]string
	above map[string][]string
	// placed holds the parents of the accounts that came without a path.
	placed map[string][]string
}

// tree reads the root and every OU, and where accounts came without a path also who is where. Its fields are set only
// when all of it was read; the accounts' OU names are then made of what is known.
func (l *loader) tree(ctx context.Context) error {
	f, err := l.readTree(ctx)
	if err == nil {
		l.org.RootID, l.org.PolicyTypes = aws.ToString(f.root.Id), policyTypes(f.root)
		l.org.OUs = f.ous
		l.place(f)
	}
	for i := range l.org.Accounts {
		a := &l.org.Accounts[i]
		a.OU = pathName(a.Parents, f.names)
	}
	return err
}

// place gives the accounts that came without a path the one that the walk found.
func (l *loader) place(f *forest) {
	for i := range l.org.Accounts {
		if a := &l.org.Accounts[i]; len(a.Parents) == 0 {
			a.Parents = f.placed[a.ID]
		}
	}
}

// readTree walks from the root down, level by level. The forest it returns with an error has no names.
func (l *loader) readTree(ctx context.Context) (*forest, error) {
	f := &forest{names: map[string]string{}, above: map[string][]string{}, placed: map[string][]string{}}
	root, err := l.root(ctx)
	if err != nil {
		return f, err
	}
	f.root = root
	rootID := aws.ToString(root.Id)
	f.names[rootID], f.above[rootID] = aws.ToString(root.Name), []string{rootID}
	queue := []string{rootID}
	for len(queue) > 0 {
		parent := queue[0]
		children, err := l.visit(ctx, f, parent)
		if err != nil {
			return &forest{}, err
		}
		queue = append(queue[1:], children...)
	}
	return f, nil
}

func (l *loader) root(ctx context.Context) (types.Root, error) {
	const action = "organizations:ListRoots"
	var roots []types.Root
	err := pages(ctx, action, func(ctx context.Context, token *string) (*string, error) {
		out, err := l.client.ListRoots(ctx, &organizations.ListRootsInput{NextToken: token})
		if err != nil {
			return nil, err
		}
		roots = append(roots, out.Roots...)
		return out.NextToken, nil
	})
	if err == nil && len(roots) != 1 {
		err = failed(action, answerError("there is not exactly one root"))
	}
	if err != nil {
		return types.Root{}, err
	}
	return roots[0], nil
}

// visit reads the OUs, and where needed the accounts, directly below parent.
func (l *loader) visit(ctx context.Context, f *forest, parent string) (children []string, err error) {
	if len(f.above[parent]) > depthLimit {
		return nil, failed("organizations:ListOrganizationalUnitsForParent", answerError("the tree of organizational units has no end"))
	}
	units, err := l.unitsBelow(ctx, parent)
	if err != nil {
		return nil, err
	}
	for _, unit := range units {
		id := aws.ToString(unit.Id)
		f.ous = append(f.ous, snapshot.OU{ID: id, ARN: aws.ToString(unit.Arn), Name: aws.ToString(unit.Name), Parent: parent})
		f.names[id], f.above[id] = aws.ToString(unit.Name), append(slices.Clone(f.above[parent]), id)
		children = append(children, id)
	}
	if l.unplaced {
		err = l.accountsBelow(ctx, f, parent)
	}
	return children, err
}

func (l *loader) unitsBelow(ctx context.Context, parent string) ([]types.OrganizationalUnit, error) {
	var units []types.OrganizationalUnit
	err := pages(ctx, "organizations:ListOrganizationalUnitsForParent", func(ctx context.Context, token *string) (*string, error) {
		in := &organizations.ListOrganizationalUnitsForParentInput{ParentId: &parent, NextToken: token}
		out, err := l.client.ListOrganizationalUnitsForParent(ctx, in)
		if err != nil {
			return nil, err
		}
		units = append(units, out.OrganizationalUnits...)
		return out.NextToken, nil
	})
	return units, err
}

func (l *loader) accountsBelow(ctx context.Context, f *forest, parent string) error {
	return pages(ctx, "organizations:ListAccountsForParent", func(ctx context.Context, token *string) (*string, error) {
		in := &organizations.ListAccountsForParentInput{ParentId: &parent, NextToken: token}
		out, err := l.client.ListAccountsForParent(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, a := range out.Accounts {
			f.placed[aws.ToString(a.Id)] = f.above[parent]
		}
		return out.NextToken, nil
	})
}

func policyTypes(root types.Root) map[string]string {
	out := map[string]string{}
	for _, t := range root.PolicyTypes {
		out[string(t.Type)] = string(t.Status)
	}
	return out
}

// pathName joins the names of ids by slashes, with the id where there is no name.
func pathName(ids []string, names map[string]string) string {
	parts := make([]string, 0, len(ids))
	for _, id := range ids {
		parts = append(parts, cmp.Or(names[id], id))
	}
	return strings.Join(parts, "/")
}
