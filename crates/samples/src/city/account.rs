//! What the targets must come to, district by district, and the account of the city year for
//! people.

use super::groups::Group;
use super::planted::Planted;
use super::units::{
    CAM_LE, DISTRICTS, HAI_CHAU, HOA_VANG, Idle, LIEN_CHIEU, NGU_HANH_SON, SON_TRA, THANH_KHE,
};
use crate::cell::{Sheet, escaped};
use crate::plan::Grade;

const MET: &str = "đạt";
const NOT_MET: &str = "không đạt";
const OPEN: &str = "chưa xác định";
const NOT_APPLICABLE: &str = "không áp dụng";
const TOTAL: &str = "toàn bộ";

/// `targets;indicator;unit;outcome`: for the table of two levels the highest level met, `giao` or
/// `phấn đấu`, or `không đạt`.
///
/// The outcomes follow from how each district was made; the few that follow from sums are worked
/// out here in whole numbers.
pub fn targets(groups: &[Group]) -> String {
    let mut lines = vec!["targets;indicator;unit;outcome".to_owned()];
    for (at, unit) in named() {
        let of: Vec<&Group> =
            groups.iter().filter(|group| at.is_none_or(|at| group.district == at)).collect();
        let mut add = |targets: &str, indicator: &str, outcome: &str| {
            lines.push(format!("{targets};{indicator};{unit};{outcome}"))
        };
        let count = |fits: fn(&Group) -> bool| whole(of.iter().filter(|group| fits(group)).count());
        let sum = |value: fn(&Group) -> i64| of.iter().map(|group| value(group)).sum::<i64>();
        let all = whole(of.len());
        add(
            "Chất lượng tổ",
            "a",
            met(count(|group| group.grade() <= Grade::Fair) * 100 >= all * 99),
        );
        add("Chất lượng tổ", "b", met(count(|group| group.grade() == Grade::Weak) == 0));
        add(
            "Chất lượng tổ",
            "c",
            met(count(|group| group.grade() == Grade::Good) * 100 >= all * 98),
        );
        add("Chất lượng tổ", "d", met(count(|group| group.overdue == 0) * 100 >= all * 94));
        add(
            "Tiết kiệm",
            "e",
            met(sum(|group| group.savers) * 100 >= sum(|group| group.members) * 98),
        );
        add(
            "Huy động tiền gửi",
            "f",
            met(sum(|group| group.savings) * 100 >= sum(|group| group.debt) * 7),
        );
        let (debt, overdue, bad) = (
            sum(|group| group.debt),
            sum(|group| group.overdue),
            sum(|group| group.overdue + group.frozen),
        );
        let [assigned_overdue, assigned_bad, striven_overdue, striven_bad] =
            BELOW.get(at.map_or(0, |at| at + 1)).copied().unwrap_or_default();
        add("Nợ", "NQH", level(overdue, debt, assigned_overdue, striven_overdue));
        add("Nợ", "NX", level(bad, debt, assigned_bad, striven_bad));
        add("Giảm tổ trung bình và yếu", "tăng", fewer(at));
        add(
            "Kiểm tra khoản vay mới",
            "KT",
            met(!matches!(at, None | Some(HAI_CHAU | THANH_KHE | HOA_VANG | CAM_LE))),
        );
        duties(&mut add, at);
    }
    for (targets, indicator) in [
        ("Việc của Hội", "trực"),
        ("Việc của Hội", "bảng kê"),
        ("Tuyên truyền", "bài"),
        (VISITS, "dự"),
    ] {
        lines.push(format!("{targets};{indicator};Thành phố;{NOT_APPLICABLE}"));
    }
    lines.push(format!("Cán bộ đã tập huấn;TH;Thành phố;{MET}"));
    lines.join("\n") + "\n"
}

