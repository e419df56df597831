//! `examples/data/README.md`: what was planted and what must come out.

use crate::answers::tally;
use crate::files::{
    CLOSING_ROWS, CODE_WITH_POINT, DEBT_AS_TEXT, Exports, GradePlant, OLD_TONE, OTHERS, REPEATED,
    SAVINGS_ONLY, ScorePlant,
};
use crate::group::{Group, Special};
use crate::plan::{Blank, Grade};

/// The whole text.
pub fn text(groups: &[Group], exports: &Exports) -> String {
    [
        INTRODUCTION.to_owned(),
        monitoring(groups, exports),
        FAULTS.to_owned(),
        bc0437(groups, exports),
        cdtotkvv(groups, exports),
    ]
    .join("\n")
}

const INTRODUCTION: &str = "\
# Sample data

Made by `cargo run -p visao-samples` from a fixed seed; two runs give the same bytes. **Everything is invented**: groups, leaders
(`Tổ trưởng 001`), communes (`Phường Mẫu 3`) and amounts. Only the shapes and the quirks are those of the bank's exports.

The counts below, and the answers group by group in `expected/`, follow from how the figures were made (each group was made to fall in one row
of each criterion), not from a run of the engine.

| file | shape | record type |
|---|---|---|
| `giam-sat-to.xlsx`, `giam-sat-to.csv` | the Union's monitoring sheet: BC0437's 28 columns, then district, sessions, principal, interest, last month's grade | `Tổ` |
| `giam-sat-loi.csv` | the same header, one bad cell a row | `Tổ` |
| `BC0437.xlsx` | the bank's export for associations, amounts rounded to a million | `Tổ` |
| `CDTOTKVV.xlsx` | the bank's monthly scores, columns A to T, data from row 11 | `Tổ CDTOTKVV` |
| `nam-2023/` | one city year, all record types of the 2023 rules: `nam-2023/PLANTED.md` | all |
| `nam-2023-thoi-gian/` | the same year for rules that know time, with cases at six days: `nam-2023-thoi-gian/PLANTED.md` | all |
";

const FAULTS: &str = "\
## Bad cells: giam-sat-loi.csv

11 rows below the header, 11 records read: 1 decided (Tốt, 100 points), 10 data errors.

| row | code | cell | what is wrong |
|---|---|---|---|
| 3 | 0495001 | | nothing |
| 4 | 0495002 | Tổng dư nợ `tám trăm` | not a number |
| 5 | 0495003 | Tổng dư nợ `812.5` | a number in the English form |
| 6 | 0495004 | Quận, huyện `Hải Chau` | no such district; the nearest is Hải Châu |
| 7 | 0495005 | Dư nợ quá hạn `9999` | more overdue than owed |
| 8 | 0495006 | Số phiên tổ trưởng tham gia `7` | more sessions attended than held (6) |
| 9 | 0495007 | Số tổ viên, blank | required |
| 10 | 0495008 | Số tổ viên `36,5` | not a whole number |
| 11, 12 | 0495009 | | the same key twice, the rows not identical: an error of both |
| 13 | 0495011 | Số dư tiết kiệm `-3,5` | below 0 |
";

fn codes(groups: &[Group], fits: impl Fn(&Group) -> bool) -> String {
    let codes: Vec<String> = groups.iter().filter(|group| fits(group)).map(Group::code).collect();
    codes.join(", ")
}

fn numbered(numbers: &[usize]) -> String {
    let codes: Vec<String> =
        numbers.iter().map(|number| format!("{:07}", 480_000 + number)).collect();
    codes.join(", ")
}

/// The account of a workbook's rows. An empty row is not kept in a workbook, so it counts in the
/// CSV file alone.
fn rows(groups: &[Group], total: usize) -> String {
    let (read, dropped) = (groups.len(), REPEATED.len());
    let uncoded = CLOSING_ROWS - 1;
    format!(
        "Rows below the header {} = skipped {} (`0000000` {SAVINGS_ONLY}, no code {uncoded}: the total and the signatures) + identical \
         duplicates dropped {dropped} + records read {read}.\n",
        total - 1,
        SAVINGS_ONLY + uncoded,
    )
}

