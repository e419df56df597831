"""II.2, II.3, II.6.3, II.8, II.1: targets by district and for the city, in exact fractions. A value
is a fraction, a range where something is not known, or nothing where there is nothing to divide
by."""

from fractions import Fraction
from itertools import combinations

from clauses import START
from loans import Months, grade, ours
from rows import day, number, yes

TOTAL = "toàn bộ"
DISTRICTS = ["Hải Châu", "Thanh Khê", "Liên Chiểu", "Sơn Trà", "Ngũ Hành Sơn", "Hòa Vang", "Cẩm Lệ"]
PLACES = ["Thành phố", *DISTRICTS]

# II.3 "Phấn đấu giảm tỷ lệ nợ quá hạn và tỷ lệ nợ xấu từng thời điểm đối với nguồn vốn ủy thác
# NHCSXH do Hội Liên hiệp phụ nữ thành phố và quận/huyện quản lý như sau": in percent (assumption):
# assigned overdue, assigned bad, striven overdue, striven bad.
TABLE = {
    TOTAL: ("0.04", "0.05", "0.03", "0.04"),
    "Hải Châu": ("0.04", "0.05", "0.03", "0.04"),
    "Thanh Khê": ("0.03", "0.03", "0.02", "0.03"),
    "Liên Chiểu": ("0.03", "0.07", "0.02", "0.06"),
    "Sơn Trà": ("0.04", "0.04", "0.03", "0.03"),
    "Ngũ Hành Sơn": ("0.06", "0.06", "0.05", "0.05"),
    "Hòa Vang": ("0.03", "0.03", "0.02", "0.02"),
    "Cẩm Lệ": ("0.06", "0.06", "0.05", "0.05"),
}
NONE = (None, None)


def ratio(part, whole):
    return NONE if whole == 0 else (Fraction(part) / Fraction(whole),) * 2


def exact(value):
    return (Fraction(value),) * 2


def outcome(value, meets):
    low, high = value
    if low is None:
        return "không áp dụng"
    ends = {meets(low), meets(high)}
    return "chưa xác định" if len(ends) == 2 else "đạt" if ends == {True} else "không đạt"


def at_least(bound):
    return lambda value: value >= bound


def written(value):
    low, high = value
    return "" if low is None else str(low) if low == high else f"{low}..{high}"


def line(target, indicator, unit, as_of, value, result, not_due=""):
    return target, indicator, unit, as_of, written(value), result, not_due


def all_targets(year, run, verdicts):
    if run.asks_without_deadline:
        months = Months(year, run.as_of)
        for on in months.days:
            yield from of_groups(months, on)
        yield from of_sessions(year, run.as_of)
    yield from of_verdicts(year, run, verdicts)


# --- groups, each month by itself -----------------------------------------------------------------


def of_groups(months, on):
    rows = [group for group in months.rows[on].values() if ours(group)]
    before = months.before(on)
    for unit in [TOTAL, *DISTRICTS]:
        here = [group for group in rows if unit in (TOTAL, group["Quận, huyện"])]
        grades = [grade(group) for group in here]

        def total(column):
            return sum(number(group[column]) for group in here)

        def count(*names):
            return sum(1 for name in grades if name in names)

        def row(target, indicator, value, meets):
            return line(target, indicator, unit, on, value, outcome(value, meets))

        # II.2 "Hàng tháng tối thiểu 99% Tổ TK&VV đạt loại tốt, khá, không có Tổ TK&VV xếp loại yếu,
        # trong đó 98% tổ xếp loại tốt; hàng tháng tối thiểu 94% tổ TK&VV không có nợ quá hạn": 98 %
        # of all groups; each month with its own figures.
        yield row(
            "Chất lượng tổ", "a", ratio(count("Tốt", "Khá"), len(here)), at_least(Fraction(99, 100))
        )
        yield row("Chất lượng tổ", "b", exact(count("Yếu")), lambda value: value == 0)
        yield row("Chất lượng tổ", "c", ratio(count("Tốt"), len(here)), at_least(Fraction(98, 100)))
        free = sum(1 for group in here if number(group["Dư nợ quá hạn"]) == 0)
        yield row("Chất lượng tổ", "d", ratio(free, len(here)), at_least(Fraction(94, 100)))

        # II.2 "hàng tháng tối thiểu 98% tổ viên tham gia gửi tiền tiết kiệm thông qua Tổ TK&VV",
        # "Tỷ lệ số dư huy động tiền gửi tiết kiệm thông qua tổ TK&VV tối thiểu đạt 7%/dư nợ Tổ
        # TK&VV quản lý": of all members, of the sum.
        savers = ratio(total("Số tổ viên có gửi tiết kiệm"), total("Số tổ viên"))
        yield row("Tiết kiệm", "e", savers, at_least(Fraction(98, 100)))
        debt = total("Tổng dư nợ")
        yield row(
            "Huy động tiền gửi", "f", ratio(total("Số dư tiết kiệm"), debt), at_least(Fraction(7, 100))
        )

        overdue = total("Dư nợ quá hạn")
        assigned_overdue, assigned_bad, striven_overdue, striven_bad = TABLE[unit]
        value = ratio(overdue, debt)
        yield line("Nợ", "NQH", unit, on, value, level(value, assigned_overdue, striven_overdue))
        value = ratio(overdue + total("Dư nợ khoanh"), debt)
        yield line("Nợ", "NX", unit, on, value, level(value, assigned_bad, striven_bad))

        # II.6.3 "để giảm số tổ trung bình và yếu kém": not more than the month before, each group
        # against its own row of that month; a group without one may have been either.
        was = [
            grade(before[group["Mã tổ"]]) if group["Mã tổ"] in before else None for group in here
        ]
        now = count("Trung bình", "Yếu")
        known = sum(1 for name in was if name in ("Trung bình", "Yếu"))
        value = (Fraction(now - known - was.count(None)), Fraction(now - known))
        yield row("Giảm tổ trung bình và yếu", "tăng", value, lambda more: more <= 0)


