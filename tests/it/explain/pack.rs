//! Random rule packs as an officer would type them, with records: settled values, equal formulas
//! under two names, guarded values inside others, computed days, tables of every policy, scorecards
//! that others read, and an assumption of its own name behind any line that may carry one.

use crate::laws::random::Dice;
use serde_json::{Map, Value as Json, json};
use visao::value::Lang;

/// A pack with records of its one record type.
#[derive(Clone)]
pub struct Pack {
    pub lang: Lang,
    pub text: String,
    pub parts: Vec<Part>,
    pub records: Vec<Map<String, Json>>,
    /// Whether the run has an as-of date.
    pub dated: bool,
}

/// A construct of the rules.
#[derive(Clone, Debug)]
pub struct Part {
    pub kind: Kind,
    /// The name it declares, the label of a criterion, the reason of a clause or cap.
    pub name: String,
    /// As written, a line each.
    pub lines: Vec<String>,
    /// The words of its assumption.
    pub assumed: Option<String>,
    /// What it belongs to, as a place among the parts.
    pub owner: Option<usize>,
    /// Where it stands, from 1.
    pub line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Derivation,
    Table(Policy),
    TableRow,
    Parameter,
    Dated,
    Card,
    Clauses,
    Guard,
    Criterion { sum: bool },
    CriterionRow,
    Grading,
    GradeRow,
    Cap,
    Clause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    First,
    Unique,
    Sum,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    Number,
    Integer,
    Money,
    Ratio,
    Points,
    Days,
    YesNo,
    Date,
    Colour,
    Level,
    Text,
}

/// A field: its name in Vietnamese and English packs, its type.
pub const FIELDS: [(&str, &str, Ty); 14] = [
    ("x", "x", Ty::Number),
    ("y", "y", Ty::Number),
    ("số ba", "third", Ty::Number),
    ("số hộ", "houses", Ty::Integer),
    ("số phiên", "meetings", Ty::Integer),
    ("dư nợ", "debt", Ty::Money),
    ("quá hạn", "overdue", Ty::Money),
    ("phần thu", "part paid", Ty::Ratio),
    ("bật", "active", Ty::YesNo),
    ("đã nộp", "filed", Ty::YesNo),
    ("ngày vay", "lent", Ty::Date),
    ("ngày trả", "repaid", Ty::Date),
    ("màu", "colour", Ty::Colour),
    ("bậc cũ", "old level", Ty::Level),
];
/// A field of text stands beside them: `ghi chú`.
pub const REMARK: (&str, &str, Ty) = ("ghi chú", "remark", Ty::Text);

pub const COLOURS: [(&str, &str); 3] =
    [("đỏ", "red"), ("xanh lá", "leaf green"), ("vàng", "yellow")];
/// From the best to the worst.
pub const LEVELS: [(&str, &str); 3] = [("Tốt", "Good"), ("Khá", "Fair"), ("Yếu", "Poor")];

const LETTERS: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "K", "L", "M"];

pub fn fields(lang: Lang) -> impl Iterator<Item = (&'static str, Ty)> {
    FIELDS
        .into_iter()
        .chain([REMARK])
        .map(move |(vi, en, ty)| (if lang == Lang::Vi { vi } else { en }, ty))
}

impl Pack {
    pub fn draw(bytes: Vec<u8>) -> Pack {
        let mut dice = Dice::new(bytes);
        let lang = if dice.one_in(4) { Lang::En } else { Lang::Vi };
        let records = dice.many(1, 3, |dice| record(dice, lang));
        let dated = !dice.one_in(10);
        let mut maker = Maker {
            dice: &mut dice,
            lang,
            parts: Vec::new(),
            reads: Vec::new(),
            lists: Vec::new(),
            pool: Vec::new(),
            told: 0,
            named: 0,
        };
        maker.rules();
        let parts = maker.parts;
        assemble(lang, parts, records, dated)
    }

    /// The parts that belong to another.
    pub fn within(&self, owner: usize) -> impl Iterator<Item = (usize, &Part)> {
        self.parts.iter().enumerate().filter(move |(_, part)| part.owner == Some(owner))
    }

    pub fn named(&self, name: &str, wanted: impl Fn(Kind) -> bool) -> Option<usize> {
        self.parts.iter().position(|part| part.name == name && wanted(part.kind))
    }

    pub fn word<'w>(&self, vi: &'w str, en: &'w str) -> &'w str {
        if self.lang == Lang::Vi { vi } else { en }
    }
}

