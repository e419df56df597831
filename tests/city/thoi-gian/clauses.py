"""Time as design page `time.md` has it: what is known at the end of a day, registers cut at that
day and at the pack's period, periods that are whole, deadlines. Written from that page alone. A
truth is True, False or None (not known); a count is a range (low, high).

A clause comes to one of: holds, struck, waits, not_due, refer (to review), and carries a detail.
"""

from collections import namedtuple
from datetime import date, timedelta

from rows import day, shown

START, END = date(2023, 1, 1), date(2023, 12, 31)

Clause = namedtuple("Clause", "state detail last", defaults=("", None))
Verdict = namedtuple("Verdict", "code detail last not_due", defaults=("", None, False))
FOREVER = date(9999, 12, 31)


def both(*truths):
    return False if False in truths else None if None in truths else True


def either(*truths):
    return True if True in truths else None if None in truths else False


def opposite(truth):
    return None if truth is None else not truth


def at_most(value, bound):
    return None if value is None or bound is None else value <= bound


def equal(value, other):
    return None if value is None or other is None else value == other


def add_months(on, months):
    """The same day so many months on, the last of the month where there is no such day (`month_end
    = "last-day"`)."""
    at = on.year * 12 + on.month - 1 + months
    year, month = divmod(at, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(on.day - 1), first_of_next - timedelta(1))


def end_of_month(on):
    return add_months(on.replace(day=1), 1) - timedelta(1)


# --- registers ------------------------------------------------------------------------------------


class Register:
    """Rows `ghi theo` a day and, where told, `cho kỳ của` another one that stands for it everywhere
    but for being there."""

    def __init__(self, rows, own, period=None):
        self.rows = [
            (day(row[own]), day(row[period]) if period else day(row[own]), row) for row in rows
        ]
        self.has_period = period is not None

    def entries(self, condition, first, last, as_of):
        """Each row that may count in [first, last] as seen at the end of as_of: the day it came
        (None: not known) and whether it surely counts."""
        for own, of, row in self.rows:
            truth = condition(row)
            if truth is False or own is not None and own > as_of:
                continue
            if of is not None and not first <= of <= last:
                continue
            undated = own is None or of is None
            yield own, truth is True and not undated

    def count(self, condition, first, last, as_of):
        found = [sure for _, sure in self.entries(condition, first, last, as_of)]
        return sum(found), len(found)


def reaches(count, least):
    low, high = count
    return True if low >= least else False if high < least else None


# --- each period ----------------------------------------------------------------------------------


def months():
    return [(date(2023, month, 1), end_of_month(date(2023, month, 1))) for month in range(1, 13)]


def quarters():
    return [
        (date(2023, month, 1), end_of_month(date(2023, month + 2, 1))) for month in (1, 4, 7, 10)
    ]


def each(periods, holds, as_of, after=0, only_after_end=False):
    """`yêu cầu mỗi …[, sau n ngày]: C`; holds(first, last, asked) is C in a period as of the day it
    is asked.

    With days after the period it counts as a deadline and is asked after the pack's period too;
    without, it is read as of its end.
    """
    until = as_of if after else min(as_of, END)
    asked = [(first, last, last + timedelta(after)) for first, last in periods]
    if only_after_end:
        asked = [period for period in asked if period[2] > END]
    whole = [period for period in asked if period[2] <= until]
    if not whole:
        return Clause("not_due", "last=" + shown(asked[0][2]), asked[0][2]) if asked else None
    truths = [(period, holds(*period)) for period in whole]
    missed = [month_name(period) for period, truth in truths if truth is False]
    open_ = [month_name(period) for period, truth in truths if truth is None]
    if missed:
        return Clause("struck", "missed=" + ",".join(missed), whole[-1][2])
    if open_:
        return Clause("waits", "open=" + ",".join(open_), whole[-1][2])
    return Clause("holds", f"periods={len(whole)}", whole[-1][2])