def level(value, assigned, striven):
    low, _ = value
    if low is None:
        return "không áp dụng"
    if low < Fraction(striven) / 100:
        return "phấn đấu"
    return "giao" if low < Fraction(assigned) / 100 else "không đạt"


# --- sessions of the year up to the day -----------------------------------------------------------


def of_sessions(year, as_of):
    """II.6.3 "tham gia trực 100% vào ngày giao dịch lưu động", II.3 "kiểm tra đầy đủ Bảng kê 13/TD
    của các Tổ TK&VV": a session without its day may be of the year or not, and is in both sums
    or in neither."""
    place = {unit["Mã đơn vị"]: unit["Địa bàn"] for unit in year.units}
    held = [(day(row["Ngày phiên"]), row) for row in year.sessions]
    for unit in [TOTAL, *PLACES]:
        here = [(on, row) for on, row in held if unit in (TOTAL, place[row["Mã đơn vị"]])]
        sure = [row for on, row in here if on is not None and START <= on <= as_of]
        open_ = [row for on, row in here if on is None]
        for indicator, top, bottom in (
            ("trực", lambda row: staffed(row), lambda row: 1),
            (
                "bảng kê",
                lambda row: (int(row["Bảng kê 13/TD đã kiểm tra"]),) * 2,
                lambda row: int(row["Số tổ"]),
            ),
        ):
            value = joint(sure, open_, top, bottom)
            yield line("Việc của Hội", indicator, unit, as_of, value, outcome(value, at_least(1)))


def staffed(row):
    known = yes(row["Cán bộ xã trực"])
    return (0, 1) if known is None else (int(known),) * 2


def joint(sure, open_, top, bottom):
    """The ends of a quotient of sums, each open row being in both sums or in neither."""
    found = []
    for size in range(len(open_) + 1):
        for chosen in combinations(open_, size):
            rows = sure + list(chosen)
            whole = sum(bottom(row) for row in rows)
            if whole:
                found += [Fraction(sum(top(row)[end] for row in rows), whole) for end in (0, 1)]
    return (min(found), max(found)) if found else NONE


# --- targets over verdicts of checks with a deadline ----------------------------------------------


def of_verdicts(year, run, verdicts):
    """Of the records that the check applies to and whose last day has come, the share with the
    verdict `met`; the others are counted as not due."""
    place = {unit["Mã đơn vị"]: unit["Địa bàn"] for unit in year.units}
    of_unit = {unit["Mã đơn vị"]: place[unit["Mã đơn vị"]] for unit in year.units}
    of_person = {person["Mã cán bộ"]: place[person["Mã đơn vị"]] for person in year.staff}
    of_group = {group["Mã tổ"]: group["Quận, huyện"] for group in year.groups}
    of_loan = {loan["Mã khoản vay"]: of_group[loan["Mã tổ"]] for loan in year.loans}
    for target, indicator, block, unit_of, units in (
        # II.3 "kiểm tra việc sử dụng vốn vay của khách hàng sau khi ngân hàng giải ngân trong vòng
        # 30 ngày": every new loan.
        ("Kiểm tra khoản vay mới", "KT", "Sử dụng vốn", of_loan, DISTRICTS),
        # II.8 "đảm bảo 100% cán bộ … được tập huấn nghiệp vụ".
        ("Cán bộ đã tập huấn", "TH", "Cán bộ được tập huấn", of_person, PLACES),
        # II.1 "Mỗi quận/huyện có ít nhất 1 bài tuyên truyền".
        ("Tuyên truyền", "bài", "Tuyên truyền ở quận", of_unit, PLACES),
        # II.6.2 "ít nhất mỗi xã, phường 4 lần/năm": what the district owes each of its wards.
        ("Quận dự phiên ở các xã", "dự", "Quận dự phiên ở xã", of_unit, PLACES),
    ):
        asked = [
            (unit_of[key], found)
            for key, found in verdicts.get(block, [])
            if found.code != "not_applicable"
        ]
        for unit in [TOTAL, *units]:
            here = [found for of, found in asked if unit in (TOTAL, of)]
            value, not_due = share_met(here, run.as_of)
            yield line(
                target, indicator, unit, run.as_of, value, outcome(value, at_least(1)), not_due
            )


def share_met(found, as_of):
    in_, maybe_in, not_due = [], [], 0
    for verdict in found:
        if verdict.last is None:
            maybe_in.append(verdict)
        elif verdict.last <= as_of:
            in_.append(verdict)
        else:
            not_due += 1
    surely = sum(1 for verdict in in_ if verdict.code == "met")
    perhaps = sum(1 for verdict in in_ if verdict.code in ("met", "incomplete"))
    whole = len(in_) + len(maybe_in)
    if whole == 0:
        return NONE, not_due
    ends = [Fraction(surely, whole), Fraction(perhaps + len(maybe_in), whole)]
    if in_:
        ends += [Fraction(surely, len(in_)), Fraction(perhaps, len(in_))]
    return (min(ends), max(ends)), not_due
