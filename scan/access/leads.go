package access

// LeadsToAdmin reports whether the rights of a user or role of the account, or those of its root ARN, are an
// administrator's, or lead to them by steps that need nothing beyond the data. Conditions do not count, and neither do
// techniques that hang on a user's keys or password, so that the answer does not depend on the credential report.
func (a *Account) LeadsToAdmin(arn string) bool {
	if a.leading == nil {
		a.findLeading()
	}
	return a.leading[arn]
}

// findLeading goes back from the administrators until nobody more leads there.
func (a *Account) findLeading() {
	a.leading = map[string]bool{a.account.RootARN(): true}
	from := map[string][]string{}
	queue := []string{a.account.RootARN()}
	see := func(arn string, v Verdict, steps []Step) {
		if v.Granted() {
			a.leading[arn] = true
			queue = append(queue, arn)
		}
		for _, s := range steps {
			if t, ok := TechniqueByID(s.Technique); ok && s.Certain() && !t.shape.ofCredentials() {
				from[s.To] = append(from[s.To], arn)
			}
		}
	}
	for i := range a.account.Users {
		u := &a.account.Users[i]
		see(u.ARN, a.UserAdmin(u), a.UserSteps(u))
	}
	for i := range a.account.Roles {
		r := &a.account.Roles[i]
		see(r.ARN, a.RoleAdmin(r), a.RoleSteps(r))
	}
	for len(queue) > 0 {
		next := from[queue[0]]
		queue = queue[1:]
		for _, arn := range next {
			if !a.leading[arn] {
				a.leading[arn] = true
				queue = append(queue, arn)
			}
		}
	}
}
