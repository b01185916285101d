package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

// TestTableNamesAccounts proves that a group of accounts names the first of them, and that their names go before ids.
func TestTableNamesAccounts(t *testing.T) {
	group := func(n int, name string) *report.Source {
		var all []findings.Finding
		for i := range n {
			f := fail(fmt.Sprintf("%012d", i+1), "open-role", findings.High, "role/legacy", "open")
			f.AccountName = name
			all = append(all, f)
		}
		return sweepOf(all...)
	}
	ids := "000000000001, 000000000002, 000000000003, 000000000004, 000000000005, 000000000006, 000000000007,"
	for name, test := range map[string]struct {
		src  *report.Source
		want string
	}{
		"one":       {group(1, "prod"), "role/legacy  000000000001 (prod)  open\n"},
		"two":       {group(2, "prod"), "role/legacy  000000000001 (prod), 000000000002 (prod)  open\n"},
		"three":     {group(3, "prod"), "role/legacy  3 accounts  open\n      in 000000000001 (prod), 000000000002 (prod), 000000000003 (prod)\n"},
		"too-wide":  {group(4, strings.Repeat("n", 20)), "4 accounts  open\n      in 000000000001 (nnnnnnnnnnnnnnnnnnnn), 000000000002 (nnnnnnnnnnnnnnnnnnnn) and 2 more\n"},
		"eight":     {group(8, ""), "8 accounts  open\n      in " + ids + " 000000000008\n"},
		"nine":      {group(9, ""), "9 accounts  open\n      in " + ids[:len(ids)-1] + " and 2 more\n"},
		"a-hundred": {group(100, ""), "100 accounts  open\n      in " + ids[:len(ids)-1] + " and 93 more\n"},
	} {
		t.Run(name, func(t *testing.T) { holds(t, table(t, test.src), test.want) })
	}
}

// TestTableNamesTwoAccountsBelowWhereItIsNarrow proves that two accounts do not make a column of four lines.
func TestTableNamesTwoAccountsBelowWhereItIsNarrow(t *testing.T) {
	one, two := fail("111122223333", "c", findings.High, "role/a", "m"), fail("222233334444", "c", findings.High, "role/a", "m")
	one.AccountName, two.AccountName = "payments", "shop"
	body := string(render(t, "table", sweepOf(one, two), report.Options{Width: 80})["report.txt"])
	holds(t, body, "    role/a  2 accounts  m\n      in 111122223333 (payments), 222233334444 (shop)\n")
}

// TestTableTellsMessagesApart proves that no account's message stands for another's.
func TestTableTellsMessagesApart(t *testing.T) {
	ages := func(days ...int) *report.Source {
		var all []findings.Finding
		for i, n := range days {
			all = append(all, fail(fmt.Sprintf("%012d", i+1), "old-key", findings.High, "user/ci", fmt.Sprintf("%d days old", n)))
		}
		return sweepOf(all...)
	}
	holds(t, table(t, ages(100, 200, 300, 200)),
		"    user/ci  000000000001                100 days old\n",
		"    user/ci  000000000002, 000000000004  200 days old\n",
		"    user/ci  000000000003                300 days old\n")
	body := table(t, ages(100, 200, 300, 400))
	holds(t, body, "user/ci  4 accounts  in different words by account: see findings.jsonl, or --format csv\n",
		"      in 000000000001, 000000000002, 000000000003, 000000000004\n")
	if strings.Contains(body, "days old") {
		t.Errorf("one account's message stands for four:\n%s", body)
	}
}

// TestTableTakesAccountsOutOfNames proves that a name with an account's id does not stand for other accounts' names.
func TestTableTakesAccountsOutOfNames(t *testing.T) {
	role := func(account string) findings.Finding {
		return fail(account, "c", findings.High, "role/lookup-"+account+"-eu", "m")
	}
	holds(t, table(t, sweepOf(role("111122223333"), role("222233334444"))), "role/lookup-*-eu  111122223333, 222233334444  m\n")
	holds(t, table(t, sweepOf(role("111122223333"))), "role/lookup-111122223333-eu  111122223333  m\n")
}

// TestTableRanksAccounts proves the order of the worst accounts, and that there are at most five.
func TestTableRanksAccounts(t *testing.T) {
	var all []findings.Finding
	add := func(account string, severity findings.Severity, n int) {
		for range n {
			all = append(all, fail(account, "c", severity, fmt.Sprintf("user/u%03d", len(all)), "m"))
		}
	}
	add("000000000001", findings.Medium, 9)
	add("000000000002", findings.High, 2)
	add("000000000003", findings.Critical, 1)
	add("000000000004", findings.High, 2)
	add("000000000004", findings.Medium, 1)
	add("000000000005", findings.Low, 99)
	add("000000000006", findings.Medium, 8)
	add("000000000007", findings.Medium, 7)
	body := table(t, sweepOf(all...))
	holds(t, body, "  ACCOUNT       NAME  CRITICAL  HIGH  MEDIUM\n"+
		"  000000000003        1         0     0\n"+
		"  000000000004        0         2     1\n"+
		"  000000000002        0         2     0\n"+
		"  000000000001        0         0     9\n"+
		"  000000000006        0         0     8\n\n")
}

func TestTableRanksNothingWhereThereIsNoChoice(t *testing.T) {
	accepted := fail("222233334444", "c", findings.Critical, "user/a", "m")
	accepted.Exception = "until-june"
	body := table(t, sweepOf(fail("111122223333", "c", findings.High, "user/a", "m"), accepted))
	if strings.Contains(body, "WORST") {
		t.Error(body)
	}
}
