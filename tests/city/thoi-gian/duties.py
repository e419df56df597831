"""II.1, II.2, II.3, II.5, II.6, II.8, II.9, II.10: what the Union's offices must do, on their
registers."""

from datetime import date, timedelta

from clauses import (
    END,
    NOT_APPLICABLE,
    Register,
    each,
    equal,
    guarded,
    months,
    of_register,
    quarters,
    reached_by,
    reaches,
    required,
    verdict,
    within,
)
from rows import by, day, is_one_of, number, yes

# "Kịp thời" (II.2, II.3): 30 days; the plan names no number. Assumption.
IN_TIME = 30
# Monthly reports may arrive so many days after their month. Assumption: the plan says "hàng tháng"
# and names no day.
AFTER_MONTH = 5


def all_duties(year, run):
    """(type, key, as of, block, verdict) of each block below."""
    as_of = run.as_of
    done, sessions = by(year.done, "Mã đơn vị"), by(year.sessions, "Mã đơn vị")
    reports, trainings = by(year.reports, "Mã đơn vị"), by(year.trainings, "Mã cán bộ")
    for unit in year.units:
        code, level = unit["Mã đơn vị"], unit["Cấp"]
        registers = (
            Register(done.get(code, []), "Ngày"),
            Register(sessions.get(code, []), "Ngày phiên"),
            Register(reports.get(code, []), "Ngày nộp", "Tháng báo cáo"),
        )
        for block, found in of_unit(level, *registers, run):
            yield "Đơn vị", code, as_of, block, found
    for person in year.staff:
        code = person["Mã cán bộ"]
        register = Register(trainings.get(code, []), "Ngày tập huấn")
        yield "Cán bộ", code, as_of, "Cán bộ được tập huấn", trained(register, run)
    yield from ((*head, found) for *head, found in registers_rows(year, run) if found is not None)


def in_year(register, what, least, run):
    """`hạn đếm(…) ≥ n: trong kỳ`, last day 31/12: in a run over several packs another one's at a
    later day."""
    if run.only_after_end:
        return None
    return reached_by(register, what, least, END, run.as_of)


def work(*kinds):
    return lambda row: is_one_of(row["Loại việc"], *kinds)


