//! Eligibility: six clauses of which every one that fires is kept, by hand and by the rules.

use crate::workload::Dice;
use rust_decimal::Decimal;
use visao::table::{Column, Table, Validity};
use visao::{Batch, Rules};

pub const RULES: &str = include_str!("../rules/borrowers.luat");
pub const BLOCK: &str = "Vay vốn";

const FIELDS: [&str; 6] =
    ["tuổi", "số tháng cư trú", "thu nhập", "dư nợ", "nợ xấu", "mức vay"];

/// Borrowers in columns of whole numbers: years, months, and hundredths of a đồng.
pub struct Borrowers(pub [Vec<i64>; 6]);

impl Borrowers {
    pub fn new(count: usize, seed: u64) -> Borrowers {
        let mut dice = Dice::new(seed);
        let mut columns: [Vec<i64>; 6] = std::array::from_fn(|_| Vec::with_capacity(count));
        for _ in 0..count {
            let million = 100_000_000;
            let income = match dice.below(16) {
                0 => 5 * million + dice.below(3) - 1,
                _ => dice.below(6 * million),
            };
            let owed = if dice.below(2) == 0 { 0 } else { dice.below(60 * million) };
            let asked = match dice.below(16) {
                0 => 100 * million - owed + dice.below(3) - 1,
                1 => income * 48 / 5 + dice.below(3) - 1,
                _ => dice.below(60 * million),
            };
            let bad = if dice.below(10) == 0 { 1 + dice.below(million) } else { 0 };
            let values = [16 + dice.below(60), dice.below(120), income, owed, bad, asked.max(0)];
            columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        Borrowers(columns)
    }

    pub fn record(&self, place: usize) -> [i64; 6] {
        std::array::from_fn(|column| self.0[column][place])
    }

    pub fn batch(&self, rules: &Rules) -> Batch {
        let columns = self.0.iter().enumerate().map(|(place, column)| {
            let scale = if place < 2 { 0 } else { 2 };
            let all = Validity::all(column.len());
            (FIELDS[place], Column::decimals(column.clone(), scale, all).expect("a column"))
        });
        let keys: Vec<String> = (0..self.0[0].len()).map(|place| format!("V{place:07}")).collect();
        let key = ("mã", Column::texts(keys.iter().map(|key| Some(key.as_str()))));
        let table = Table::of(std::iter::once(key).chain(columns)).expect("a table");
        rules.query().columns(table).expect("a batch")
    }
}

/// The clauses that fire, a bit each: exactly, in wide whole numbers.
pub fn exact([age, months, income, owed, bad, asked]: [i64; 6]) -> u8 {
    let million = 100_000_000_i128;
    let [age, months, income, owed, bad, asked] =
        [age, months, income, owed, bad, asked].map(i128::from);
    u8::from(age < 18)
        | u8::from(income > 5 * million) << 1
        | u8::from(bad > 0) << 2
        | u8::from(owed + asked > 100 * million) << 3
        | u8::from(months < 6) << 4
        | u8::from(asked * 10 > income * 96) << 5
}

/// The same as exact decimals in rows, the reference.
pub struct Limits([Decimal; 6]);

impl Limits {
    pub fn new() -> Limits {
        let of = |number| Decimal::new(number, 0);
        Limits([of(18), of(5_000_000), of(0), of(100_000_000), of(6), Decimal::new(96, 1)])
    }

    pub fn record(values: [i64; 6]) -> [Decimal; 6] {
        std::array::from_fn(|place| Decimal::new(values[place], if place < 2 { 0 } else { 2 }))
    }

    pub fn fired(&self, [age, months, income, owed, bad, asked]: &[Decimal; 6]) -> u8 {
        let [adult, most_income, none, most_owed, resident, affordable] = &self.0;
        u8::from(age < adult)
            | u8::from(income > most_income) << 1
            | u8::from(bad > none) << 2
            | u8::from(owed + asked > *most_owed) << 3
            | u8::from(months < resident) << 4
            | u8::from(*asked > affordable * income) << 5
    }
}

/// The clauses that fired as columns of decisions tell them.
pub fn read(decided: &visao::engine::DecisionColumns, place: usize) -> u8 {
    decided.reasons().of(place).iter().fold(0, |bits, clause| bits | 1 << (clause - 1))
}
