//! The Rust compiler as an oracle: it says of the same tables, written as a `match`, which leave
//! values out and which rows nothing comes to.

use crate::support::Dice;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;
use visao::{Lang, Rules, wire};

/// The greatest number of a field.
const MOST: usize = 12;

/// Values of the category.
const VALUES: [&str; 4] = ["A", "B", "C", "D"];

/// A column: what its field holds.
#[derive(Clone, Copy)]
enum Column {
    Number,
    Category,
    Truth,
}

/// A table whose rows are tried in turn, each cell as rules and as a pattern.
struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<[String; 2]>>,
}

fn cell(dice: &mut Dice, column: Column) -> [String; 2] {
    let any = || ["-".to_owned(), "_".to_owned()];
    match column {
        Column::Number => {
            let (one, other) = (dice.roll(MOST + 1), dice.roll(MOST + 1));
            let (low, high) = (one.min(other), one.max(other));
            match dice.roll(6) {
                0 => any(),
                1 => [format!("{low}"), format!("{low}")],
                2 => [format!("từ {low}"), format!("{low}..={MOST}")],
                3 => [format!("đến {high}"), format!("0..={high}")],
                4 if high > 0 => [format!("dưới {high}"), format!("0..={}", high - 1)],
                _ => [format!("từ {low} đến {high}"), format!("{low}..={high}")],
            }
        }
        Column::Category => {
            let first = dice.roll(VALUES.len());
            let second = (first + 1 + dice.roll(VALUES.len() - 1)) % VALUES.len();
            let pattern = |all: &[usize]| {
                all.iter().map(|at| format!("V::{}", VALUES[*at])).collect::<Vec<_>>().join(" | ")
            };
            match dice.roll(4) {
                0 => any(),
                1 => [VALUES[first].to_owned(), pattern(&[first])],
                2 => [format!("{}, {}", VALUES[first], VALUES[second]), pattern(&[first, second])],
                _ => {
                    let others: Vec<usize> =
                        (0..VALUES.len()).filter(|value| *value != first).collect();
                    [format!("không phải {}", VALUES[first]), pattern(&others)]
                }
            }
        }
        Column::Truth => match dice.roll(3) {
            0 => any(),
            1 => ["có".to_owned(), "true".to_owned()],
            _ => ["không".to_owned(), "false".to_owned()],
        },
    }
}

fn table(dice: &mut Dice) -> Table {
    let kinds = [Column::Number, Column::Category, Column::Truth, Column::Number];
    let columns: Vec<Column> =
        (0..1 + dice.roll(3)).map(|_| kinds[dice.roll(kinds.len())]).collect();
    let rows = (0..2 + dice.roll(7))
        .map(|_| columns.iter().map(|column| cell(dice, *column)).collect())
        .collect();
    Table { columns, rows }
}

/// The table as rules, with the lines of its name and of its first row.
fn as_rules(table: &Table) -> (String, usize, usize) {
    let mut text =
        format!("danh mục V: {}\nbản ghi R\n  trường mã: chữ, khóa\n", VALUES.join(", "));
    for (place, column) in table.columns.iter().enumerate() {
        let ty = match column {
            Column::Number => format!("số nguyên, bắt buộc, từ 0 đến {MOST}"),
            Column::Category => "một trong V, bắt buộc".to_owned(),
            Column::Truth => "có không, bắt buộc".to_owned(),
        };
        writeln!(text, "  trường f{place}: {ty}").unwrap();
    }
    let name = text.lines().count() + 1;
    text.push_str("bảng T cho R: số\n");
    let heads: Vec<String> = (0..table.columns.len()).map(|place| format!("f{place}")).collect();
    writeln!(text, "  | {} | T |", heads.join(" | ")).unwrap();
    for (number, row) in table.rows.iter().enumerate() {
        let cells: Vec<&str> = row.iter().map(|[cell, _]| cell.as_str()).collect();
        writeln!(text, "  | {} | {number} |", cells.join(" | ")).unwrap();
    }
    (text, name, name + 2)
}

/// What was said of a table: whether values are left out, and the rows that nothing comes to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    leaves_out: bool,
    dead: BTreeSet<usize>,
}