def month_name(period):
    first, last, _ = period
    if first.month == last.month:
        return last.strftime("%m/%Y")
    return f"quý {(last.month + 2) // 3}/{last.year}"


# --- deadlines ------------------------------------------------------------------------------------


def within(done, begins, days, as_of, months_first=0):
    """`hạn E: trong T từ D` with E a date: done, begins are days or None."""
    if begins is None:
        return Clause("waits", "no first day")
    last = add_months(begins, months_first) + timedelta(days)
    if begins > as_of:
        return Clause("not_due", "last=" + shown(last), last)
    in_sight = done if done is not None and begins <= done <= as_of else None
    return decided(in_sight, last, as_of)


def by_day(done, last, as_of, first=None):
    """`hạn E: chậm nhất D` with E a date."""
    if last is None:
        return Clause("waits", "no last day")
    in_sight = (
        done if done is not None and done <= as_of and (first is None or done >= first) else None
    )
    return decided(in_sight, last, as_of)


def decided(done, last, as_of):
    if done is not None and done <= last:
        return Clause("holds", f"last={shown(last)} done={shown(done)}", last)
    if done is not None:
        return Clause(
            "struck", f"last={shown(last)} done={shown(done)} late={(done - last).days}", last
        )
    if last <= as_of:
        return Clause("struck", f"last={shown(last)} overdue={(as_of - last).days}", last)
    return Clause("not_due", "last=" + shown(last), last)


def reached_by(register, condition, least, last, as_of, first=START):
    """`hạn đếm(…) ≥ n: trong kỳ | trước | chậm nhất …`: done on the first day the condition holds,
    registers cut from `first`."""

    def first_day(maybe):
        days = sorted(
            own if own is not None else first
            for own, sure in register.entries(condition, first, as_of, as_of)
            if sure or maybe
        )
        return days[least - 1] if len(days) >= least else None

    surely, perhaps = decided(first_day(False), last, as_of), decided(first_day(True), last, as_of)
    if surely.state != "holds" and perhaps.state == "holds":
        return Clause("waits", f"last={shown(last)}", last)
    return surely


# --- blocks ---------------------------------------------------------------------------------------


def required(truth):
    return Clause({True: "holds", False: "struck", None: "waits"}[truth])


def rejected(truth):
    return required(opposite(truth))


def referred(truth):
    return Clause({True: "refer", False: "holds", None: "may refer"}[truth])


def verdict(clauses, met="met", struck="not_met"):
    """All clauses, in the order they stand: struck, incomplete, to review, not due, met. A refer
    clause that surely holds is not undone by another that is open."""
    clauses = [(at, clause) for at, clause in enumerate(clauses, 1) if clause is not None]
    if not clauses:
        return Verdict("not_applicable")
    states = {clause.state for _, clause in clauses}
    code = (
        struck
        if "struck" in states
        else (
            "incomplete"
            if "waits" in states or "may refer" in states and "refer" not in states
            else "to_review" if "refer" in states else "not_due" if "not_due" in states else met
        )
    )
    told = [
        f"{at}:{clause.state}" + (" " + clause.detail if clause.detail else "")
        for at, clause in clauses
        if clause.detail or clause.state != "holds"
    ]
    lasts = [clause.last for _, clause in clauses]
    return Verdict(code, " | ".join(told), None if None in lasts else max(lasts))


NOT_APPLICABLE = Verdict("not_applicable")
UNKNOWN = Verdict("incomplete", "guard or day not known")


def guarded(truth, clauses, **names):
    """A block with `áp dụng khi`."""
    if truth is False:
        return NOT_APPLICABLE
    if truth is None:
        return UNKNOWN
    return verdict(clauses(), **names)


def of_register(own, of, as_of, guard, clauses, **names):
    """A block over a register: rows of the period; None for a row that is not there yet."""
    if own is not None and own > as_of:
        return None
    if of is not None and not START <= of <= END or guard is False:
        return NOT_APPLICABLE
    if own is None or of is None:
        return UNKNOWN
    return guarded(guard, clauses, **names)
