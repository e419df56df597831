//! The Rust compiler as an oracle: it says of the same tables, written as a `match`, which leave
//! values out, which rows nothing comes to, and which two rows take the same.

use crate::support::Dice;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;
use visao::{Lang, Rules, wire};

/// The greatest number of a field, and the last of the days.
const MOST: usize = 12;

/// Values of the category.
const VALUES: [&str; 4] = ["A", "B", "C", "D"];

/// A day by its number: from 25/02/2024 to 08/03/2024, over the end of a February of 29 days.
fn day(number: usize) -> String {
    match number {
        0..=4 => format!("{}/02/2024", 25 + number),
        _ => format!("0{}/03/2024", number - 4),
    }
}

/// A column: what its field holds, and whether it may be missing.
#[derive(Clone, Copy)]
struct Column {
    kind: Kind,
    optional: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Day,
    Category,
    Truth,
}

/// A cell: what it asks.
#[derive(Clone, PartialEq)]
enum Cell {
    Any,
    /// That there is no value.
    Missing,
    /// A value among some: as rules say it, and as patterns of these values and of the others.
    Among {
        text: String,
        pattern: String,
        others: Option<String>,
    },
}

impl Cell {
    fn text(&self) -> &str {
        match self {
            Cell::Any => "-",
            Cell::Missing => "thiếu",
            Cell::Among { text, .. } => text,
        }
    }
}

/// A table whose rows are tried in turn, or of which one row may hold.
struct Table {
    columns: Vec<Column>,
    unique: bool,
    rows: Vec<Vec<Cell>>,
}

impl Column {
    fn cell(self, dice: &mut Dice) -> Cell {
        match (dice.roll(10), self.optional) {
            (0..=1, _) => return Cell::Any,
            (2, true) => return Cell::Missing,
            (_, _) => {}
        }
        match self.kind {
            Kind::Number => range(dice, |number| number.to_string()),
            Kind::Day => range(dice, day),
            Kind::Category => value(dice),
            Kind::Truth => {
                let holds = dice.one_in(2);
                Cell::Among {
                    text: if holds { "có" } else { "không" }.to_owned(),
                    pattern: holds.to_string(),
                    others: Some((!holds).to_string()),
                }
            }
        }
    }

    /// Where the row may hold, for all that is known.
    fn may(self, cell: &Cell, asks: bool) -> String {
        match cell {
            Cell::Among { .. } if self.optional && !asks => {
                format!("{} | M::Missing", self.sure(cell))
            }
            Cell::Any | Cell::Missing | Cell::Among { .. } => self.sure(cell),
        }
    }

    /// Where the row holds.
    fn sure(self, cell: &Cell) -> String {
        match cell {
            Cell::Any => "_".to_owned(),
            Cell::Missing => "M::Missing".to_owned(),
            Cell::Among { pattern, .. } if self.optional => format!("M::Is({pattern})"),
            Cell::Among { pattern, .. } => pattern.clone(),
        }
    }

    /// Where the row does not hold; `None` of a cell that takes all.
    fn beside(self, cell: &Cell) -> Option<String> {
        match cell {
            Cell::Any => None,
            Cell::Missing => Some("M::Is(_)".to_owned()),
            Cell::Among { others, .. } if self.optional => {
                let others = others.as_ref().map(|others| format!(" | M::Is({others})"));
                Some(format!("M::Missing{}", others.unwrap_or_default()))
            }
            Cell::Among { others, .. } => others.clone(),
        }
    }
}

fn range(dice: &mut Dice, text: impl Fn(usize) -> String) -> Cell {
    let (one, other) = (dice.roll(MOST + 1), dice.roll(MOST + 1));
    let (low, high) = (one.min(other), one.max(other));
    let (words, low, high) = match dice.roll(5) {
        0 => (text(low), low, low),
        1 => (format!("từ {}", text(low)), low, MOST),
        2 => (format!("đến {}", text(high)), 0, high),
        3 if high > 0 => (format!("dưới {}", text(high)), 0, high - 1),
        _ => (format!("từ {} đến {}", text(low), text(high)), low, high),
    };
    let mut others = Vec::new();
    others.extend((low > 0).then(|| format!("0..={}", low - 1)));
    others.extend((high < MOST).then(|| format!("{}..={MOST}", high + 1)));
    let others = (!others.is_empty()).then(|| others.join(" | "));
    Cell::Among { text: words, pattern: format!("{low}..={high}"), others }
}