def of_unit(level, done, sessions, reports, run):
    as_of = run.as_of
    city, district, ward = (level == name for name in ("thành phố", "quận huyện", "xã phường"))

    # II.1 "Mỗi quận/huyện có ít nhất 1 bài tuyên truyền về hoạt động tín dụng chính sách xã hội":
    # the district's own article, within the year (the plan names no period), so asked by 31/12;
    # done on the day of the first.
    yield "Tuyên truyền ở quận", guarded(
        district, lambda: [in_year(done, work("bài tuyên truyền"), 1, run)]
    )

    # II.5 "Phối hợp Ngân hàng CSXH cấp thành phố và quận/huyện tổ chức tập huấn cho cán bộ Hội các
    # cấp": at least once in the year.
    yield "Tập huấn", guarded(city or district, lambda: [in_year(done, work("tập huấn"), 1, run)])

    # II.9 "Phối hợp với Ngân hàng CSXH để tổ chức tổng kết đánh giá kết quả hoạt động uỷ thác: cấp
    # thành phố, cấp quận/huyện": once in the year; a review of half the year ("sơ kết") is not it.
    yield "Tổng kết ủy thác", guarded(
        city or district, lambda: [in_year(done, work("tổng kết"), 1, run)]
    )

    # II.8 "Tổ chức Hội nghị vinh danh đối với các tổ TK&VV đạt thành tích": the city's, within the
    # year.
    yield "Hội nghị vinh danh", guarded(
        city, lambda: [in_year(done, work("hội nghị vinh danh"), 1, run)]
    )

    def met(first, last, asked):
        return reaches(done.count(work("giao ban"), first, last, asked), 1)

    # Not a deadline: in a run over several packs the pack of the day asks it.
    quarterly = None if run.only_after_end else each(quarters(), met, as_of)

    # II.6.1 "Tổ chức họp giao ban lồng ghép với phong trào phụ nữ quận/huyện hàng quí": each whole
    # quarter so far has a meeting; "cử cán bộ theo dõi phong trào dự giao ban ngẫu nhiên tại điểm
    # giao dịch của một số xã, phường": at least once in the year.
    visit = work("dự phiên giao dịch")
    yield "Giao ban thành phố", guarded(city, lambda: [quarterly, in_year(done, visit, 1, run)])

    # II.6.2 "Định kỳ 3 tháng/1 lần, Hội LHPN quận/huyện phối hợp cùng phòng giao dịch Ngân hàng
    # CSXH tổ chức giao ban": each quarter; "Hàng tháng Hội LHPN quận/huyện báo cáo cụ thể hoạt động
    # uỷ thác": a report for each month, there 5 days after the month. A report is of the month it
    # is about; twelve filed on the last day of December are late for eleven months.
    def reported(first, last, asked):
        return reaches(
            reports.count(lambda row: is_one_of(row["Kỳ"], "hàng tháng"), first, last, asked), 1
        )

    monthly = each(months(), reported, as_of, AFTER_MONTH, run.only_after_end)
    yield "Giao ban quận", guarded(district, lambda: [quarterly, monthly])

    if run.asks_without_deadline:
        # II.6.3 "Định kỳ hàng tháng, Hội phụ nữ phường/xã phối hợp cùng phòng giao dịch Ngân hàng
        # CSXH các quận/huyện tổ chức giao ban với các tổ TK&VV": each whole month so far.
        yield "Giao ban xã", guarded(ward, lambda: [each(months(), met, as_of)])

        # II.6.3 "tham gia trực 100% vào ngày giao dịch lưu động": of sessions that are written
        # down; a ward has one each month (the bank's way of working), so a month without a row is a
        # register not filled in, not 100 %.
        def held(first, last, asked):
            return reaches(sessions.count(lambda row: True, first, last, asked), 1)

        yield "Phiên giao dịch hàng tháng", guarded(ward, lambda: [each(months(), held, as_of)])

    # II.6.2 "cử cán bộ tham gia dự giao ban ngẫu nhiên tại điểm giao dịch của các xã, phường ít
    # nhất mỗi xã, phường 4 lần/năm": the district's duty, at each ward, within the year.
    attended = lambda row: yes(row["Cán bộ quận dự"])
    yield "Quận dự phiên ở xã", guarded(ward, lambda: [in_year(sessions, attended, 4, run)])

    # II.10 "Định kỳ 6 tháng/lần, 1 năm, Hội LHPN quận/huyện nộp báo cáo tình hình hoạt động ủy thác
    # về Ban Gia đình, Xã hội - Kinh tế, Hội LHPN thành phố trước ngày 10/6/2023 và ngày
    # 10/11/2023": "trước ngày 10" is by the 9th; a report of another year does not count.
    def filed(kind, before):
        if run.only_after_end:
            return None
        last = before - timedelta(1)
        return reached_by(reports, lambda row: is_one_of(row["Kỳ"], kind), 1, last, as_of)

    half_and_whole = lambda: [
        filed("sáu tháng", date(2023, 6, 10)),
        filed("cả năm", date(2023, 11, 10)),
    ]
    yield "Báo cáo định kỳ của quận", guarded(district, half_and_whole)


# II.8 "đảm bảo 100% cán bộ tham gia vào hoạt động tín dụng chính sách xã hội được tập huấn nghiệp
# vụ": each person within the year.
def trained(register, run):
    return verdict([in_year(register, lambda row: True, 1, run)])


CONTENTS = [
    "Tuyên truyền, tập huấn",
    "Thu nợ, giải ngân",
    "Tiết kiệm",
    "Huy động tiền gửi",
    "Củng cố tổ",
    "Giao ban, kiểm tra giám sát",
    "Đối chiếu, xử lý nợ",
    "Thuận lợi, khó khăn, nguyên nhân",
    "Kiến nghị",
]


