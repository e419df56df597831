//! Relations between what `check` says of a table and of the same table written otherwise, which
//! hold whatever the right answers are. Each is also put to a transformation with a planted bug,
//! which it must refuse: a relation that refuses nothing would show nothing.

use crate::analysis::{Column, Ends, Table, record_of};
use crate::support::Dice;
use std::collections::{BTreeMap, BTreeSet};
use visao::analysis::{Bounds, Finding, FindingKind, Quantity, Witness, check};
use visao::engine::Rules;
use visao::eval::NoFunctions;
use visao::plan::Cut;
use visao::value::Truth;
use visao::{Num, Value};

/// Whether a relation held; `None` of a table that it says nothing of.
type Held = Option<Result<(), String>>;

/// A relation, put to a table as it is or with its bug planted.
type Relation = fn(&Table, &mut Dice, planted: bool) -> Held;

/// Rows of tables that can be put in another order: of more overlaps than twenty some are not told.
const MANY_ENOUGH: std::ops::RangeInclusive<usize> = 2..=6;

fn loaded(rules: &str) -> Rules {
    Rules::from_text(rules).unwrap_or_else(|error| panic!("{error}\n{rules}"))
}

fn found(rules: &Rules) -> Vec<Finding> {
    let mut found = check(rules.model(), rules.plan(), &NoFunctions);
    found.retain(|finding| finding.kind != FindingKind::Unused);
    found
}

/// Findings as their kinds and rows.
fn said(rules: &str) -> BTreeSet<(FindingKind, Vec<usize>)> {
    let found = found(&loaded(rules)).into_iter();
    found.map(|finding| (finding.kind, finding.rows)).collect()
}

/// Findings by kind and rows, each row called by another place.
fn said_of(
    rules: &str,
    place: impl Fn(usize) -> usize,
) -> BTreeSet<(FindingKind, BTreeSet<usize>)> {
    let said = said(rules).into_iter();
    said.map(|(kind, rows)| (kind, rows.into_iter().map(&place).collect())).collect()
}

fn alike<T: PartialEq + std::fmt::Debug>(before: T, after: T, rules: &str) -> Held {
    let told = || format!("before: {before:?}\nafter: {after:?}\n{rules}");
    Some(if before == after { Ok(()) } else { Err(told()) })
}

/// Puts a relation to tables: it holds of all, and the planted bug is refused.
#[track_caller]
fn holds(relation: Relation) {
    let cases = std::env::var("VISAO_CASES").map_or(60, |cases| cases.parse().unwrap());
    let (mut held, mut refused) = (0, 0);
    for seed in 0..cases {
        let mut dice = Dice(seed * 6_151 + 11);
        let table = Table::drawn(&mut dice);
        match relation(&table, &mut dice.clone(), false) {
            Some(Err(told)) => panic!("seed {seed}: {told}\n{}", table.rules()),
            Some(Ok(())) => held += 1,
            None => {}
        }
        refused += usize::from(matches!(relation(&table, &mut dice, true), Some(Err(_))));
    }
    assert!(held > cases as usize / 6, "put to {held} of {cases}");
    assert!(refused > 2, "the planted bug was refused {refused} times of {cases}");
}

#[test]
fn the_order_of_columns_changes_nothing() {
    // Planted: one column is written a row too low.
    holds(|table, _, planted| {
        let mut other = table.clone();
        other.columns.rotate_left(1);
        other.rows.iter_mut().for_each(|row| row.rotate_left(1));
        if planted {
            let count = other.rows.len();
            for row in 1..count {
                let (above, below) = other.rows.split_at_mut(row);
                std::mem::swap(&mut above[0][0], &mut below[0][0]);
            }
        }
        let rules = other.rules();
        (table.columns.len() > 1).then(|| alike(said(&table.rules()), said(&rules), &rules))?
    });
}

