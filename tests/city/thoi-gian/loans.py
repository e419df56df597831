"""II.2, II.3, II.6.3: loans through groups, and groups month by month."""

from datetime import timedelta

from clauses import (
    END,
    START,
    NOT_APPLICABLE,
    UNKNOWN,
    add_months,
    at_most,
    both,
    by_day,
    either,
    guarded,
    referred,
    required,
    verdict,
    within,
)
from duties import IN_TIME, kept
from rows import by, day, number

# "Nắm danh sách nợ đến hạn sớm" (II.3): 30 days before; the plan names no number. Assumption.
EARLY = 30
# "kiểm tra việc sử dụng vốn vay … trong vòng 30 ngày" (II.3): the plan's own number.
CHECKED_WITHIN = 30


def ours(row):
    """The table of II.3 and all of this is about "nguồn vốn ủy thác NHCSXH do Hội Liên hiệp phụ nữ
    … quản lý": a group of another organisation is left out; a file that does not say whose it is
    is the Union's own."""
    return row["Tổ chức hội"] in ("", "Hội LHPN")


def all_loans(year, run):
    for loan in year.loans:
        key = loan["Mã khoản vay"]
        yield "Khoản vay", key, run.as_of, "Sử dụng vốn", use_checked(loan, run)
        yield "Khoản vay", key, run.as_of, "Nợ sắp đến hạn", known_early(loan, run)
        if run.asks_without_deadline:
            yield "Khoản vay", key, run.as_of, "Xử lý nợ quá hạn", overdue_dealt_with(loan, run)
        yield "Khoản vay", key, run.as_of, "Nhắc hộ không giao dịch", reminded(loan, run)


# II.3 "thường xuyên kiểm tra việc sử dụng vốn vay của khách hàng sau khi ngân hàng giải ngân trong
# vòng 30 ngày": each new loan, by the 30th day after it was paid out, whichever year that falls in;
# loans paid out in another year are that year's. A check before the money is no check.
def use_checked(loan, run):
    paid = day(loan["Ngày giải ngân"])
    if not ours(loan) or not begins_here(paid, run):
        return NOT_APPLICABLE
    clause = within(day(loan["Ngày kiểm tra sử dụng vốn"]), paid, CHECKED_WITHIN, run.as_of)
    return verdict([kept(clause, run)])


def begins_here(on, run):
    """Whether the pack holds this day; a day that is missing is the pack's of the day asked."""
    return run.as_of <= END if on is None else START <= on <= END


# II.3 "Nắm danh sách nợ đến hạn sớm để đôn đốc xử lý kịp thời": the list of what falls due is at
# hand 30 days before; the pack that holds that last day asks.
def known_early(loan, run):
    due = day(loan["Ngày đến hạn"])
    last = due - timedelta(EARLY) if due is not None else None
    owes = number(loan["Dư nợ (đồng)"]) > 0
    if not ours(loan) or not owes or not begins_here(last, run):
        return NOT_APPLICABLE
    return verdict([kept(by_day(day(loan["Ngày nhận danh sách đến hạn"]), last, run.as_of), run)])


# II.3 "tích cực thực hiện công tác đối chiếu và xử lý nợ quá hạn, nợ đến hạn": overdue debt has a
# measure, "chưa" being none; a loan past its last day with debt left and nothing overdue is for a
# person to compare with the bank. The list of loans is of one day: where its last transaction is
# after the day asked, it cannot answer for that day.
def overdue_dealt_with(loan, run):
    last, due = day(loan["Ngày giao dịch cuối"]), day(loan["Ngày đến hạn"])
    overdue, frozen = number(loan["Nợ quá hạn (đồng)"]), number(loan["Nợ khoanh (đồng)"])
    past = both(at_most(due, run.as_of), number(loan["Dư nợ (đồng)"]) > 0)
    guard = both(ours(loan), at_most(last, run.as_of), either(overdue > 0, past))
    return guarded(
        guard,
        lambda: [
            required(overdue == 0 or loan["Biện pháp xử lý"] not in ("", "chưa", "chưa có")),
            referred(both(past, overdue == 0, frozen == 0)),
        ],
    )


