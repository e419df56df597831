//! One record after another, as a program has it: a struct that serialises. The goals are times,
//! not ratios, so they are read on the machine that is stated.

use crate::ours;
use crate::workload::{Group, Groups, exact};
use crate::{median, timed};
use rust_decimal::Decimal;
use serde::Serialize;
use std::hint::black_box;
use visao::{Date, Decision, Prepared, Query, Rules};

/// A group with money in exact decimals, which serialise as texts.
#[derive(Serialize)]
struct GroupRecord {
    #[serde(rename = "mã tổ")]
    id: String,
    #[serde(rename = "số phiên")]
    sessions: u32,
    #[serde(rename = "số phiên dự")]
    attended: u32,
    #[serde(rename = "dư nợ")]
    outstanding: Decimal,
    #[serde(rename = "nợ quá hạn")]
    overdue: Decimal,
    #[serde(rename = "gốc đến hạn")]
    principal_due: Decimal,
    #[serde(rename = "gốc đã thu")]
    principal_paid: Decimal,
    #[serde(rename = "lãi phải thu")]
    interest_due: Decimal,
    #[serde(rename = "lãi đã thu")]
    interest_paid: Decimal,
    #[serde(rename = "số thành viên")]
    members: u32,
    #[serde(rename = "số người gửi")]
    savers: u32,
    #[serde(rename = "số dư gửi")]
    savings: Decimal,
}

impl GroupRecord {
    fn of(place: usize, group: Group) -> GroupRecord {
        let money = |field: usize| Decimal::new(group[field], 2);
        let count = |field: usize| group[field] as u32;
        GroupRecord {
            id: format!("T{place:07}"),
            sessions: count(0),
            attended: count(1),
            outstanding: money(2),
            overdue: money(3),
            principal_due: money(4),
            principal_paid: money(5),
            interest_due: money(6),
            interest_paid: money(7),
            members: count(8),
            savers: count(9),
            savings: money(10),
        }
    }
}

/// A group as the pack of 2023 has it, money in whole đồng.
#[derive(Serialize)]
struct Group2023 {
    #[serde(rename = "mã tổ")]
    id: String,
    #[serde(rename = "số phiên giao dịch")]
    sessions: u32,
    #[serde(rename = "số phiên tham gia")]
    attended: u32,
    #[serde(rename = "dư nợ")]
    outstanding: u64,
    #[serde(rename = "nợ quá hạn")]
    overdue: u64,
    #[serde(rename = "gốc đến hạn")]
    principal_due: u64,
    #[serde(rename = "gốc đã thu")]
    principal_paid: u64,
    #[serde(rename = "lãi phải thu")]
    interest_due: u64,
    #[serde(rename = "lãi đã thu")]
    interest_paid: u64,
    #[serde(rename = "số thành viên")]
    members: u32,
    #[serde(rename = "số thành viên gửi")]
    savers: u32,
    #[serde(rename = "số dư tiết kiệm")]
    savings: u64,
}

impl Group2023 {
    /// The worked example of the pack with 84.5 points.
    fn of(place: usize) -> Group2023 {
        Group2023 {
            id: format!("{place:07}"),
            sessions: 6,
            attended: 6,
            outstanding: 812_000_000,
            overdue: 3_200_000,
            principal_due: 40_000_000,
            principal_paid: 36_000_000,
            interest_due: 5_000_000,
            interest_paid: 4_800_000,
            members: 50,
            savers: 50,
            savings: 48_720_000,
        }
    }
}

const PACK_2023: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/2023");

/// Records of a run.
const RECORDS: usize = 10_000;

/// Structs with the handles that decide them.
pub struct Structs {
    rules: Rules,
    records: Vec<GroupRecord>,
    handle: Prepared,
    plenty: Vec<Group2023>,
    handle_2023: Prepared,
}

impl Structs {
    /// So many of each kind.
    pub fn new(count: usize) -> Structs {
        let rules = Rules::from_text(ours::RULES).expect("the rules of the workload");
        let groups = Groups::new(count, 20_230_118);
        let record = |place| GroupRecord::of(place, groups.record(place));
        let of_2023 = load();
        let day: Date = "30/06/2023".parse().expect("a day");
        let query = of_2023.query().record("Tổ").expect("its groups").date(day);
        Structs {
            records: (0..count).map(record).collect(),
            handle: prepared(rules.query()),
            rules,
            plenty: (0..count).map(Group2023::of).collect(),
            handle_2023: prepared(query),
        }
    }

    /// Decides a group.
    pub fn grade(&mut self, place: usize) {
        drop(black_box(self.handle.grade(&self.records[place])));
    }

    /// Explains a group's grade.
    pub fn explain(&mut self, place: usize) {
        drop(black_box(self.handle.explain(&self.records[place])));
    }

    /// Decides a group by the pack of 2023, in four blocks.
    pub fn grade_2023(&mut self, place: usize) {
        drop(black_box(self.handle_2023.grade(&self.plenty[place])));
    }
}

/// The pack of 2023.
pub fn load() -> Rules {
    Rules::load(PACK_2023).expect("the pack of 2023")
}

/// Prints microseconds a record; what cannot be set up stops the yardstick.
pub fn run(repetitions: usize) {
    let groups = Groups::new(RECORDS, 20_230_118);
    let mut all = Structs::new(RECORDS);
    for (place, record) in all.records.iter().enumerate() {
        let told = ours::told(&only(&mut all.handle, record));
        let judged = exact(groups.record(place));
        assert_eq!((told.grade, told.points), (judged.grade, judged.points), "record {place}");
    }
    let graded = all.handle_2023.grade(&all.plenty[0]).expect("decisions");
    assert!(graded.iter().any(|decision| decision.verdict.as_deref() == Some("Khá")));

    println!("one struct: {RECORDS} records one by one, {repetitions} repetitions, medians");
    let each = |name: &str, goal: Option<f64>, work: &mut dyn FnMut(usize)| {
        let seconds = (0..repetitions).map(|_| timed(|| (0..RECORDS).for_each(&mut *work)));
        let micros = median(seconds.collect()) * 1e6 / RECORDS as f64;
        let passed = match goal {
            None => "",
            Some(goal) if micros <= goal => "pass",
            Some(_) => "falls short",
        };
        println!("  {name:<58} {micros:>8.2} µs a record            {passed}");
    };
    each("visao: rules.grade(&record)", None, &mut |place| {
        drop(black_box(all.rules.grade(&all.records[place])));
    });
    each("visao: a handle (goal 2)", Some(2.0), &mut |place| all.grade(place));
    each("visao: a handle, its explanation (goal 10)", Some(10.0), &mut |place| {
        all.explain(place);
    });
    each("visao: a handle, the explanation as text", None, &mut |place| {
        let explained = all.handle.explain(&all.records[place]).expect("an explanation");
        explained.iter().for_each(|one| drop(black_box(one.to_string())));
    });
    each("visao: a handle, the pack of 2023 (goal 10)", Some(10.0), &mut |place| {
        all.grade_2023(place);
    });
}

fn prepared(query: Query) -> Prepared {
    query.prepare().expect("a handle")
}

fn only(handle: &mut Prepared, record: &GroupRecord) -> Decision {
    handle.grade(record).expect("a decision").swap_remove(0)
}