#[test]
fn the_order_of_rows_of_a_table_of_single_hits_changes_nothing() {
    // Planted: a row is written over the one that stood first.
    holds(|table, dice, planted| {
        let count = table.rows.len();
        if !table.unique && dice.roll(2) == 0 || !MANY_ENOUGH.contains(&count) {
            return None;
        }
        let table = Table { unique: true, ..table.clone() };
        let by = 1 + dice.roll(count - 1);
        let mut other = table.clone();
        other.rows.rotate_left(by);
        if planted {
            other.rows[0] = other.rows[1].clone();
        }
        let rules = other.rules();
        let before = said_of(&table.rules(), |row| row);
        alike(before, said_of(&rules, |row| (row + by) % count), &rules)
    });
}

#[test]
fn a_row_parted_at_a_new_bound_leaves_what_is_said_of_all() {
    // Planted: the bound itself belongs to neither part.
    holds(|table, dice, planted| {
        let (row, place, at) = parted(table, dice)?;
        let mut other = table.clone();
        let column = table.columns[place];
        let cell = &table.rows[row][place];
        let Ends { lower, upper } = cell.range?;
        let [mut below, mut above] = [
            column.within(Ends { lower, upper: Some(at) }),
            column.within(Ends { lower: Some((at, planted)), upper }),
        ];
        [&mut below, &mut above].into_iter().for_each(|part| part.on_missing = cell.on_missing);
        other.rows.insert(row, table.rows[row].clone());
        other.rows[row][place] = below;
        other.rows[row + 1][place] = above;
        if !MANY_ENOUGH.contains(&other.rows.len()) {
            return None;
        }
        let rules = other.rules();
        // Which of two rows lies within the other is another matter once one is parted.
        let told = |rules: &str, parts: usize| {
            let mut said = said(rules);
            said.retain(|(kind, _)| *kind != FindingKind::Order);
            let mut told = BTreeSet::new();
            let mut never_reached = BTreeMap::<(usize, bool), usize>::new();
            for (kind, rows) in said {
                let rows: Vec<usize> = rows
                    .into_iter()
                    .map(|own| if parts == 2 && own > row { own - 1 } else { own })
                    .collect();
                match (kind, rows.as_slice()) {
                    (FindingKind::Never, [own]) if *own == row => {
                        *never_reached.entry((*own, true)).or_default() += 1;
                        *never_reached.entry((*own, false)).or_default() += 1;
                    }
                    (FindingKind::Dead, [own]) if *own == row => {
                        *never_reached.entry((*own, false)).or_default() += 1;
                    }
                    _ => _ = told.insert((kind, rows)),
                }
            }
            // A row is never reached, or never holds, where no part of it is, or does.
            never_reached.retain(|_, count| *count == parts);
            (told, never_reached.into_keys().collect::<BTreeSet<_>>())
        };
        let region = |rules: &str| left_out(table, rules);
        let (before, after) = (table.rules(), rules);
        match region(&before).zip(region(&after)) {
            Some((one, other)) if one != other => Some(Err(format!("other gaps\n{after}"))),
            _ => alike(told(&before, 1), told(&after, 2), &after),
        }
    });
}

/// Which records of the grid of a table, some of them, are in the region of the gap that is told of
/// rules; `None` of too large a region.
fn left_out(table: &Table, rules: &str) -> Option<Vec<Option<bool>>> {
    let rules = loaded(rules);
    let (model, plan) = (rules.model(), rules.plan());
    let mut zones = Vec::new();
    for finding in found(&rules).into_iter().filter(|one| one.kind == FindingKind::Gap) {
        zones.push(finding.zone?);
    }
    let lies = |point: &Vec<Option<i64>>| {
        let record = record_of(table, point, model);
        let mut each = zones.iter().map(|zone| zone.holds(&record, model, plan, &NoFunctions));
        each.try_fold(false, |any, lies| Some(any | lies?))
    };
    let points = table.points();
    Some(points.iter().step_by(1 + points.len() / 50).map(lies).collect())
}

/// A row of a table, a column where its cell is a range, and a number within that range.
fn parted(table: &Table, dice: &mut Dice) -> Option<(usize, usize, i64)> {
    let mut ways = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        for (place, cell) in cells.iter().enumerate() {
            let Some(Ends { lower, upper }) = cell.range else { continue };
            let from = lower.map_or(1, |(low, _)| low + 1);
            ways.extend((from..upper.unwrap_or(9)).map(|at| (row, place, at)));
        }
    }
    (!ways.is_empty()).then(|| ways[dice.roll(ways.len())])
}