fn value(dice: &mut Dice) -> Cell {
    let first = dice.roll(VALUES.len());
    let second = (first + 1 + dice.roll(VALUES.len() - 1)) % VALUES.len();
    let pattern = |wanted: &dyn Fn(usize) -> bool| {
        let all = (0..VALUES.len()).filter(|at| wanted(*at));
        all.map(|at| format!("V::{}", VALUES[at])).collect::<Vec<_>>().join(" | ")
    };
    let (text, holds): (String, Box<dyn Fn(usize) -> bool>) = match dice.roll(3) {
        0 => (VALUES[first].to_owned(), Box::new(move |at| at == first)),
        1 => {
            let text = format!("{}, {}", VALUES[first], VALUES[second]);
            (text, Box::new(move |at| at == first || at == second))
        }
        _ => (format!("không phải {}", VALUES[first]), Box::new(move |at| at != first)),
    };
    Cell::Among { text, pattern: pattern(&holds), others: Some(pattern(&|at| !holds(at))) }
}

impl Table {
    fn drawn(dice: &mut Dice) -> Table {
        let kinds = [Kind::Number, Kind::Category, Kind::Truth, Kind::Day];
        let column = |dice: &mut Dice| Column {
            kind: kinds[dice.roll(kinds.len())],
            optional: dice.one_in(3),
        };
        let columns: Vec<Column> = (0..1 + dice.roll(3)).map(|_| column(dice)).collect();
        let unique = dice.one_in(3);
        // Of more overlaps than twenty some are not told.
        let rows = (0..2 + dice.roll(if unique { 5 } else { 7 }))
            .map(|_| columns.iter().map(|column| column.cell(dice)).collect())
            .collect();
        Table { columns, unique, rows }
    }

    /// Returns `true` if some row asks for a missing value of a column: then the others do not hold
    /// there, where they would be open else.
    fn asks_for_missing(&self, place: usize) -> bool {
        self.rows.iter().any(|row| row[place] == Cell::Missing)
    }

    /// A row that takes all there is may be left nothing on purpose.
    fn takes_all(&self, row: usize) -> bool {
        self.rows[row].iter().all(|cell| *cell == Cell::Any)
    }

    /// The table as rules, with the lines of its name and of its first row.
    fn as_rules(&self) -> (String, usize, usize) {
        let mut text =
            format!("danh mục V: {}\nbản ghi R\n  trường mã: chữ, khóa\n", VALUES.join(", "));
        for (place, Column { kind, optional }) in self.columns.iter().enumerate() {
            let (ty, range) = match kind {
                Kind::Number => ("số nguyên", format!(", từ 0 đến {MOST}")),
                Kind::Day => ("ngày", format!(", từ {} đến {}", day(0), day(MOST))),
                Kind::Category => ("một trong V", String::new()),
                Kind::Truth => ("có không", String::new()),
            };
            let needed = if *optional { "" } else { ", bắt buộc" };
            writeln!(text, "  trường f{place}: {ty}{needed}{range}").unwrap();
        }
        let name = text.lines().count() + 1;
        let unique = if self.unique { ", duy nhất" } else { "" };
        writeln!(text, "bảng T cho R: số{unique}").unwrap();
        let heads: Vec<String> = (0..self.columns.len()).map(|place| format!("f{place}")).collect();
        writeln!(text, "  | {} | T |", heads.join(" | ")).unwrap();
        for (number, row) in self.rows.iter().enumerate() {
            let cells: Vec<&str> = row.iter().map(Cell::text).collect();
            writeln!(text, "  | {} | {number} |", cells.join(" | ")).unwrap();
        }
        (text, name, name + 2)
    }
}

/// What was said of a table: whether values are left out, the rows that nothing comes to, and the
/// pairs of rows that take the same where one alone may.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub leaves_out: bool,
    pub dead: BTreeSet<usize>,
    pub overlap: BTreeSet<[usize; 2]>,
    /// Whether something could not be told.
    pub undecided: bool,
}

