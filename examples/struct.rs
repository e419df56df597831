//! Grades a Rust struct by a folder of rules: `cargo run --example struct`

use rust_decimal::Decimal;
use serde::Serialize;
use visao::Rules;

/// Its fields are the rules' fields by name, or by the column names that the rules give.
#[derive(Serialize)]
struct Student {
    student: &'static str,
    level: Level,
    #[expect(clippy::disallowed_types, reason = "a float is taken as its shortest decimal")]
    average_mark: f64,
    attendance: Option<Decimal>,
    household_income: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    College,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = Rules::load("examples/scholarships")?;
    for (student, attendance) in [("An", Some(Decimal::new(875, 3))), ("Bình", None)] {
        let student = Student {
            student,
            level: Level::College,
            average_mark: 8.1,
            attendance,
            household_income: 12_000_000,
        };
        for decision in rules.query().block("Merit")?.grade(&student)? {
            match (&decision.verdict, &decision.points) {
                (Some(grade), Some(points)) => {
                    println!("{}: {grade}, {points} points", decision.record)
                }
                _ => println!(
                    "{}: {:?}, for want of {:?}",
                    decision.record, decision.status, decision.missing
                ),
            }
        }
    }
    Ok(())
}
