"""II.3, II.4: proposals to borrow. The plan prints no amounts, rates or terms: those are
assumptions, by programme."""

from datetime import date
from fractions import Fraction

from clauses import (
    add_months,
    at_most,
    either,
    equal,
    of_register,
    referred,
    rejected,
    required,
)
from rows import by, day, is_one_of, number, yes

MILLION = 1_000_000


class Debts:
    """A household's debts: the whole list only where it surely said so ("Đã khai nợ"); else what is
    there is the least."""

    def __init__(self, rows, declared):
        self.rows, self.whole = rows, declared is True

    def sum(self, column, channel=None, programme=None):
        """The least it can be, and whether that is all."""
        return sum(
            number(row[column])
            for row in self.rows
            if channel in (None, row["Kênh vay"]) and programme in (None, row["Chương trình"])
        )

    def any(self, column="Dư nợ (đồng)", channel=None):
        return True if self.sum(column, channel) > 0 else False if self.whole else None

    def fits(self, amount, programme, cap):
        """Whether the amount and what is owed to the programme are within the cap."""
        if amount is None or cap is None:
            return None
        owed = self.sum("Dư nợ (đồng)", "NHCSXH", programme)
        return False if amount + owed > cap else True if self.whole else None


def all_proposals(year, run):
    if not run.asks_without_deadline:
        return
    debts = by(year.debts, "Mã hồ sơ")
    for it in year.proposals:
        on, programme = day(it["Ngày đề xuất"]), it["Chương trình"]
        owed = Debts(debts.get(it["Mã hồ sơ"], []), yes(it["Đã khai nợ"]))
        head = ("Đề xuất vay", it["Mã hồ sơ"], run.as_of)
        for block, guard, clauses, names in (
            ("Quy trình xét chọn", True, lambda: procedure(it), {}),
            ("Chồng kênh", True, lambda: other_channels(owed), {}),
            *(
                (
                    block,
                    programme in of,
                    lambda rule=rule: rule(it, owed, on),
                    {"met": "eligible", "struck": "rejected"},
                )
                for block, of, rule in PROGRAMMES
            ),
        ):
            found = of_register(on, on, run.as_of, guard, clauses, **names)
            if found is not None:
                yield *head, block, found


# II.3 "Công tác xét chọn hộ vay vốn đảm bảo quy trình, đúng đối tượng, đúng nhu cầu": minutes of
# the group's meeting, and the household is its member.
def procedure(it):
    return [required(yes(it["Có biên bản bình xét"])), required(yes(it["Là tổ viên"]))]


# II.3 "tránh trường hợp cho vay chồng kênh tạo thêm gánh nặng cho hộ vay trong việc hoàn trả nợ cho
# Ngân hàng": whatever the programme, a household that owes elsewhere is for a person to decide
# ("tránh").
def other_channels(owed):
    return [referred(owed.any(channel="kênh khác"))]


def terms(it, most, rate):
    return [
        required(at_most(number(it["Thời hạn (tháng)"]), most)),
        required(equal(number(it["Lãi suất năm"]), rate)),
    ]


def amount(it):
    return number(it["Số tiền (đồng)"])


# II.4 "đề xuất đúng đối tượng hộ nghèo … Không đề xuất những trường hợp còn nợ vốn NHCSXH cũng như
# các kênh khác": any debt at all.
def poor(it, owed, on):
    return [
        required(is_one_of(it["Diện hộ"], "hộ nghèo")),
        rejected(owed.any()),
        required(owed.fits(amount(it), "hộ nghèo", 100 * MILLION)),
        *terms(it, 120, Fraction("0.066")),
    ]


