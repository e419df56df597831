//! Where two versions of rules differ, against every record of a grid.

use crate::analysis::{Table, record_of};
use crate::support::Dice;
use serde_json::json;
use visao::analysis::{Budget, Compared, Differing, Part, Site, Version, compare, differing};
use visao::compare::Standing;
use visao::engine::Rules;
use visao::eval::NoFunctions;
use visao::plan::{self, Plan};
use visao::value::Date;

/// The row that is the first to hold of a point: `None` where that is open, `Some(None)` where none
/// does.
fn outcome(table: &Table, point: &[Option<i64>]) -> Option<Option<usize>> {
    for (row, cells) in table.rows.iter().enumerate() {
        match table.truth(cells, point) {
            Some(true) => return Some(Some(row)),
            Some(false) => {}
            None => return None,
        }
    }
    Some(None)
}

/// The table with one row from another, or without one, or with two that changed places.
fn edited(table: &Table, dice: &mut Dice) -> Table {
    let mut other = table.clone();
    let (row, count) = (dice.roll(table.rows.len()), table.rows.len());
    match dice.roll(4) {
        0 if count > 1 => _ = other.rows.remove(row),
        1 if count > 1 => other.rows.swap(row, (row + 1) % count),
        _ => {
            let drawn = loop {
                let drawn = Table::drawn(dice);
                if drawn.columns == table.columns {
                    break drawn;
                }
            };
            let new = drawn.rows.into_iter().next().unwrap();
            // Whether a column asks for what is missing stays as it is.
            let asks =
                |cells: &[crate::analysis::Cell]| cells.iter().any(|cell| cell.text == "thiếu");
            if !asks(&new) && !table.rows.iter().any(|cells| asks(cells)) {
                other.rows[row] = new;
                let open = other.rows[row].iter_mut().filter(|cell| cell.text != "-");
                open.for_each(|cell| cell.on_missing = None);
            }
        }
    }
    other
}

fn versions<'r>(old: &'r Rules, new: &'r Rules, beside: &'r Plan) -> [Version<'r>; 2] {
    [Version { model: old.model(), plan: old.plan() }, Version { model: new.model(), plan: beside }]
}

#[test]
fn tables_differ_for_the_records_that_a_look_at_every_record_finds() {
    let cases = std::env::var("VISAO_CASES").map_or(80, |cases| cases.parse().unwrap());
    let (mut told, mut untold, mut same, mut within, mut beyond) = (0, 0, 0, 0, 0);
    for seed in 0..cases {
        let mut dice = Dice(seed * 8_713 + 3);
        let table = Table { unique: false, ..Table::drawn(&mut dice) };
        let other = edited(&table, &mut dice);
        let rules = [table.rules(), other.rules()];
        let [old, new] = rules.clone().map(|text| Rules::from_text(&text).unwrap());
        let beside = plan::beside(new.model(), old.plan(), None, false);
        let record = new.model().records.ids().next().unwrap();
        let derived = new.model().records[record].derived.ids().next().unwrap();
        let part = Part::Site(Site::Table(record, derived));
        let budget = Budget::default();
        let found = differing(versions(&old, &new, &beside), part, &NoFunctions, &budget);
        let alike =
            compare(versions(&old, &new, &beside), part, &NoFunctions, &budget, &mut |_| true);
        let Some(found) = found else {
            untold += 1;
            continue;
        };
        told += 1;
        same += usize::from(alike == Compared::Same);
        let points = table.points();
        for point in points.iter().step_by(1 + points.len() / 150) {
            let record = record_of(&table, point, new.model());
            let lies = |one: &&Differing| {
                one.zone.holds(&record, new.model(), &beside, &NoFunctions).unwrap()
            };
            let regions: Vec<[Option<usize>; 2]> =
                found.iter().filter(lies).map(|one| [one.old, one.new]).collect();
            let outcomes = [outcome(&table, point), outcome(&other, point)];
            let expected = match outcomes {
                [Some(was), Some(is)] if was != is => vec![[was, is]],
                [_, _] => Vec::new(),
            };
            let said = || format!("seed {seed} {point:?}\n{}\n{}", rules[0], rules[1]);
            assert_eq!(regions, expected, "{}", said());
            assert!(alike != Compared::Same || outcomes[0] == outcomes[1], "{}", said());
            *(if regions.is_empty() { &mut beyond } else { &mut within }) += 1;
        }
    }
    assert!(within > 200 && beyond > 200 && same > 5, "{within} {beyond} {same}");
    assert!(untold * 10 < told, "{untold} of {told} have no regions");
}

/// An eligibility over two tied numbers, one of its bounds a parameter.
fn eligibility(dice: &mut Dice, from: [u32; 4]) -> ([u32; 4], String) {
    let mut bounds = from;
    let place = dice.roll(4_usize);
    bounds[place] = dice.roll(10);
    let [applies, most, parameter, review] = bounds;
    let rules = format!(
        "tham số p: số nguyên
  từ 01/01/2023 là {parameter}
bản ghi R
  trường mã: chữ, khóa
  trường a: số nguyên, bắt buộc, từ 0 đến 9
  trường b: số nguyên, bắt buộc, từ 0 đến a
  tính c = a - b
điều kiện E cho R
  áp dụng khi a ≥ {applies}
  yêu cầu b ≤ {most}
    nếu không: \"nhiều\"
  từ chối nếu c > p: \"xa\"
  cần xem xét nếu a + b > {review}: \"xem\"
"
    );
    (bounds, rules)
}

#[test]
fn blocks_are_the_same_or_differ_as_a_look_at_every_record_says() {
    let cases = std::env::var("VISAO_CASES").map_or(60, |cases| cases.parse().unwrap());
    let (mut same, mut differs, mut proved) = (0, 0, 0);
    for seed in 0..cases {
        let mut dice = Dice(seed * 7_349 + 9);
        let start = [dice.roll(10), dice.roll(10), dice.roll(10), dice.roll(20)];
        let (bounds, before) = eligibility(&mut dice, start);
        let (_, after) = eligibility(&mut dice, bounds);
        let [old, new] = [&before, &after].map(|text| Rules::from_text(text).unwrap());
        let day = Date::from_ymd(2023, 6, 1).unwrap();
        let records: Vec<_> = (0..10).flat_map(|a| (0..=a).map(move |b| (a, b))).collect();
        let verdict = |rules: &Rules, (a, b): (u32, u32)| {
            let record = json!({"mã": "x", "a": a, "b": b});
            let decided = rules.query().date(day).grade(&record).unwrap();
            format!("{:?} {:?}", decided[0].status, decided[0].verdict)
        };
        let other = records.iter().any(|one| verdict(&old, *one) != verdict(&new, *one));
        let comparison = old.compare(&new);
        let block = &comparison.blocks[0];
        let told = || format!("seed {seed} {:?}\n{before}\n{after}", block);
        match block.standing {
            Standing::Same { .. } => assert!(!other, "{}", told()),
            Standing::Differs => assert!(other && block.witness.is_some(), "{}", told()),
            standing => assert!(standing == Standing::Undecided && !other, "{}", told()),
        }
        same += usize::from(matches!(block.standing, Standing::Same { .. }) && before != after);
        differs += usize::from(other);
        proved += usize::from(comparison.changes.iter().any(|change| change.proved));
    }
    assert!(same > 1 && differs > 10 && proved > 0, "{same} {differs} {proved}");
}