/// Values of a field, the numbers of the rules and their neighbours among them; other than missing.
pub fn choices(ty: Ty, lang: Lang) -> Vec<Json> {
    let words = |all: &[(&str, &str)]| {
        all.iter().map(|(vi, en)| json!(if lang == Lang::Vi { vi } else { en })).collect()
    };
    match ty {
        Ty::Number => [0, 1, 2, 3, 5, 6, 10, -3]
            .map(Json::from)
            .into_iter()
            .chain([json!(0.5), json!(12.25), json!(4.9999)])
            .collect(),
        Ty::Integer => [0, 1, 2, 5, 10, 12].map(Json::from).to_vec(),
        Ty::Money => {
            [0, 1_000_000, 5_000_000, 5_000_001, 3_200_000, 812_000_000].map(Json::from).to_vec()
        }
        Ty::Ratio => vec![json!(0), json!(0.05), json!(0.5), json!(0.98), json!(1)],
        Ty::YesNo => vec![json!(true), json!(false)],
        Ty::Date => {
            ["2023-01-18", "2023-06-30", "2023-07-01", "2022-12-31", "2021-02-28", "2019-05-05"]
                .map(Json::from)
                .to_vec()
        }
        Ty::Colour => words(&COLOURS),
        Ty::Level => words(&LEVELS),
        Ty::Text => ["ổn", "gấp"].map(Json::from).to_vec(),
        Ty::Points | Ty::Days => Vec::new(),
    }
}

fn record(dice: &mut Dice, lang: Lang) -> Map<String, Json> {
    let mut record =
        Map::from_iter([(if lang == Lang::Vi { "mã" } else { "id" }.to_owned(), json!("T1"))]);
    for (name, ty) in fields(lang) {
        let value = dice.of(&choices(ty, lang));
        if !dice.one_in(7) {
            record.insert(name.to_owned(), value);
        }
    }
    record
}

struct Maker<'d> {
    dice: &'d mut Dice,
    lang: Lang,
    parts: Vec<Part>,
    /// What an expression can read so far.
    reads: Vec<(String, Ty)>,
    /// `tất cả` tables.
    lists: Vec<String>,
    /// Expressions written before: some are written again elsewhere.
    pool: Vec<(String, Ty)>,
    told: usize,
    named: usize,
}