fn monitoring(groups: &[Group], exports: &Exports) -> String {
    let ([good, fair, average, weak], open) = tally(groups);
    let special = |special: Special| codes(groups, |group| group.special == special);
    let blank = |blank: Blank| codes(groups, |group| group.template.blank == blank);
    let without_overdue =
        groups.iter().filter(|group| !group.lacks(Blank::Overdue) && group.overdue == 0).count();
    let mut lines = vec![
        "## The monitoring sheet: giam-sat-to".to_owned(),
        String::new(),
        rows(groups, exports.monitoring.below_header()),
        format!(
            "The CSV file has an empty row more: {} rows below the header, 1 of them blank.\n",
            exports.monitoring.below_header()
        ),
        format!(
            "Graded by `Chấm điểm tổ`: Tốt {good}, Khá {fair}, Trung bình {average}, Yếu {weak}, undetermined {open}; no data error. Groups known to have no overdue debt: {without_overdue}.\n"
        ),
        "| planted | groups |".to_owned(),
        "|---|---|".to_owned(),
    ];
    let planted = [
        (
            "Khá, 84,5 points, and Tốt but for an overdue debt of 3.200.000 of 812.000.000 đồng (the README's group)",
            special(Special::Shown),
        ),
        ("49 of 50 members save: 98% exactly", special(Special::FortyNineOfFifty)),
        ("savings are 7% of the debt exactly", special(Special::SevenPercent)),
        ("no debt any more, nothing due", special(Special::NoDebt)),
        ("no session held yet", special(Special::NoSession)),
        (
            "nothing due, principal collected left blank: still 15 points",
            special(Special::NothingDue),
        ),
        (
            "an overdue debt of 400.000 đồng, which BC0437 shows as 0",
            special(Special::SmallOverdue),
        ),
        (
            "75 points, but 3% or more overdue: no better than Trung bình",
            codes(groups, |group| group.template.bands.overdue == 4),
        ),
        ("85 points exactly", codes(groups, |group| group.template.outcome().total == (170, 170))),
        ("50 points exactly", codes(groups, |group| group.template.outcome().total == (100, 100))),
        ("graded Tốt although the savings balance is blank", blank(Blank::Savings)),
        ("undetermined: interest collected is blank", blank(Blank::Interest)),
        ("undetermined: overdue debt is blank", blank(Blank::Overdue)),
        ("undetermined: sessions attended is blank", blank(Blank::Sessions)),
        (
            "undetermined: principal collected and savings balance are blank",
            blank(Blank::PrincipalAndSavings),
        ),
        ("row there twice, identical", numbered(&REPEATED)),
        ("code as text with `.0`", numbered(&CODE_WITH_POINT)),
        (
            "code as text with its leading zero; the others are numbers without it",
            "every tenth".to_owned(),
        ),
        ("debt typed as text, `1.105,5`", numbered(&DEBT_AS_TEXT)),
        ("district written `Hoà Vang`", numbered(&OLD_TONE)),
        ("district in decomposed letters (NFD)", "every fifteenth".to_owned()),
        ("headers in decomposed letters", "Số tổ viên; Quận, huyện; Số phiên giao dịch".to_owned()),
        ("commune without `Phường` or `Xã`", "every seventh".to_owned()),
        ("formulas exported as 0", "all of Xếp loại and Tên ĐVUT, and the total row".to_owned()),
        ("three units in one file", "triệu đồng, ngàn đồng, đồng, as the headers say".to_owned()),
    ];
    lines.extend(planted.iter().map(|(what, which)| format!("| {what} | {which} |")));
    lines.push(String::new());
    lines.join("\n")
}

fn bc0437(groups: &[Group], exports: &Exports) -> String {
    let count = |plant: GradePlant| {
        exports.grade_plants.values().filter(|planted| **planted == plant).count()
    };
    let which = |plant: GradePlant| {
        codes(groups, |group| exports.grade_plants.get(&group.number) == Some(&plant))
    };
    let (wrong, none, zero) =
        (count(GradePlant::WrongGrade), count(GradePlant::NoScore), count(GradePlant::GradeZero));
    let hidden = codes(groups, |group| group.overdue > 0 && group.overdue < 500_000);
    format!(
        "## BC0437.xlsx\n\n{}\nChecked by `Đối chiếu BC0437`: đạt {}, không đạt {wrong}, cần bổ sung {}.\n\n| planted | groups |\n|---|---|\n\
         | grade does not follow from the score | {} |\n| no score | {} |\n| grade exported as 0 ({zero} in a row) | 0480201 to 0480241 |\n\
         | overdue debt below half a million, shown as 0 | {hidden} |\n",
        rows(groups, exports.bc0437.below_header()),
        groups.len() - wrong - none - zero,
        none + zero,
        which(GradePlant::WrongGrade),
        which(GradePlant::NoScore),
    )
}

fn cdtotkvv(groups: &[Group], exports: &Exports) -> String {
    let count = |plant: ScorePlant| {
        exports.score_plants.values().filter(|planted| **planted == plant).count()
    };
    let which = |plant: ScorePlant| {
        codes(groups, |group| exports.score_plants.get(&group.number) == Some(&plant))
    };
    let unmet = count(ScorePlant::WrongGrade)
        + count(ScorePlant::WrongSum)
        + count(ScorePlant::AboveMaximum);
    let unscored = count(ScorePlant::NoInterestScore);
    let open = count(ScorePlant::NoTotal) + unscored + count(ScorePlant::GradeZero);
    let scored = |grade: Grade| {
        let fits = |group: &&Group| Grade::of(group.template.bands.total()) == grade;
        let lost = if grade == Grade::Good { unscored } else { 0 };
        groups.iter().filter(fits).count() - lost
    };
    let [good, fair, average, weak] = Grade::ALL.map(scored);
    let read = groups.len() + OTHERS;
    format!(
        "## CDTOTKVV.xlsx\n\nRows below the header {} = skipped 1 (total) + records read {read}.\n\n\
         Checked by `Đối chiếu CDTOTKVV`: đạt {}, không đạt {unmet}, cần bổ sung {open}, not applicable {OTHERS} (other associations).\n\n\
         Added up by `Sáu điểm thành phần`: Tốt {good}, Khá {fair}, Trung bình {average}, Yếu {weak}, undetermined {unscored}, not applicable \
         {OTHERS}.\n\n| planted | groups |\n|---|---|\n\
         | grade does not follow from the total | {} |\n| total is not the sum | {} |\n| savings score 12 of 10 | {} |\n| no total | {} |\n\
         | no score for interest | {} |\n| grade exported as 0 | {} |\n| groups of other associations (11, 13, 14) | 0490001 to 0490012 |\n",
        exports.cdtotkvv.below_header(),
        groups.len() - unmet - open,
        which(ScorePlant::WrongGrade),
        which(ScorePlant::WrongSum),
        which(ScorePlant::AboveMaximum),
        which(ScorePlant::NoTotal),
        which(ScorePlant::NoInterestScore),
        which(ScorePlant::GradeZero),
    )
}