/// What check says of the table of some rules, with the lines of its name and of its first row.
pub fn said_by_check((text, name, first): (String, usize, usize)) -> (Said, String) {
    let rules = Rules::from_text(&text).unwrap_or_else(|error| panic!("{text}\n{error:#}"));
    let all = wire::diagnostics(&rules.check().diagnostics, Lang::Vi).unwrap();
    let found: Vec<Value> = serde_json::from_str(&all).unwrap();
    let mut said = Said::default();
    for one in &found {
        let line = |place: usize| one["places"][place]["line"].as_u64().unwrap() as usize;
        match one["kind"].as_str() {
            Some("gap") => said.leaves_out |= line(0) == name,
            Some("dead" | "never") => _ = said.dead.insert(line(0) - first),
            Some("undecided") => said.undecided = true,
            Some("overlap") => {
                let (one, other) = (line(0) - first, line(1) - first);
                said.overlap.insert([one.min(other), one.max(other)]);
            }
            _ => {}
        }
    }
    (said, format!("{text}\n{all}"))
}

/// A question to the compiler.
#[derive(Clone, Copy)]
enum Asked {
    /// Whether the rows leave values out.
    Gap,
    /// Whether a value comes to a row before any other row may hold.
    Reached(usize),
    /// Whether a value is in both rows.
    Both(usize, usize),
}

/// Questions about tables as one program, a `match` each: the line that is told of by its table
/// and question.
#[derive(Default)]
struct Program {
    text: String,
    lines: BTreeMap<usize, (usize, Asked)>,
    count: usize,
}

impl Program {
    fn of(tables: &[Table]) -> Program {
        let mut program = Program::default();
        program.line("#![crate_type = \"lib\"]");
        program.line("#![allow(overlapping_range_endpoints, unused_variables)]");
        program.line(&format!("pub enum V {{ {} }}", VALUES.join(", ")));
        program.line("pub enum M<T> { Missing, Is(T) }");
        for (number, table) in tables.iter().enumerate() {
            program.ask(number, table, Asked::Gap);
            for row in 0..table.rows.len() {
                program.ask(number, table, Asked::Reached(row));
                for other in (row + 1..table.rows.len()).filter(|_| table.unique) {
                    program.ask(number, table, Asked::Both(row, other));
                }
            }
        }
        program
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.count += 1;
    }

    fn arm(&mut self, cells: impl Iterator<Item = String>) {
        let cells: String = cells.map(|cell| format!("{cell}, ")).collect();
        self.line(&format!("({cells}) => 0,"));
    }

    fn ask(&mut self, number: usize, table: &Table, asked: Asked) {
        let types = table.columns.iter().map(|column| {
            let ty = match column.kind {
                Kind::Number | Kind::Day => "u8",
                Kind::Category => "V",
                Kind::Truth => "bool",
            };
            if column.optional { format!("M<{ty}>, ") } else { format!("{ty}, ") }
        });
        let types: String = types.collect();
        self.line(&format!("pub fn t{}(x: ({types})) -> usize {{", self.count));
        if matches!(asked, Asked::Gap) {
            self.lines.insert(self.count + 1, (number, asked));
        }
        self.line("match x {");
        let columns = || table.columns.iter().copied().enumerate();
        // Numbers past the field's range.
        for (place, column) in columns() {
            if matches!(column.kind, Kind::Number | Kind::Day) {
                let past = format!("{}..", MOST + 1);
                let past = if column.optional { format!("M::Is({past})") } else { past };
                let own = |(at, _)| if at == place { past.clone() } else { "_".to_owned() };
                self.arm(columns().map(own));
            }
        }
        let may = |row: usize| {
            columns().map(move |(place, column)| {
                column.may(&table.rows[row][place], table.asks_for_missing(place))
            })
        };
        let sure =
            |row: usize| columns().map(move |(place, column)| column.sure(&table.rows[row][place]));
        match asked {
            Asked::Gap => (0..table.rows.len()).for_each(|row| self.arm(may(row))),
            Asked::Reached(row) => {
                // Where one row alone may hold, none stands in the way of another.
                (0..row).filter(|_| !table.unique).for_each(|row| self.arm(may(row)));
                self.lines.insert(self.count + 1, (number, asked));
                self.arm(sure(row));
                self.line("_ => 1,");
            }
            Asked::Both(row, other) => {
                for (place, column) in columns() {
                    if let Some(beside) = column.beside(&table.rows[row][place]) {
                        let own =
                            |(at, _)| if at == place { beside.clone() } else { "_".to_owned() };
                        self.arm(columns().map(own));
                    }
                }
                self.lines.insert(self.count + 1, (number, asked));
                self.arm(sure(other));
                self.line("_ => 1,");
            }
        }
        self.line("}");
        self.line("}");
    }
}