/// The plan's table in hundredths of a percent: the city, then the districts; assigned overdue and
/// bad debt, then the same striven for.
const BELOW: [[i64; 4]; 8] = [
    [4, 5, 3, 4],
    [4, 5, 3, 4],
    [3, 3, 2, 3],
    [3, 7, 2, 6],
    [4, 4, 3, 3],
    [6, 6, 5, 5],
    [3, 3, 2, 2],
    [6, 6, 5, 5],
];

fn named() -> impl Iterator<Item = (Option<usize>, &'static str)> {
    std::iter::once((None, TOTAL))
        .chain(DISTRICTS.iter().enumerate().map(|(at, district)| (Some(at), district.name)))
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const fn met(met: bool) -> &'static str {
    if met { MET } else { NOT_MET }
}

const fn level(part: i64, debt: i64, assigned: i64, striven: i64) -> &'static str {
    if part * 10_000 < debt * striven {
        "phấn đấu"
    } else if part * 10_000 < debt * assigned {
        "giao"
    } else {
        NOT_MET
    }
}

/// One weak group more than a month earlier in Liên Chiểu; in Cẩm Lệ a grade of that month is
/// missing.
const fn fewer(district: Option<usize>) -> &'static str {
    match district {
        Some(LIEN_CHIEU) => NOT_MET,
        Some(CAM_LE) => OPEN,
        _ => MET,
    }
}

const VISITS: &str = "Quận dự phiên ở các xã";

fn duties(add: &mut impl FnMut(&str, &str, &str), district: Option<usize>) {
    add("Việc của Hội", "trực", met(!matches!(district, None | Some(THANH_KHE))));
    add("Việc của Hội", "bảng kê", met(!matches!(district, None | Some(LIEN_CHIEU))));
    add("Cán bộ đã tập huấn", "TH", met(!matches!(district, None | Some(HAI_CHAU | NGU_HANH_SON))));
    add("Tuyên truyền", "bài", met(!matches!(district, None | Some(SON_TRA | LIEN_CHIEU))));
    add(VISITS, "dự", met(!matches!(district, None | Some(HAI_CHAU))));
}

/// `PLANTED.md`
pub fn text(sheets: &[(&str, Sheet)], planted: &Planted) -> String {
    let mut lines = vec![
        INTRODUCTION.to_owned(),
        "| tệp | loại bản ghi | số dòng |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    lines.extend(
        sheets.iter().map(|(file, sheet)| {
            format!("| `{file}` | {} | {} |", sheet.name, sheet.below_header())
        }),
    );
    lines.push(format!("\n{CATCHES}\n\n{} trường hợp.\n", planted.count()));
    lines.push("| luật | bản ghi | kết luận | lý do |\n|---|---|---|---|".to_owned());
    lines.extend(planted.rows());
    lines.push(format!("\n{PASSES}\n\n| luật | bản ghi | vì sao |\n|---|---|---|"));
    lines.extend(
        planted
            .passed
            .iter()
            .map(|(block, key, why)| format!("| {block} | {} | {why} |", escaped(key))),
    );
    lines.push(format!(
        "\n{TARGETS}\n\n| quận, huyện | xã, phường | tổ | làm sẵn cho |\n|---|---|---|---|"
    ));
    lines.extend(DISTRICTS.iter().enumerate().map(|(at, it)| {
        format!("| {} | {} | {} | {} |", it.name, it.wards, it.groups, made_for(at))
    }));
    lines.join("\n") + "\n"
}

const INTRODUCTION: &str = "\
# Một năm của thành phố: số liệu mẫu

Do `cargo run -p visao-samples` làm ra từ một hạt giống cố định; chạy hai lần ra đúng từng byte. **Mọi con số đều bịa**: tổ, hộ, xã phường (`Phường Mẫu 3`)
không phải của ai; chỉ tên bảy quận, huyện là thật. Ngày xét là 31/12/2023. `nam-2023.xlsx` có đủ các bảng, mỗi loại bản ghi một trang.
";

const CATCHES: &str = "\
## Phải bị bắt