fn said_by_check(table: &Table) -> (Said, String) {
    let (text, name, first) = as_rules(table);
    let rules = Rules::from_text(&text).unwrap_or_else(|error| panic!("{text}\n{error:#}"));
    let all = wire::diagnostics(&rules.check().diagnostics, Lang::Vi).unwrap();
    let found: Vec<Value> = serde_json::from_str(&all).unwrap();
    let mut said = Said::default();
    for one in &found {
        let line = one["places"][0]["line"].as_u64().unwrap() as usize;
        match one["kind"].as_str() {
            Some("gap") => said.leaves_out |= line == name,
            Some("dead" | "never") => _ = said.dead.insert(line - first),
            _ => {}
        }
    }
    (said, format!("{text}\n{all}"))
}

/// The tables as one program, each with the lines of its `match` and of its first row.
fn as_program(tables: &[Table]) -> (String, Vec<(usize, usize)>) {
    let mut text = format!(
        "#![crate_type = \"lib\"]\n#![allow(overlapping_range_endpoints)]\npub enum V {{ {} }}\n",
        VALUES.join(", ")
    );
    let mut lines = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let count = table.columns.len();
        let types = table.columns.iter().map(|column| match column {
            Column::Number => "u8",
            Column::Category => "V",
            Column::Truth => "bool",
        });
        let types: String = types.map(|ty| format!("{ty}, ")).collect();
        writeln!(text, "pub fn t{number}(x: ({types})) -> usize {{").unwrap();
        let line = text.lines().count() + 1;
        writeln!(text, "match x {{").unwrap();
        // Numbers past the field's range.
        for place in (0..count).filter(|place| matches!(table.columns[*place], Column::Number)) {
            let own =
                |at: usize| if at == place { format!("{}.., ", MOST + 1) } else { "_, ".into() };
            let pattern: String = (0..count).map(own).collect();
            writeln!(text, "({pattern}) => 99,").unwrap();
        }
        let first = text.lines().count() + 1;
        for (row, cells) in table.rows.iter().enumerate() {
            let cells: String = cells.iter().map(|[_, pattern]| format!("{pattern}, ")).collect();
            writeln!(text, "({cells}) => {row},").unwrap();
        }
        text.push_str("}\n}\n");
        lines.push((line, first));
    }
    (text, lines)
}

/// What the compiler says of each table; `None` where there is none.
fn said_by_rustc(tables: &[Table]) -> Option<Vec<Said>> {
    let (text, lines) = as_program(tables);
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
    let mut all: Vec<Said> = tables.iter().map(|_| Said::default()).collect();
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        let Ok(told) = serde_json::from_str::<Value>(line) else { continue };
        let Some(span) = told["spans"]
            .as_array()
            .and_then(|spans| spans.iter().find(|span| span["is_primary"] == Value::Bool(true)))
        else {
            continue;
        };
        let at = span["line_start"].as_u64().unwrap() as usize;
        let place = lines.partition_point(|(start, _)| *start <= at).checked_sub(1).unwrap();
        match told["code"]["code"].as_str() {
            Some("E0004") => all[place].leaves_out = true,
            Some("unreachable_patterns") => {
                // Part of a row's pattern may be unreachable too: that is no dead row.
                let is_whole = span["column_start"] == 1;
                let row = at.checked_sub(lines[place].1);
                all[place].dead.extend(row.filter(|_| is_whole));
            }
            code => panic!("{code:?}: {told}"),
        }
    }
    Some(all)
}

#[test]
fn tables_are_complete_and_rows_are_reached_where_the_compiler_says_so() {
    let cases: usize =
        std::env::var("VISAO_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
    let mut dice = Dice(2023);
    let (mut left_out, mut dead, mut left) = (0, 0, cases);
    while left > 0 {
        let tables: Vec<Table> = (0..left.min(500)).map(|_| table(&mut dice)).collect();
        left -= tables.len();
        let Some(expected) = said_by_rustc(&tables) else {
            eprintln!("SKIPPED: no rustc is found here");
            return;
        };
        for (table, mut expected) in tables.iter().zip(expected) {
            // A row that takes all there is may be left nothing on purpose.
            let takes_all = |row: &usize| table.rows[*row].iter().all(|[cell, _]| cell == "-");
            expected.dead.retain(|row| !takes_all(row));
            let (said, told) = said_by_check(table);
            assert_eq!(said, expected, "{told}");
            left_out += usize::from(said.leaves_out);
            dead += said.dead.len();
        }
    }
    // The oracle is worth something: both come up, and tables without either.
    assert!(left_out > cases / 10 && left_out < cases, "{left_out} of {cases}");
    assert!(dead > cases / 10, "{dead}");
}