def registers_rows(year, run):
    """Blocks that ask each row of a register; rows of another year are left out, rows after the day
    are not there."""
    as_of = run.as_of
    if run.asks_without_deadline:
        for row in year.sessions:
            on = day(row["Ngày phiên"])
            yield "Phiên giao dịch", row["Mã phiên"], as_of, "Trực phiên giao dịch", of_register(
                on, on, as_of, True, lambda: attended_in_full(row)
            )
        for row in year.reports:
            filed, of = day(row["Ngày nộp"]), day(row["Tháng báo cáo"])
            # II.10 "Lưu ý báo cáo cần tập trung vào các nội dung": nine of them, in the reports of
            # the half year and of the year.
            guard = is_one_of(row["Kỳ"], "sáu tháng", "cả năm")
            contents = lambda: [required(yes(row[content])) for content in CONTENTS]
            yield "Báo cáo", row["Mã báo cáo"], as_of, "Báo cáo đủ nội dung", of_register(
                filed, of, as_of, guard, contents
            )
    for row in year.absent:
        found = day(row["Ngày phát hiện"])
        yield "Hộ rời địa phương", row["Mã hộ"], as_of, "Báo hộ rời địa phương", in_pack(
            found, run, lambda: told_in_time(row, found, run)
        )
    for row in year.strengthened:
        graded = day(row["Ngày xếp loại"])
        key = f"{row['Mã tổ']}|{row['Ngày xếp loại']}"
        # II.2 "thường xuyên rà soát, củng cố kịp thời các tổ TK&VV xếp loại trung bình": within 30
        # days of the grade; until then not due; a row without its day is not done.
        clauses = lambda: [kept(within(day(row["Ngày củng cố"]), graded, IN_TIME, as_of), run)]
        yield "Củng cố tổ", key, as_of, "Củng cố kịp thời", in_pack(graded, run, clauses)


def in_pack(begins, run, clauses):
    """A register's row whose day begins its deadlines: the pack that holds the day, and where it
    has none, the pack of the day asked."""
    if begins is None and run.as_of > END:
        return NOT_APPLICABLE
    return of_register(begins, begins, run.as_of, True, clauses)


def kept(clause, run):
    """In a run over several packs an earlier one asks only what falls due after its own end."""
    return None if run.only_after_end and clause.last is not None and clause.last <= END else clause


# II.3 "Tham gia trực phiên giao dịch đầy đủ; kiểm tra đầy đủ Bảng kê 13/TD của các Tổ TK&VV";
# II.6.3 "bố trí cán bộ Hội phường/xã tham gia trực 100% vào ngày giao dịch lưu động", "Kiểm tra đầy
# đủ, nghiêm túc bảng kê 13/TD trước phiên giao dịch", "Chỉ đạo tổ trưởng tổ TK&VV tham gia họp giao
# tại buổi giao ban định kỳ hàng tháng của Phòng giao dịch NHCSXH đầy đủ": each session of the year
# up to the day.
def attended_in_full(row):
    groups = number(row["Số tổ"])
    return [
        required(yes(row["Cán bộ xã trực"])),
        required(equal(number(row["Bảng kê 13/TD đã kiểm tra"]), groups)),
        required(equal(number(row["Số tổ trưởng dự giao ban"]), groups)),
    ]


# II.3 "Kịp thời nắm thông tin hộ vay vốn đi khỏi địa phương để cùng phối hợp với Ngân hàng có biện
# pháp xử lý": the bank told and a measure taken, each within 30 days of the day the household was
# found gone; "chưa" is no measure, one without its day is not taken yet.
def told_in_time(row, found, run):
    told, measure = day(row["Ngày báo ngân hàng"]), row["Biện pháp xử lý"]
    since = day(row["Ngày có biện pháp"]) if measure not in ("", "chưa", "chưa có") else None
    return [kept(within(done, found, IN_TIME, run.as_of), run) for done in (told, since)]
