"""Every indicator of the 2023 plan over the city year, worked out apart from the engine: standard library only, exact fractions.

    python3 tests/city/doc-lap.py [FOLDER]

FOLDER is examples/data/nam-2023 unless told. Prints `targets;indicator;unit;value;outcome`, a value being a whole number or `n/d`, `low..high`
where a missing cell leaves it open, and nothing where there is nothing to divide by. Written from the plan, not from the rule files; where the
plan is unclear it follows the choices that rules/2023/README.md lists.
"""

import csv
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "examples/data/nam-2023"
AS_OF = date(2023, 12, 31)
NEW_YEAR = date(2023, 1, 1)
TOTAL = "toàn bộ"
DISTRICTS = ["Hải Châu", "Thanh Khê", "Liên Chiểu", "Sơn Trà", "Ngũ Hành Sơn", "Hòa Vang", "Cẩm Lệ"]

# The table of II.3, in percent: assigned overdue, assigned bad, striven overdue, striven bad.
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


def rows(name):
    with open(FOLDER / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def day(text):
    if not text:
        return None
    d, m, y = text.split("/")
    return date(int(y), int(m), int(d))


def of_the_year(text):
    on = day(text)
    return on is not None and NEW_YEAR <= on <= AS_OF


def number(text):
    return Fraction(text.replace(",", "."))


def grade(score):
    for least, name in ((85, "Tốt"), (70, "Khá"), (50, "Trung bình")):
        if score >= least:
            return name
    return "Yếu"


def written(value):
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f"{value[0]}..{value[1]}"
    return str(value)


def ratio(part, whole):
    return None if whole == 0 else Fraction(part) / Fraction(whole)


def at_least(value, bound):
    if value is None:
        return "không áp dụng"
    return "đạt" if value >= bound else "không đạt"


def report(targets, indicator, unit, value, outcome):
    print(";".join((targets, indicator, unit, written(value), outcome)))


def level(value, assigned, striven):
    if value is None:
        return "không áp dụng"
    if value < Fraction(striven) / 100:
        return "phấn đấu"
    return "giao" if value < Fraction(assigned) / 100 else "không đạt"


def checks_of_new_loans():
    """By group: new loans whose last day has come, the 30th after they were paid out, and those of them checked by then."""
    found = {}
    for loan in rows("khoan-vay.csv"):
        paid, checked = day(loan["Ngày giải ngân"]), day(loan["Ngày kiểm tra sử dụng vốn"])
        last = paid + timedelta(days=30)
        if paid < NEW_YEAR or last > AS_OF:
            continue
        asked, kept = found.get(loan["Mã tổ"], (0, 0))
        in_time = checked is not None and paid <= checked <= last
        found[loan["Mã tổ"]] = (asked + 1, kept + in_time)
    return found


def over_groups():
    new_loans = checks_of_new_loans()
    groups = rows("to.csv")
    for unit in [TOTAL] + DISTRICTS:
        here = [group for group in groups if unit in (TOTAL, group["Quận, huyện"])]
        grades = [grade(number(group["Kết quả chấm điểm tổ tháng gần nhất"])) for group in here]

        def total(column):
            return sum(number(group[column]) for group in here)

        def count(*names):
            return sum(1 for name in grades if name in names)

        name = "Chất lượng tổ"
        value = ratio(count("Tốt", "Khá"), len(here))
        report(name, "a", unit, value, at_least(value, Fraction(99, 100)))
        weak = count("Yếu")
        report(name, "b", unit, weak, "đạt" if weak == 0 else "không đạt")
        value = ratio(count("Tốt"), len(here))
        report(name, "c", unit, value, at_least(value, Fraction(98, 100)))
        value = ratio(sum(1 for group in here if number(group["Dư nợ quá hạn"]) == 0), len(here))
        report(name, "d", unit, value, at_least(value, Fraction(94, 100)))

        value = ratio(total("Số tổ viên có gửi tiết kiệm"), total("Số tổ viên"))
        report("Tiết kiệm", "e", unit, value, at_least(value, Fraction(98, 100)))
        debt = total("Tổng dư nợ")
        value = ratio(total("Số dư tiết kiệm"), debt)
        report("Huy động tiền gửi", "f", unit, value, at_least(value, Fraction(7, 100)))

        assigned_overdue, assigned_bad, striven_overdue, striven_bad = TABLE[unit]
        overdue = total("Dư nợ quá hạn")
        value = ratio(overdue, debt)
        report("Nợ", "NQH", unit, value, level(value, assigned_overdue, striven_overdue))
        value = ratio(overdue + total("Dư nợ khoanh"), debt)
        report("Nợ", "NX", unit, value, level(value, assigned_bad, striven_bad))

        before = [group["Xếp loại kỳ trước"] for group in here]
        weaker = count("Trung bình", "Yếu")
        known = sum(1 for name in before if name in ("Trung bình", "Yếu"))
        low, high = weaker - known - before.count(""), weaker - known
        outcome = "đạt" if high <= 0 else "không đạt" if low > 0 else "chưa xác định"
        report("Giảm tổ trung bình và yếu", "tăng", unit, high if low == high else (low, high), outcome)

        asked = sum(new_loans.get(group["Mã tổ"], (0, 0))[0] for group in here)
        kept = sum(new_loans.get(group["Mã tổ"], (0, 0))[1] for group in here)
        value = ratio(kept, asked)
        report("Kiểm tra khoản vay mới", "KT", unit, value, at_least(value, 1))


def over_units():
    place = {unit["Mã đơn vị"]: unit["Địa bàn"] for unit in rows("don-vi.csv")}
    sessions, staff = rows("phien-giao-dich.csv"), rows("can-bo.csv")
    posted = {done["Mã đơn vị"] for done in rows("viec-da-lam.csv") if done["Loại việc"] == "bài tuyên truyền" and of_the_year(done["Ngày"])}
    trained = {session["Mã cán bộ"] for session in rows("tap-huan-can-bo.csv") if of_the_year(session["Ngày tập huấn"])}
    visits = Counter(session["Mã đơn vị"] for session in sessions if session["Cán bộ quận dự"] == "có" and of_the_year(session["Ngày phiên"]))
    for unit in [TOTAL, "Thành phố"] + DISTRICTS:

        def here(row):
            return unit in (TOTAL, place[row["Mã đơn vị"]])

        held = [session for session in sessions if here(session)]
        value = ratio(sum(1 for session in held if session["Cán bộ xã trực"] == "có"), len(held))
        report("Việc của Hội", "trực", unit, value, at_least(value, 1))
        lists = sum(int(session["Số tổ"]) for session in held)
        value = ratio(sum(int(session["Bảng kê 13/TD đã kiểm tra"]) for session in held), lists)
        report("Việc của Hội", "bảng kê", unit, value, at_least(value, 1))
        people = [person for person in staff if here(person)]
        value = ratio(sum(1 for person in people if person["Mã cán bộ"] in trained), len(people))
        report("Cán bộ đã tập huấn", "TH", unit, value, at_least(value, 1))
        units = [code for code, at in place.items() if unit in (TOTAL, at)]
        districts = [code for code in units if code.startswith("QH")]
        value = ratio(sum(1 for code in districts if code in posted), len(districts))
        report("Tuyên truyền", "bài", unit, value, at_least(value, 1))
        wards = [code for code in units if code.startswith("XP")]
        value = ratio(sum(1 for code in wards if visits[code] >= 4), len(wards))
        report("Quận dự phiên ở các xã", "dự", unit, value, at_least(value, 1))


print("targets;indicator;unit;value;outcome")
over_groups()
over_units()