/// Findings with their records and regions, all that does not depend on words.
fn told_of(rules: &str) -> Vec<String> {
    found(&loaded(rules)).iter().map(|finding| format!("{finding:?}")).collect()
}

#[test]
fn another_unit_of_money_changes_nothing() {
    // Planted: a thousand of thousands is taken for a hundred.
    holds(|table, _, planted| {
        let zeros = if planted { "00" } else { "000" };
        let rules = table.rules().replace(" triệu", &format!("{zeros} nghìn"));
        let asked = table.columns.contains(&Column::Money);
        asked.then(|| alike(told_of(&table.rules()), told_of(&rules), &rules))?
    });
}

#[test]
fn other_names_change_nothing() {
    // Planted: one value gets the name of another in the rows alone.
    holds(|table, _, planted| {
        let names = [
            ("a", "tuổi nghề"),
            ("b", "vốn vay"),
            ("c", "diện ưu tiên"),
            ("nợ", "nợ xấu"),
            ("Loại", "Diện"),
            ("Hộ", "Cơ sở"),
            ("A", "Rất tốt"),
            ("B", "Đạt"),
            ("C", "Chưa xếp"),
            ("D", "Bỏ"),
        ];
        let mut rules = String::new();
        for (number, line) in table.rules().lines().enumerate() {
            for part in line.split_inclusive(|c: char| !c.is_alphanumeric()) {
                let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
                let asked = if planted && number > 7 && word == "A" { "B" } else { word };
                let other = names.iter().find(|(name, _)| *name == asked);
                rules.push_str(other.map_or(asked, |(_, name)| name));
                rules.push_str(&part[word.len()..]);
            }
            rules.push('\n');
        }
        alike(told_of(&table.rules()), told_of(&rules), &rules)
    });
}

#[test]
fn what_is_said_to_be_left_out_leaves_nothing_out_once_it_is_a_row() {
    // Planted: the first number of each range is left out, and each value of a category.
    holds(|table, _, planted| {
        let rules = table.rules();
        let before = loaded(&rules);
        let found = found(&before);
        let gap = found.iter().find(|finding| finding.kind == FindingKind::Gap)?;
        let mut after = rules.clone();
        for (number, bounds) in gap.zone.as_ref()?.boxes.iter().enumerate() {
            for row in rows_of(table, &before, bounds, planted)? {
                after.push_str(&format!("  | {row} | {} |\n", 100 + number));
            }
        }
        let is_gap = |(kind, _): &(FindingKind, Vec<usize>)| *kind == FindingKind::Gap;
        let closed = !said(&after).iter().any(is_gap);
        Some(if closed { Ok(()) } else { Err(format!("{bounds:?}\n{after}", bounds = gap.zone)) })
    });
}

/// The cells of rows that take a box of a region; `None` where it cannot be written as such.
fn rows_of(table: &Table, rules: &Rules, bounds: &Bounds, planted: bool) -> Option<Vec<String>> {
    let steps = rules.plan().record(rules.model().records.ids().next()?)?;
    let place_of = |quantity: &Quantity| match quantity {
        Quantity::Slot(slot) => {
            let field = steps.fields.iter().position(|own| own == slot)?;
            let column = [None, Some(Column::Whole), Some(Column::Money), Some(Column::Kind)];
            let column = (*column.get(field)?)?;
            table.columns.iter().position(|own| *own == column)
        }
        Quantity::Sum(_, Some(_)) => table.columns.iter().position(|own| *own == Column::Share),
        Quantity::Sum(_, None) | Quantity::Total(..) => None,
    };
    let mut cells: Vec<Vec<String>> = vec![vec!["-".to_owned()]; table.columns.len()];
    for (quantity, numbers) in bounds {
        let place = place_of(quantity)?;
        let column = table.columns[place];
        let mut own = Vec::new();
        if column == Column::Kind {
            let values = rules.model().categories[0].values.iter().zip(0..);
            let among = values.filter(|(value, _)| {
                numbers.contains(&Num::from_i64(-i64::from(value.number))) && !planted
            });
            let names: Vec<String> = among.map(|(_, kind)| column.text(kind)).collect();
            own.extend((!names.is_empty()).then(|| names.join(", ")));
        }
        for part in numbers.parts().iter().filter(|_| column != Column::Kind) {
            own.push(range_text(column, [&part.start, &part.end], planted)?);
        }
        if numbers.missing() == Truth::True {
            // A cell that asks for a missing value would be another table where none did.
            let asked = table.rows.iter().any(|row| row[place].text == "thiếu");
            if !asked {
                return None;
            }
            own.push("thiếu".to_owned());
        }
        cells[place] = own;
    }
    Some(cells.iter().fold(vec![String::new()], |rows, column| {
        let row = |row: &String| {
            let join = if row.is_empty() { "" } else { " | " };
            column.iter().map(|cell| format!("{row}{join}{cell}")).collect::<Vec<String>>()
        };
        rows.iter().flat_map(row).collect()
    }))
}