/// What the compiler says of each table; `None` where there is none.
fn said_by_rustc(tables: &[Table]) -> Option<Vec<Said>> {
    let Program { text, lines, .. } = Program::of(tables);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tables.rs");
    std::fs::write(&file, text).unwrap();
    let ran = Command::new("rustc")
        .args([
            "--edition",
            "2024",
            "--error-format",
            "json",
            "--emit",
            "metadata",
            "--cap-lints",
            "warn",
        ])
        .arg("-o")
        .arg(folder.path().join("tables.rmeta"))
        .arg(&file)
        .output();
    let Ok(output) = ran else { return None };
    let mut all: Vec<Said> = tables.iter().map(said_of_nothing).collect();
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        let Ok(told) = serde_json::from_str::<Value>(line) else { continue };
        let Some(span) = told["spans"]
            .as_array()
            .and_then(|spans| spans.iter().find(|span| span["is_primary"] == Value::Bool(true)))
        else {
            continue;
        };
        let at = span["line_start"].as_u64().unwrap() as usize;
        // Part of a row's pattern may be unreachable too: that is no dead row.
        let is_whole = span["column_start"] == 1;
        match (told["code"]["code"].as_str(), lines.get(&at)) {
            (Some("E0004"), Some((table, Asked::Gap))) => all[*table].leaves_out = true,
            (Some("unreachable_patterns"), Some((table, Asked::Reached(row)))) if is_whole => {
                all[*table].dead.insert(*row);
            }
            (Some("unreachable_patterns"), Some((table, Asked::Both(row, other)))) if is_whole => {
                all[*table].overlap.remove(&[*row, *other]);
            }
            // The arms that only stand in the way.
            (Some("unreachable_patterns"), _) => {}
            (code, _) => panic!("{code:?}: {told}"),
        }
    }
    Some(all)
}

/// What is said of a table by a compiler that says nothing: every two rows meet.
fn said_of_nothing(table: &Table) -> Said {
    let count = if table.unique { table.rows.len() } else { 0 };
    let pairs = (0..count).flat_map(|row| (row + 1..count).map(move |other| [row, other]));
    Said { overlap: pairs.collect(), ..Said::default() }
}

#[test]
fn tables_are_complete_and_rows_are_reached_where_the_compiler_says_so() {
    let cases: usize =
        std::env::var("VISAO_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
    let mut dice = Dice(2023);
    let (mut left_out, mut dead, mut overlaps, mut left) = (0, 0, 0, cases);
    while left > 0 {
        let tables: Vec<Table> = (0..left.min(500)).map(|_| Table::drawn(&mut dice)).collect();
        left -= tables.len();
        let Some(expected) = said_by_rustc(&tables) else {
            eprintln!("SKIPPED: no rustc is found here");
            return;
        };
        for (table, mut expected) in tables.iter().zip(expected) {
            expected.dead.retain(|row| !table.takes_all(*row));
            let (said, told) = said_by_check(table.as_rules());
            assert_eq!(said, expected, "{told}");
            left_out += usize::from(said.leaves_out);
            dead += said.dead.len();
            overlaps += said.overlap.len();
        }
    }
    // The oracle is worth something: all come up, and tables without either.
    assert!(left_out > cases / 10 && left_out < cases, "{left_out} of {cases}");
    assert!(dead > cases / 10 && overlaps > cases / 10, "{dead} {overlaps}");
}