impl Maker<'_> {
    fn w(&self, vi: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Vi { vi } else { en }
    }

    fn rules(&mut self) {
        let lang = self.lang;
        self.reads.extend(fields(lang).map(|(name, ty)| (name.to_owned(), ty)));
        self.settled();
        self.parameters();
        for _ in 0..3 + self.dice.below(5) {
            match self.dice.below(8) {
                0 | 1 => self.clauses(),
                2 | 3 => self.derivation(),
                4 | 5 => self.table(),
                _ => self.card(),
            }
        }
        self.clauses();
    }

    fn part(&mut self, kind: Kind, owner: Option<usize>, name: &str, lines: Vec<String>) -> usize {
        let carries = kind != Kind::Guard && self.dice.one_in(2);
        let assumed = carries.then(|| format!("g{}", self.parts.len()));
        self.parts.push(Part { kind, name: name.to_owned(), lines, assumed, owner, line: 0 });
        self.parts.len() - 1
    }

    fn name(&mut self, vi: &str, en: &str) -> String {
        self.named += 1;
        format!(
            "{} {}",
            if self.lang == Lang::Vi { vi } else { en },
            LETTERS[(self.named - 1) % LETTERS.len()]
        )
    }

    fn reason(&mut self) -> String {
        self.told += 1;
        format!("{} {}", self.w("lý lẽ số", "reason number"), self.told)
    }

    /// `tính hệ số = 1`: conditions on it are settled by the rules alone.
    fn settled(&mut self) {
        let (name, value) = (self.w("hệ số", "setting"), self.dice.of(&["1", "2"]));
        self.part(
            Kind::Derivation,
            None,
            name,
            vec![format!("  {} {name} = {value}", self.w("tính", "derive"))],
        );
        self.reads.push((name.to_owned(), Ty::Number));
    }

    fn parameters(&mut self) {
        for (name, ty, values) in [
            (self.w("trần", "ceiling"), Ty::Money, [self.money(1), self.money(5), self.money(50)]),
            (
                self.w("bội số", "multiple"),
                Ty::Number,
                ["2".to_owned(), "3".to_owned(), "5".to_owned()],
            ),
        ] {
            let head = format!("{} {name}: {}", self.w("tham số", "parameter"), self.type_word(ty));
            let owner = self.part(Kind::Parameter, None, name, vec![head]);
            for (day, value) in ["01/01/2020", "01/01/2023", "01/07/2023"].into_iter().zip(values) {
                let line =
                    format!("  {} {day} {} {value}", self.w("từ", "from"), self.w("là", "is"));
                self.part(Kind::Dated, Some(owner), "", vec![line]);
            }
        }
    }

    fn money(&self, millions: i64) -> String {
        format!("{millions} {}", self.w("triệu đồng", "million VND"))
    }

    fn type_word(&self, ty: Ty) -> &'static str {
        match ty {
            Ty::Number => self.w("số", "number"),
            Ty::Integer => self.w("số nguyên", "integer"),
            Ty::Money => self.w("tiền", "money"),
            Ty::Ratio => self.w("tỷ lệ", "ratio"),
            Ty::Points => self.w("điểm", "points"),
            Ty::Days => self.w("thời hạn", "duration"),
            Ty::YesNo => self.w("có không", "yes-no"),
            Ty::Date => self.w("ngày", "date"),
            Ty::Colour => self.w("một trong Màu", "one of Colour"),
            Ty::Level => self.w("một trong Bậc", "one of Level"),
            Ty::Text => self.w("chữ", "text"),
        }
    }

    fn derivation(&mut self) {
        let ty = self.dice.of(&[
            Ty::Number,
            Ty::Ratio,
            Ty::Money,
            Ty::YesNo,
            Ty::Days,
            Ty::Date,
            Ty::Number,
        ]);
        let formula = match ty {
            Ty::YesNo => self.condition(2),
            _ => self.guarded(ty, 2),
        };
        for _ in 0..1 + usize::from(self.dice.one_in(4)) {
            let name = self.name("kết", "calc");
            let line = format!("  {} {name} = {formula}", self.w("tính", "derive"));
            self.part(Kind::Derivation, None, &name, vec![line]);
            self.reads.push((name, ty));
        }
    }

    fn table(&mut self) {
        let policy = self.dice.of(&[Policy::First, Policy::Unique, Policy::All, Policy::Sum]);
        let ty = match policy {
            Policy::Sum => self.dice.of(&[Ty::Number, Ty::Money]),
            Policy::All => Ty::Colour,
            Policy::First | Policy::Unique => {
                self.dice.of(&[Ty::Number, Ty::Money, Ty::Colour, Ty::Number])
            }
        };
        let subjects = self.subjects();
        let rows = self.grid_rows(&subjects, policy == Policy::First, |maker| match ty {
            Ty::Colour => maker.literal(Ty::Colour),
            _ => maker.sum(ty, 1),
        });
        for _ in 0..1 + usize::from(self.dice.one_in(3)) {
            let name = self.name(self.w("nhóm", "group"), self.w("nhóm", "group"));
            let word = match policy {
                Policy::First => "",
                Policy::Unique => self.w(", duy nhất", ", unique"),
                Policy::Sum => self.w(", cộng", ", sum"),
                Policy::All => self.w(", tất cả", ", all"),
            };
            let head = format!(
                "{} {name} {} {}: {}{word}",
                self.w("bảng", "table"),
                self.w("cho", "for"),
                self.w("Tổ", "Team"),
                self.type_word(ty)
            );
            let owner = self.part(Kind::Table(policy), None, &name, vec![head]);
            let header: String =
                subjects.iter().map(|(subject, _)| format!("| {subject} ")).collect();
            // The header is a line of the first row: it cannot carry an assumption.
            for (place, row) in rows.iter().enumerate() {
                let header = (place == 0).then(|| format!("  {header}| {name} |"));
                self.part(
                    Kind::TableRow,
                    Some(owner),
                    "",
                    header.into_iter().chain([row.clone()]).collect(),
                );
            }
            match policy {
                Policy::All => self.lists.push(name),
                Policy::First | Policy::Unique | Policy::Sum => self.reads.push((name, ty)),
            }
        }
    }

    /// The header cells of a table: mostly fields, some compound.
    fn subjects(&mut self) -> Vec<(String, Ty)> {
        let mut subjects = Vec::new();
        for _ in 0..1 + self.dice.below(2) {
            let ty =
                self.dice.of(&[Ty::Number, Ty::Colour, Ty::YesNo, Ty::Ratio, Ty::Date, Ty::Money]);
            let subject = match ty {
                Ty::Number | Ty::Ratio | Ty::Money if self.dice.one_in(2) => self.sum(ty, 1),
                Ty::YesNo if self.dice.one_in(3) => self.comparison(1),
                _ => self.read(ty),
            };
            subjects.push((subject, ty));
        }
        subjects
    }

    fn grid_rows(
        &mut self,
        subjects: &[(String, Ty)],
        rest: bool,
        mut gives: impl FnMut(&mut Self) -> String,
    ) -> Vec<String> {
        let mut rows = Vec::new();
        for _ in 0..1 + self.dice.below(3) {
            let cells: String =
                subjects.iter().map(|(_, ty)| format!("| {} ", self.cell(*ty))).collect();
            rows.push(format!("  {cells}| {} |", gives(self)));
        }
        if rest && !self.dice.one_in(3) {
            let cells: String = subjects.iter().skip(1).map(|_| "| ").collect();
            rows.push(format!("  | {} {cells}| {} |", self.w("còn lại", "otherwise"), gives(self)));
        }
        rows
    }

    fn cell(&mut self, ty: Ty) -> String {
        match self.dice.below(8) {
            6 => "-".to_owned(),
            // Two ranges may hold of everything between them, which is refused.
            7 => format!("{}, {}", self.test(ty), self.literal(ty)),
            _ => self.test(ty),
        }
    }

    /// A short test.
    fn test(&mut self, ty: Ty) -> String {
        let value = self.literal(ty);
        match ty {
            Ty::YesNo | Ty::Colour | Ty::Text => value,
            _ => match self.dice.below(7) {
                0 => format!("{} {value}", self.w("từ", "from")),
                1 => format!("{} {value}", self.w("dưới", "below")),
                2 => format!("{} {value}", self.w("trên", "above")),
                3 => format!("≤ {value}"),
                4 if ty != Ty::Level => {
                    format!(
                        "{} {value} {} {}",
                        self.w("từ", "from"),
                        self.w("đến dưới", "up to below"),
                        self.literal(ty)
                    )
                }
                5 => self.w("thiếu", "missing").to_owned(),
                _ => value,
            },
        }
    }

    fn literal(&mut self, ty: Ty) -> String {
        let words = |maker: &mut Self, all: &[(&'static str, &'static str)]| {
            let (vi, en) = maker.dice.of(all);
            maker.w(vi, en).to_owned()
        };
        match ty {
            Ty::Number => {
                let half = self.w("0,5", "0.5");
                self.dice.of(&["2", "0", "1", "5", "10", "3", half]).to_owned()
            }
            Ty::Integer => self.dice.of(&["2", "0", "1", "5", "10"]).to_owned(),
            Ty::Money => {
                let millions = self.dice.of(&[5, 0, 1, 50]);
                if millions == 0 {
                    self.w("0 đồng", "0 VND").to_owned()
                } else {
                    self.money(millions)
                }
            }
            Ty::Ratio => self.dice.of(&["50%", "5%", "0%", "98%"]).to_owned(),
            Ty::Points => {
                format!("{} {}", self.dice.of(&[5, 0, 10, 3, 8]), self.w("điểm", "points"))
            }
            Ty::Days => format!("{} {}", self.dice.of(&[30, 1, 0, 365]), self.w("ngày", "days")),
            Ty::YesNo => words(self, &[("có", "yes"), ("không", "no")]),
            Ty::Date => self.dice.of(&["01/07/2023", "18/01/2023", "31/12/2022"]).to_owned(),
            Ty::Colour => words(self, &COLOURS),
            Ty::Level => words(self, &LEVELS),
            Ty::Text => "\"ổn\"".to_owned(),
        }
    }

    /// The name of something of a type; the newest first.
    fn read(&mut self, ty: Ty) -> String {
        let all: Vec<&String> =
            self.reads.iter().filter(|(_, known)| *known == ty).map(|(name, _)| name).collect();
        match all.len().checked_sub(1) {
            Some(last) => all[last - self.dice.below(all.len())].clone(),
            None => self.literal(ty),
        }
    }

    /// An operand: a name, a literal, a call, or something in brackets.
    fn atom(&mut self, ty: Ty, depth: usize) -> String {
        match if depth == 0 { self.dice.below(4) } else { self.dice.below(9) } {
            0..=2 => self.read(ty),
            3 => self.literal(ty),
            4 => format!("({})", self.sum(ty, depth - 1)),
            5 | 6 => format!("({})", self.guarded(ty, depth - 1)),
            7 if !matches!(ty, Ty::Days) => {
                let name = if self.dice.one_in(2) {
                    self.w("lớn nhất", "max")
                } else {
                    self.w("nhỏ nhất", "min")
                };
                format!("{name}({}; {})", self.sum(ty, depth - 1), self.sum(ty, depth - 1))
            }
            _ => self.called(ty, depth - 1),
        }
    }

    fn called(&mut self, ty: Ty, depth: usize) -> String {
        match ty {
            Ty::Number => match self.dice.below(3) {
                0 => format!("{}({})", self.w("trị tuyệt đối", "abs"), self.sum(ty, depth)),
                1 => {
                    let round = self.dice.of(&[
                        ("làm tròn", "round"),
                        ("làm tròn lên", "round up"),
                        ("làm tròn xuống", "round down"),
                    ]);
                    format!(
                        "{}({}; {})",
                        self.w(round.0, round.1),
                        self.sum(ty, depth),
                        self.dice.of(&["0", "2"])
                    )
                }
                _ => self.parameter(false),
            },
            Ty::Money => self.parameter(true),
            Ty::Days => format!(
                "{}({}; {})",
                self.w("số ngày", "days"),
                self.read(Ty::Date),
                self.read(Ty::Date)
            ),
            Ty::Ratio => format!("({} / {})", self.read(Ty::Integer), self.read(Ty::Integer)),
            _ => self.read(ty),
        }
    }

    /// A parameter on the as-of date, on a field's day or on a computed day.
    fn parameter(&mut self, money: bool) -> String {
        let name =
            if money { self.w("trần", "ceiling") } else { self.w("bội số", "multiple") };
        let (at, days) = (self.w("tại", "at"), self.w("ngày", "days"));
        match self.dice.below(4) {
            0 => name.to_owned(),
            1 => format!("({name} {at} {})", self.w("ngày vay", "lent")),
            2 => format!("({name} {at} ({} + 30 {days}))", self.w("ngày vay", "lent")),
            _ => format!("({name} {at} {})", self.read(Ty::Date)),
        }
    }

    fn term(&mut self, ty: Ty, depth: usize) -> String {
        match ty {
            Ty::Number => match self.dice.below(5) {
                0 | 1 => self.atom(ty, depth),
                2 => format!("{} / {}", self.atom(ty, depth), self.atom(ty, 0)),
                3 => format!("{} × {}", self.atom(ty, depth), self.atom(ty, depth)),
                _ => format!("-{}", self.read(ty)),
            },
            Ty::Money | Ty::Points if self.dice.one_in(3) => {
                format!("{} × {}", self.atom(ty, depth), self.atom(Ty::Number, depth))
            }
            Ty::Ratio if self.dice.one_in(2) => {
                format!("{} / {}", self.read(Ty::Money), self.atom(Ty::Money, depth))
            }
            Ty::Days if self.dice.one_in(2) => {
                format!("({} - {})", self.read(Ty::Date), self.read(Ty::Date))
            }
            Ty::Date if self.dice.one_in(3) => {
                format!("({} + {})", self.read(ty), self.literal(Ty::Days))
            }
            _ => self.atom(ty, depth),
        }
    }

    fn sum(&mut self, ty: Ty, depth: usize) -> String {
        if let Some(again) = self.again(ty) {
            return again;
        }
        let sign = match ty {
            Ty::Number | Ty::Money | Ty::Points | Ty::Days | Ty::Ratio => {
                self.dice.of(&["", "", " + ", " - "])
            }
            _ => "",
        };
        let sum = if sign.is_empty() {
            self.term(ty, depth)
        } else {
            format!("{}{sign}{}", self.term(ty, depth), self.term(ty, depth))
        };
        self.pool.push((sum.clone(), ty));
        sum
    }

    fn again(&mut self, ty: Ty) -> Option<String> {
        let known: Vec<&String> =
            self.pool.iter().filter(|(_, known)| *known == ty).map(|(words, _)| words).collect();
        let last = known.len().checked_sub(1)?;
        self.dice.one_in(4).then(|| known[last - self.dice.below(known.len())].clone())
    }

    /// `x, nếu C thì y, nếu D thì z`, or a plain sum.
    fn guarded(&mut self, ty: Ty, depth: usize) -> String {
        let mut formula = self.sum(ty, depth);
        for _ in 0..self.dice.below(3) {
            let (condition, value) = (self.condition(depth), self.branch(ty, depth));
            formula += &match self.lang {
                Lang::Vi => format!(", nếu {condition} thì {value}"),
                Lang::En => format!(", or {value} if {condition}"),
            };
        }
        formula
    }

    fn branch(&mut self, ty: Ty, depth: usize) -> String {
        if depth > 0 && self.dice.one_in(4) {
            format!("({})", self.guarded(ty, depth - 1))
        } else {
            self.sum(ty, depth)
        }
    }

    /// A whole condition.
    fn condition(&mut self, depth: usize) -> String {
        if let Some(again) = self.again(Ty::YesNo) {
            return again;
        }
        let condition = match if depth == 0 { 0 } else { self.dice.below(8) } {
            0..=2 => self.comparison(depth),
            3 | 4 => format!(
                "{} {} {}",
                self.part_of(depth - 1),
                self.w("và", "and"),
                self.part_of(depth - 1)
            ),
            5 => format!(
                "{} {} {}",
                self.part_of(depth - 1),
                self.w("hoặc", "or"),
                self.part_of(depth - 1)
            ),
            6 => format!("{} ({})", self.w("không phải", "not"), self.condition(depth - 1)),
            _ => format!("({}) = {}", self.condition(depth - 1), self.literal(Ty::YesNo)),
        };
        self.pool.push((condition.clone(), Ty::YesNo));
        condition
    }

    /// One side of `và` or `hoặc`.
    fn part_of(&mut self, depth: usize) -> String {
        if depth > 0 && self.dice.one_in(3) {
            format!("({})", self.condition(depth))
        } else {
            self.comparison(depth)
        }
    }

    fn comparison(&mut self, depth: usize) -> String {
        let (is, one_of) = (self.w("là", "is"), self.w("là một trong", "is one of"));
        match self.dice.below(14) {
            0 | 1 => {
                let ty = self.dice.of(&[Ty::Number, Ty::Money, Ty::Number, Ty::Days, Ty::Points]);
                let sign = self.dice.of(&[">", "≥", "<", "≤", "=", "≠"]);
                let left = self.sum(ty, depth);
                format!(
                    "{left} {sign} {}",
                    if depth == 0 || self.dice.one_in(2) {
                        self.literal(ty)
                    } else {
                        self.sum(ty, depth - 1)
                    }
                )
            }
            2 => format!(
                "{} {} {}",
                self.sum(Ty::Ratio, depth),
                self.dice.of(&[">", "<", "≥"]),
                self.literal(Ty::Ratio)
            ),
            3 => {
                let name = self.w("hệ số", "setting");
                format!("{name} = {}", self.dice.of(&["1", "2"]))
            }
            4 => self.read(Ty::YesNo),
            5 => format!("{} {is} {}", self.read(Ty::YesNo), self.literal(Ty::YesNo)),
            6 => format!("{} {is} {}", self.read(Ty::Colour), self.literal(Ty::Colour)),
            7 => format!(
                "{} {one_of} {}, {}",
                self.read(Ty::Colour),
                self.literal(Ty::Colour),
                self.literal(Ty::Colour)
            ),
            8 => format!(
                "{} {} {}",
                self.read(Ty::Level),
                self.dice.of(&["≥", "=", "<"]),
                self.literal(Ty::Level)
            ),
            9 => format!(
                "{} {} {}",
                self.atom(Ty::Date, depth),
                self.dice.of(&["<", "≥", ">"]),
                self.read(Ty::Date)
            ),
            10 => self.presence(),
            11 => match self.lists.last().cloned() {
                Some(list) => format!("{list} {is} {}", self.literal(Ty::Colour)),
                None => format!("{} {is} \"ổn\"", self.w("ghi chú", "remark")),
            },
            12 => {
                let (read, low, high) = (
                    self.sum(Ty::Number, depth),
                    self.literal(Ty::Number),
                    self.literal(Ty::Number),
                );
                format!(
                    "{read} {} {low} {} {high}",
                    self.w("từ", "from"),
                    self.w("đến dưới", "up to below")
                )
            }
            _ => format!("{}({}) ≥ 2023", self.w("năm", "year"), self.read(Ty::Date)),
        }
    }

    /// `x là thiếu`, `x không phải là thiếu`, `không phải x là thiếu`
    fn presence(&mut self) -> String {
        let ty = self.dice.of(&[Ty::Number, Ty::Date, Ty::Money, Ty::Colour]);
        let (read, is, missing) = (self.read(ty), self.w("là", "is"), self.w("thiếu", "missing"));
        match self.dice.below(3) {
            0 => format!("{read} {is} {missing}"),
            1 => format!("{read} {} {missing}", self.w("không phải là", "is not")),
            _ => format!("{} {read} {is} {missing}", self.w("không phải", "not")),
        }
    }

    fn guards(&mut self, owner: usize) {
        for _ in 0..usize::from(self.dice.one_in(3)) {
            let line = format!("  {} {}", self.w("áp dụng khi", "applies when"), self.condition(1));
            self.part(Kind::Guard, Some(owner), "", vec![line]);
        }
    }

    fn clauses(&mut self) {
        let name = self.name("Xét", "Look");
        let head = self.dice.of(&[("điều kiện", "eligibility"), ("kiểm tra", "check")]);
        let head = format!(
            "{} {name} {} {}",
            self.w(head.0, head.1),
            self.w("cho", "for"),
            self.w("Tổ", "Team")
        );
        let owner = self.part(Kind::Clauses, None, &name, vec![head]);
        self.guards(owner);
        for _ in 0..1 + self.dice.below(4) {
            let (condition, reason) = (self.condition(2), self.reason());
            let words =
                [("yêu cầu", "require"), ("từ chối nếu", "reject if"), ("cảnh báo nếu", "warn if")];
            let others = [("ưu tiên nếu", "prefer if"), ("cần xem xét nếu", "refer if")];
            let (vi, en) = self.dice.of(&[words.as_slice(), others.as_slice()].concat());
            let lines = match vi {
                "yêu cầu" => {
                    vec![
                        format!("  {} {condition}", self.w(vi, en)),
                        format!("    {}: \"{reason}\"", self.w("nếu không", "else")),
                    ]
                }
                _ => vec![format!("  {} {condition}: \"{reason}\"", self.w(vi, en))],
            };
            self.part(Kind::Clause, Some(owner), &reason, lines);
        }
    }

    fn card(&mut self) {
        let name = self.name("Chấm", "Score");
        let head = format!(
            "{} {name} {} {}",
            self.w("bảng điểm", "scorecard"),
            self.w("cho", "for"),
            self.w("Tổ", "Team")
        );
        let owner = self.part(Kind::Card, None, &name, vec![head]);
        self.guards(owner);
        let count = 1 + self.dice.below(3);
        for label in 1..=count {
            self.criterion(owner, label);
        }
        let own = self.own(&name, count);
        let graded = !self.dice.one_in(4);
        if graded {
            self.grading(owner, &own);
        }
        self.reads.extend(own.into_iter().map(|words| (words, Ty::Points)));
        if graded {
            self.reads.push((
                format!("{} {} {name}", self.w("xếp loại", "grade"), self.w("của", "of")),
                Ty::Level,
            ));
        }
    }

    /// What the scorecard itself gives: its total, its criteria.
    fn own(&self, name: &str, criteria: usize) -> Vec<String> {
        let of = format!("{} {name}", self.w("của", "of"));
        let criteria =
            (1..=criteria).map(|label| format!("{} {label} {of}", self.w("tiêu chí", "criterion")));
        criteria.chain([format!("{} {of}", self.w("tổng điểm", "total points"))]).collect()
    }

    fn criterion(&mut self, card: usize, label: usize) {
        let sum = self.dice.one_in(3);
        let word = if sum { self.w(", cộng các dòng", ", sum of rows") } else { "" };
        let (criterion, most, points) = (
            self.w("tiêu chí", "criterion"),
            self.w("tối đa", "at most"),
            self.w("điểm", "points"),
        );
        let head = format!("  {criterion} {label}, {most} 40 {points}{word}");
        let owner = self.part(Kind::Criterion { sum }, Some(card), &label.to_string(), vec![head]);
        match self.dice.below(3) {
            0 => {
                let ty = self.dice.of(&[Ty::Number, Ty::Ratio, Ty::Money, Ty::Colour, Ty::YesNo]);
                let subject = match ty {
                    Ty::Number | Ty::Ratio | Ty::Money => self.sum(ty, 1),
                    _ => self.read(ty),
                };
                let by = format!("    {} {subject}", self.w("theo", "by"));
                self.rows(owner, Some(by), |maker| match maker.dice.below(4) {
                    3 => {
                        format!("{} {} {}", maker.test(ty), maker.w("và", "and"), maker.part_of(0))
                    }
                    _ => maker.test(ty),
                });
            }
            1 => self.rows(owner, None, |maker| {
                let condition = maker.condition(1);
                // A row that opens with a yes-no name would be a short test.
                let yes_no = |(name, ty): &(String, Ty)| {
                    *ty == Ty::YesNo && condition.starts_with(name.as_str())
                };
                match maker.reads.iter().any(yes_no) {
                    true => format!("{} ({condition})", maker.w("không phải", "not")),
                    false => condition,
                }
            }),
            _ => {
                let subjects = self.subjects();
                let header: String =
                    subjects.iter().map(|(subject, _)| format!("| {subject} ")).collect();
                let rows = self.grid_rows(&subjects, true, |maker| maker.points());
                for (place, row) in rows.into_iter().enumerate() {
                    let header = (place == 0).then(|| format!("    {header}| {points} |"));
                    self.part(
                        Kind::CriterionRow,
                        Some(owner),
                        "",
                        header.into_iter().chain([row]).collect(),
                    );
                }
            }
        }
    }

    fn rows(
        &mut self,
        owner: usize,
        subject: Option<String>,
        mut when: impl FnMut(&mut Self) -> String,
    ) {
        let mut subject = subject;
        for _ in 0..1 + self.dice.below(3) {
            let line = format!("    {} {} {}", when(self), self.w("được", "gives"), self.points());
            self.part(
                Kind::CriterionRow,
                Some(owner),
                "",
                subject.take().into_iter().chain([line]).collect(),
            );
        }
        if !self.dice.one_in(3) {
            let line = format!(
                "    {} {} {}",
                self.w("còn lại", "otherwise"),
                self.w("được", "gives"),
                self.points()
            );
            self.part(Kind::CriterionRow, Some(owner), "", vec![line]);
        }
    }

    /// Points that lie within the maximum, whatever the record.
    fn points(&mut self) -> String {
        if !self.dice.one_in(3) {
            return self.literal(Ty::Points);
        }
        let (max, min) = (self.w("lớn nhất", "max"), self.w("nhỏ nhất", "min"));
        let points = self.w("điểm", "points");
        format!("{min}(10 {points}; {max}(0 {points}; {}))", self.guarded(Ty::Points, 1))
    }

    fn grading(&mut self, card: usize, own: &[String]) {
        let (points, is, from) =
            (self.w("điểm", "points"), self.w("là", "is"), self.w("từ", "from"));
        let head = format!(
            "  {} {} {} {}",
            self.w("xếp loại", "grade"),
            self.w("Bậc", "Level"),
            self.w("theo", "by"),
            self.w("tổng điểm", "total points")
        );
        let owner = self.part(Kind::Grading, Some(card), "", vec![head]);
        for (least, (vi, en)) in [(15, LEVELS[0]), (8, LEVELS[1])] {
            let more = if self.dice.one_in(2) {
                format!(" {} {}", self.w("và", "and"), self.part_of(1))
            } else {
                String::new()
            };
            self.part(
                Kind::GradeRow,
                Some(owner),
                "",
                vec![format!("    {from} {least} {points}{more} {is} {}", self.w(vi, en))],
            );
        }
        if !self.dice.one_in(4) {
            let line =
                format!("    {} {is} {}", self.w("còn lại", "otherwise"), self.w("Yếu", "Poor"));
            self.part(Kind::GradeRow, Some(owner), "", vec![line]);
        }
        for _ in 0..self.dice.below(3) {
            let condition = match self.dice.below(4) {
                0 => format!(
                    "{} {} {}",
                    self.dice.of(own),
                    self.dice.of(&["<", "≥"]),
                    self.literal(Ty::Points)
                ),
                _ => self.condition(1),
            };
            let reason = self.reason();
            let line = match self.dice.below(3) {
                0 => format!(
                    "    {} {condition}: \"{reason}\"",
                    self.w("hạ một bậc nếu", "one grade down if")
                ),
                _ => {
                    let (vi, en) = self.dice.of(&LEVELS[1..]);
                    let (cap, when) = (self.w("không quá", "no better than"), self.w("nếu", "if"));
                    format!("    {cap} {} {when} {condition}: \"{reason}\"", self.w(vi, en))
                }
            };
            self.part(Kind::Cap, Some(owner), &reason, vec![line]);
        }
    }
}