fn range_text(column: Column, ends: [&Cut<Num>; 2], planted: bool) -> Option<String> {
    let number = |number: &Num| match column {
        Column::Whole | Column::Kind => number.to_i64().map(|number| number.to_string()),
        Column::Money => number.to_i64().map(|number| format!("{number} đồng")),
        Column::Share => {
            let percent = number.mul(&Num::from_i64(100)).ok()?.to_i64()?;
            Some(format!("{percent}%"))
        }
    };
    let lower = match ends[0] {
        Cut::Start | Cut::End => None,
        Cut::At(at, after) => {
            Some(format!("{} {}", if *after || planted { "trên" } else { "từ" }, number(at)?))
        }
    };
    let upper = match ends[1] {
        Cut::Start | Cut::End => None,
        Cut::At(at, after) => Some(format!("{}{}", if *after { "" } else { "dưới " }, number(at)?)),
    };
    Some(match (lower, upper) {
        (Some(lower), Some(upper)) => format!("{lower} đến {upper}"),
        (Some(lower), None) => lower,
        (None, Some(upper)) if upper.starts_with("dưới") => upper,
        (None, Some(upper)) => format!("đến {upper}"),
        (None, None) => "-".to_owned(),
    })
}

#[test]
fn a_row_counts_for_some_record_where_it_is_not_said_to_be_dead() {
    // Planted: silence about the row before or behind is taken for silence about the row.
    holds(|table, dice, planted| {
        let table = Table { unique: false, optional: false, ..table.clone() };
        let points = table.points();
        let count = table.rows.len();
        if count < 2 || points.len() > 600 {
            return None;
        }
        let row = dice.roll(count);
        if table.takes_the_rest(row) {
            return None;
        }
        let asked = if planted { (row + 1) % count } else { row };
        let rules = table.rules();
        let dead = said(&rules).iter().any(|(kind, rows)| {
            matches!(kind, FindingKind::Dead | FindingKind::Never) && rows[..] == [asked]
        });
        let (before, after) = (loaded(&rules), loaded(&without(&rules, row)));
        // A share of nothing is missing, which leaves more open than rows that do not hold.
        let known = points.iter().filter(|point| point.iter().all(Option::is_some));
        let mut records = known.map(|point| record_of(&table, point, before.model()));
        let changes = records.any(|record| given(&before, &record) != given(&after, &record));
        let told = || format!("row {row} is dead: {dead}, its absence shows: {changes}\n{rules}");
        Some(if dead == changes { Err(told()) } else { Ok(()) })
    });
}

/// Rules without a row of their table, the others giving what they gave.
fn without(rules: &str, row: usize) -> String {
    let rows = rules.lines().filter(|line| line.starts_with("  |")).count();
    let first = rules.lines().count() - rows + 1;
    let lines = rules.lines().enumerate().filter(|(at, _)| *at != first + row);
    lines.map(|(_, line)| format!("{line}\n")).collect()
}

/// What the table gives to a record; `None` of a record that is a data error.
fn given(rules: &Rules, record: &Witness) -> Option<Value> {
    let replayed = record.run(rules.model(), rules.plan(), &NoFunctions)?;
    let steps = rules.plan().record(record.record)?;
    Some(replayed.value(steps.derived.last()?.value?))
}