Cùng nội dung với `planted.csv`. Đây là **tất cả**: bản ghi nào không có tên ở đây thì quy tắc ấy phải cho đạt, đề xuất, chưa đến hạn, hoặc không áp dụng
(riêng `Chấm điểm tổ`: không có tên ở đây là Tốt).";

const PASSES: &str = "\
## Đứng ngay mép, không được bắt";

const TARGETS: &str = "\
## Chỉ tiêu

Kết quả từng quận, huyện ở `chi-tieu.csv`; giá trị chính xác do `tests/city/doc-lap.py` tính riêng bằng phân số.";

/// What a district was made for.
fn made_for(at: usize) -> &'static str {
    let idle = DISTRICTS.get(at).map(|district| district.plan.idle_savers);
    match (at, idle) {
        (HAI_CHAU, Some(Idle::TwoPercent)) => {
            "nợ quá hạn đúng 0,04%: chưa dưới, không đạt mức nào; đúng 98% tổ viên gửi tiết kiệm"
        }
        (THANH_KHE, _) => {
            "nợ xấu 0,029%: đạt cả giao lẫn phấn đấu vì hai mức bằng nhau; tổ viên gửi thiếu một người cho đủ 98%"
        }
        (LIEN_CHIEU, _) => {
            "một tổ yếu, mới yếu tháng này; tiết kiệm thiếu 1 đồng cho đủ 7%; nợ chỉ đạt mức giao"
        }
        (SON_TRA, _) => "đúng 98% tổ tốt (49/50); đúng 94% tổ không có nợ quá hạn (47/50)",
        (NGU_HANH_SON, _) => "nợ quá hạn 0,07%, nợ xấu 0,08%: không đạt mức nào",
        (HOA_VANG, _) => {
            "nợ quá hạn và nợ xấu đúng 0,02%: đạt giao, chưa dưới mức phấn đấu; tiết kiệm đúng 7%"
        }
        (CAM_LE, _) => {
            "nợ quá hạn kém 0,05% đúng 1 đồng: đạt phấn đấu; một tổ thiếu xếp loại kỳ trước nên chưa xác định"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::{SEED, groups, loans, units};
    use crate::prng::Prng;

    fn city() -> Vec<Group> {
        let mut prng = Prng::new(SEED);
        let mut groups = groups::all(&mut prng);
        loans::all(&mut prng, &mut groups, &mut Planted::default());
        groups
    }

    fn sums(groups: &[Group], district: usize) -> (i64, i64, i64) {
        let of = groups.iter().filter(|group| group.district == district);
        of.fold((0, 0, 0), |(debt, overdue, bad), it| {
            (debt + it.debt, overdue + it.overdue, bad + it.overdue + it.frozen)
        })
    }

    #[test]
    fn the_edges_are_where_they_should_be() {
        let groups = city();
        let (debt, overdue, _) = sums(&groups, HAI_CHAU);
        assert_eq!(overdue * 10_000, debt * 4);
        let (debt, overdue, bad) = sums(&groups, HOA_VANG);
        assert_eq!((overdue * 10_000, overdue), (debt * 2, bad));
        let (debt, overdue, _) = sums(&groups, CAM_LE);
        assert_eq!((overdue + 1) * 10_000, debt * 5);
        let good = groups.iter().filter(|group| group.grade() == Grade::Good).count();
        let fair = groups.iter().filter(|group| group.grade() == Grade::Fair).count();
        assert_eq!((groups.len(), good, fair), (400, 392, 4));
    }

    #[test]
    fn no_group_owes_more_overdue_than_it_owes() {
        for group in city() {
            assert!(
                group.overdue + group.frozen <= group.debt
                    && group.savers <= group.members
                    && group.members <= 60
            );
        }
    }

    #[test]
    fn there_are_56_wards_with_400_groups() {
        assert_eq!(units::wards().map(|(_, _, groups)| groups).sum::<usize>(), 400);
        assert_eq!(units::wards().count(), 56);
    }
}