/// Writes the parts out: those of the record type first, then each with what belongs to it.
fn assemble(lang: Lang, parts: Vec<Part>, records: Vec<Map<String, Json>>, dated: bool) -> Pack {
    let mut pack = Pack { lang, text: String::new(), parts, records, dated };
    let words = |all: &[(&'static str, &'static str)], between: &str| {
        all.iter()
            .map(|(vi, en)| if lang == Lang::Vi { *vi } else { *en })
            .collect::<Vec<_>>()
            .join(between)
    };
    let mut lines = Vec::new();
    if lang == Lang::En {
        lines.push("language: en".to_owned());
    }
    lines.push(format!(
        "{} {}: {}",
        pack.word("danh mục", "category"),
        pack.word("Màu", "Colour"),
        words(&COLOURS, ", ")
    ));
    let ordered = pack.word("Bậc có thứ tự", "Level ordered");
    lines.push(format!(
        "{} {ordered}: {}",
        pack.word("danh mục", "category"),
        words(&LEVELS, " > ")
    ));
    lines.push(pack.word("bản ghi Tổ", "record Team").to_owned());
    lines.push(pack.word("  trường mã: chữ, khóa", "  field id: text, key").to_owned());
    let types = Maker {
        dice: &mut Dice::new(Vec::new()),
        lang,
        parts: Vec::new(),
        reads: Vec::new(),
        lists: Vec::new(),
        pool: Vec::new(),
        told: 0,
        named: 0,
    };
    for (name, ty) in fields(lang) {
        lines.push(format!("  {} {name}: {}", pack.word("trường", "field"), types.type_word(ty)));
    }
    let order: Vec<usize> = (0..pack.parts.len()).collect();
    let (first, then): (Vec<usize>, Vec<usize>) = order
        .into_iter()
        .filter(|at| pack.parts[*at].owner.is_none())
        .partition(|at| pack.parts[*at].kind == Kind::Derivation);
    first.into_iter().chain(then).for_each(|at| write(&mut pack, &mut lines, at));
    pack.text = lines.join("\n") + "\n";
    pack
}

fn write(pack: &mut Pack, lines: &mut Vec<String>, at: usize) {
    let part = &mut pack.parts[at];
    // What stands above a row (a table's header, `theo …`) is of its owner.
    let lead = if matches!(part.kind, Kind::TableRow | Kind::CriterionRow) {
        part.lines.len() - 1
    } else {
        0
    };
    part.line = lines.len() + 1 + lead;
    lines.extend(part.lines.clone());
    if let Some(words) = &part.assumed {
        let word = if pack.lang == Lang::Vi { "giả định" } else { "assumption" };
        lines.push(format!("      {word} \"{words}\""));
    }
    let within: Vec<usize> = pack.within(at).map(|(at, _)| at).collect();
    within.into_iter().for_each(|at| write(pack, lines, at));
}