# II.4 "đề xuất những hộ thật sự cần vốn, không nợ nần dây dưa các nguồn vốn khác": overdue debt;
# "tránh trường hợp người được hỗ trợ nhiều nguồn vốn": a person decides on any other debt.
def near_poor(it, owed, on):
    return [
        required(is_one_of(it["Diện hộ"], "hộ cận nghèo")),
        required(yes(it["Địa phương xác nhận cần vốn"])),
        rejected(owed.any("Nợ quá hạn (đồng)")),
        referred(owed.any()),
        required(owed.fits(amount(it), "hộ cận nghèo", 100 * MILLION)),
        *terms(it, 120, Fraction("0.0792")),
    ]


# II.4 "chọn đúng đối tượng, ưu tiên cho các gia đình nghèo, khó khăn".
def student(it, owed, on):
    students, study, paid_out = (
        number(it[name])
        for name in ("Số sinh viên", "Số tháng học được vay", "Thời gian phát tiền vay (tháng)")
    )
    cap = None if students is None or study is None else 4 * MILLION * students * study
    term = (
        None if paid_out is None else paid_out + 12 + (paid_out * 2 if paid_out <= 12 else paid_out)
    )
    return [
        required(
            either(
                yes(it["Sinh viên mồ côi"]),
                is_one_of(it["Diện hộ"], "hộ nghèo", "hộ cận nghèo", "hộ mức sống trung bình"),
                yes(it["Khó khăn được xã xác nhận"]),
            )
        ),
        required(at_most(amount(it), cap)),
        *terms(it, term, Fraction("0.066")),
    ]


# II.4 "chọn những hộ có phương án kinh doanh khả thi và không trùng kênh vay các nguồn khác để
# tránh trường hợp cùng một lúc mà phải trả nợ nhiều nguồn": any other debt is for a person. Through
# a group a household borrows as one worker, whatever it employs.
def jobs(it, owed, on):
    favoured = yes(it["Lao động khuyết tật, dân tộc thiểu số"])
    rate = None if favoured is None else Fraction("0.0396") if favoured else Fraction("0.0792")
    return [
        required(yes(it["Vay qua tổ"])),
        required(yes(it["Phương án được đánh giá khả thi"])),
        referred(owed.any()),
        required(owed.fits(amount(it), "giải quyết việc làm", 100 * MILLION)),
        *terms(it, 120, rate),
    ]


# II.4 "Căn cứ vào các chương trình cho vay, Hội LHPN xã/phường đề xuất đối tượng vay vốn":
# programmes that the plan does not describe.
def escaped(it, owed, on):
    since = day(it["Ngày thoát nghèo"])
    return [
        required(is_one_of(it["Diện hộ"], "hộ mới thoát nghèo")),
        required(None if since is None else on <= add_months(since, 36)),
        required(owed.fits(amount(it), "hộ mới thoát nghèo", 100 * MILLION)),
        *terms(it, 60, Fraction("0.0825")),
    ]


def water(it, owed, on):
    works = number(it["Số công trình"])
    return [
        required(is_one_of(it["Khu vực"], "nông thôn")),
        required(yes(it["Xã xác nhận chưa có, chưa đạt chuẩn"])),
        required(
            owed.fits(
                amount(it), "nước sạch và vệ sinh", None if works is None else 10 * MILLION * works
            )
        ),
        *terms(it, 60, Fraction("0.09")),
    ]


def unruled(it, owed, on):
    released = it["Chương trình"] == "chấp hành xong án phạt tù"
    return [rejected(released and on < date(2023, 10, 10)), referred(True)]


PROGRAMMES = [
    ("Vay hộ nghèo", ["hộ nghèo"], poor),
    ("Vay hộ cận nghèo", ["hộ cận nghèo"], near_poor),
    ("Vay học sinh sinh viên", ["học sinh sinh viên"], student),
    ("Vay giải quyết việc làm", ["giải quyết việc làm"], jobs),
    ("Vay hộ mới thoát nghèo", ["hộ mới thoát nghèo"], escaped),
    ("Vay nước sạch", ["nước sạch và vệ sinh"], water),
    (
        "Vay chương trình khác",
        ["xuất khẩu lao động", "nhà ở xã hội", "chấp hành xong án phạt tù"],
        unruled,
    ),
]