# II.6.3 "đặc biệt những hộ không giao dịch trong 03 tháng để kịp thời nhắc nhở, đôn đốc": a loan
# without a transaction for more than three months (frozen ones and students' aside), reminded after
# that transaction and within 30 days of the three months, or of the year's beginning where they
# were over before. State as of the day asked, in the year; the pack that holds the last day asks.
def reminded(loan, run):
    seen = min(run.as_of, END)
    last = day(loan["Ngày giao dịch cuối"])
    frozen = number(loan["Nợ khoanh (đồng)"])
    idle = None if last is None else last < add_months(seen, -3)
    student = loan["Chương trình"] == "học sinh sinh viên"
    owes = number(loan["Dư nợ (đồng)"]) > 0
    guard = both(ours(loan), owes, frozen == 0, not student, idle)
    if not guard:
        return UNKNOWN if guard is None else NOT_APPLICABLE
    by_then = max(add_months(last, 3), START) + timedelta(IN_TIME)
    if not START <= by_then <= END:
        return NOT_APPLICABLE
    on = day(loan["Ngày nhắc nhở"])
    after = on if on is not None and on > last else None
    return verdict([kept(by_day(after, by_then, run.as_of), run)])


# --- groups, month by month -----------------------------------------------------------------------


def grade(group):
    """The bank's grade of the month by its score. Assumption: 85, 70, 50."""
    score = number(group["Kết quả chấm điểm tổ tháng gần nhất"])
    if score is None:
        return None
    return next(
        (name for least, name in ((85, "Tốt"), (70, "Khá"), (50, "Trung bình")) if score >= least),
        "Yếu",
    )


class Months:
    """The groups' rows by report day up to the day asked, the last day before the year included,
    and each one's row of the month before."""

    def __init__(self, year, as_of):
        self.rows = {}
        for group in year.groups:
            on = day(group["Ngày báo cáo"])
            if on <= as_of:
                self.rows.setdefault(on, {})[group["Mã tổ"]] = group
        self.days = sorted(on for on in self.rows if START <= on <= END)

    def before(self, on):
        """Rows of the calendar month before."""
        return self.rows.get(on.replace(day=1) - timedelta(1), {})


def all_groups(year, run):
    months = Months(year, run.as_of)
    strengthened, loans = by(year.strengthened, "Mã tổ"), by(year.loans, "Mã tổ")
    for on in months.days:
        latest = on == months.days[-1]
        before = months.before(on)
        for code, group in months.rows[on].items():
            head = ("Tổ", code, on)
            yield *head, "Củng cố tổ trung bình", weak_before(
                group, before.get(code), strengthened.get(code, []), on, run
            )
            if run.asks_without_deadline:
                yield *head, "Đối chiếu dư nợ", adds_up(group, loans.get(code, []), on, latest)


# II.2 "thường xuyên rà soát, củng cố kịp thời các tổ TK&VV xếp loại trung bình": a group graded
# average or weak at the report of the month before is strengthened within 30 days of that report, by
# the first day of work from it on; until then it is not due. A row of the register without that day
# is not done. A grade of the last December belongs to the plan of that year. Each month is answered
# as of its own report.
def weak_before(group, before, rows, on, run):
    # The last grade that a report of the year asks about is November's: none falls due after it.
    if not ours(group) or run.only_after_end:
        return NOT_APPLICABLE
    weak = None if before is None else grade(before) in ("Trung bình", "Yếu")
    graded = None if before is None else day(before["Ngày báo cáo"])

    def strengthened():
        if graded is not None and not START <= graded <= END:
            return [None]
        days = [day(row["Ngày củng cố"]) for row in rows if day(row["Ngày xếp loại"]) <= on]
        done = [one for one in days if one is not None and graded is not None and graded <= one <= on]
        return [kept(within(min(done, default=None), graded, IN_TIME, on), run)]

    return guarded(weak, strengthened)


# II.3 "tích cực thực hiện công tác đối chiếu": a group's debt and overdue debt are those of its
# loans; asked where the list of loans is not of a later day than the group's figures.
def adds_up(group, loans, on, latest):
    if not ours(group) or not latest or not loans:
        return NOT_APPLICABLE
    if max(day(loan["Ngày giao dịch cuối"]) for loan in loans) > on:
        return NOT_APPLICABLE

    def total(column):
        return sum(number(loan[column]) for loan in loans)

    return verdict(
        [
            required(total("Dư nợ (đồng)") == number(group["Tổng dư nợ"])),
            required(total("Nợ quá hạn (đồng)") == number(group["Dư nợ quá hạn"])),
        ]
    )
