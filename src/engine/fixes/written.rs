//! Sets of values as cells of rules have them, and back.

use super::super::told::{name_of, number};
use crate::keywords::{Keywords, Kw};
use crate::model::{Cell, End, Expr, ExprKind, Model, Test};
use crate::plan::{Cut, Set as Numbers};
use crate::source::Sources;
use crate::value::text::show_date;
use crate::value::{Date, Lang, Num, Truth, Type, Unit, Value};
use std::ops::Range;

/// Numbers of a column as they stand in its cells, by their texts.
pub(super) type Ends = Vec<(Num, String)>;

/// The number of a value, as analysis has it.
fn number_of(value: &Value) -> Option<Num> {
    match value {
        Value::Num(number) => Some(number.clone()),
        Value::Date(day) => Some(day.number()),
        Value::Bool(holds) => Some(Num::from_i64((*holds).into())),
        Value::Code(code) => Some(Num::from_i64(-i64::from(*code))),
        Value::Missing | Value::Text(_) => None,
    }
}

/// The number that stands at an end; of a parameter, where it has one value.
fn at_end(model: &Model, expr: &Expr) -> Option<Num> {
    match &expr.kind {
        ExprKind::Parameter(id, None) => match model.parameters[*id].values.as_slice() {
            [only] => number_of(&only.value),
            _ => None,
        },
        _ => number_of(&expr.constant()?),
    }
}

/// The values that a cell holds of; `None` where some depend on the record, or are texts.
pub(super) fn set_of(model: &Model, cell: &Cell) -> Option<Numbers<Num>> {
    let tests: Option<Vec<Numbers<Num>>> =
        cell.tests.iter().map(|test| test_of(model, test)).collect();
    let asks_missing = cell.tests.iter().any(|test| matches!(test, Test::Missing));
    let all = Numbers::any(tests?);
    let all = if cell.negated { all.not() } else { all };
    // No cell that says what a value is not holds of one that is missing.
    let missing = if asks_missing && !cell.negated { Truth::True } else { Truth::False };
    Some(Numbers::new(all.parts().to_vec(), missing))
}

fn test_of(model: &Model, test: &Test) -> Option<Numbers<Num>> {
    let point = |expr: &Expr| {
        let at = at_end(model, expr)?;
        Some(Numbers::new(vec![Cut::At(at.clone(), false)..Cut::At(at, true)], Truth::False))
    };
    Some(match test {
        Test::Missing => Numbers::new(Vec::new(), Truth::True),
        Test::Is(expr) => point(expr)?,
        Test::Except(expr) => {
            let others = point(expr)?.not();
            Numbers::new(others.parts().to_vec(), Truth::False)
        }
        Test::Between { lower, upper } => {
            let cut = |end: &Option<End>, lower: bool| match end {
                Some(End { value, inclusive }) => {
                    Some(Cut::At(at_end(model, value)?, *inclusive != lower))
                }
                None => Some(if lower { Cut::Start } else { Cut::End }),
            };
            Numbers::new(vec![cut(lower, true)?..cut(upper, false)?], Truth::False)
        }
    })
}

/// The numbers of a cell with their texts.
pub(super) fn ends_of(model: &Model, sources: &Sources, cell: &Cell, ends: &mut Ends) {
    for test in &cell.tests {
        let exprs: Vec<&Expr> = match test {
            Test::Missing => Vec::new(),
            Test::Is(expr) | Test::Except(expr) => vec![expr],
            Test::Between { lower, upper } => {
                lower.iter().chain(upper).map(|end| &end.value).collect()
            }
        };
        for expr in exprs {
            let text = sources[expr.span.source].slice(expr.span).trim().to_owned();
            ends.extend(at_end(model, expr).map(|at| (at, text)));
        }
    }
}

/// Writing of the cells of a column.
pub(super) struct Writing<'w> {
    /// The model of the rules.
    pub model: &'w Model,
    /// Language of keywords in the file.
    pub keywords: Keywords,
    /// Language of numbers in the file.
    pub lang: Lang,
    /// Type of the column.
    pub ty: Type,
    /// Numbers that stand in the column already.
    pub ends: &'w Ends,
    /// `true` if a cell takes several tests.
    pub lists: bool,
}

impl Writing<'_> {
    /// A set as a cell; `None` of one that cannot be written so.
    pub fn cell(&self, set: &Numbers<Num>) -> Option<String> {
        let missing = (set.missing() == Truth::True).then(|| self.word(Kw::Missing).to_owned());
        let tests: Vec<String> = match self.ty {
            Type::Category(id) => {
                let category = self.model.categories.get(id.index())?;
                let within = category
                    .values
                    .iter()
                    .filter(|value| set.contains(&Num::from_i64(-i64::from(value.number))));
                within.map(|value| name_of(&value.name.text)).collect()
            }
            Type::YesNo => {
                let words = [(Num::ONE, Kw::Yes), (Num::ZERO, Kw::No)];
                let within = words.into_iter().filter(|(number, _)| set.contains(number));
                within.map(|(_, word)| self.word(word).to_owned()).collect()
            }
            Type::Text => return None,
            Type::Number(_) | Type::Date => {
                let parts = set.parts().iter().map(|part| self.part(part));
                parts.collect::<Option<Vec<String>>>()?
            }
        };
        let all: Vec<String> = tests.into_iter().chain(missing).collect();
        let fits = all.len() == 1 || self.lists && !all.is_empty();
        fits.then(|| all.join(", "))
    }

    fn part(&self, part: &Range<Cut<Num>>) -> Option<String> {
        let number = |at: &Num| self.number(at);
        Some(match (&part.start, &part.end) {
            (Cut::At(from, false), Cut::At(to, true)) if from == to => number(from)?,
            (Cut::At(from, after), Cut::End) => {
                let word = if *after { Kw::Above } else { Kw::From };
                format!("{} {}", self.word(word), number(from)?)
            }
            (Cut::Start, Cut::At(to, after)) => {
                let word = if *after { Kw::UpTo } else { Kw::Below };
                format!("{} {}", self.word(word), number(to)?)
            }
            (Cut::At(from, above), Cut::At(to, within)) => {
                let from_word = if *above { Kw::Above } else { Kw::From };
                let to_word = match (within, self.keywords) {
                    (true, Keywords::En) => "to".to_owned(),
                    (true, Keywords::Vi) => self.word(Kw::UpTo).to_owned(),
                    (false, Keywords::En) => self.word(Kw::Below).to_owned(),
                    (false, Keywords::Vi) => {
                        format!("{} {}", self.word(Kw::UpTo), self.word(Kw::Below))
                    }
                };
                let from_word = self.word(from_word);
                format!("{from_word} {} {to_word} {}", number(from)?, number(to)?)
            }
            (_, _) => return None,
        })
    }

    /// A number as it stands in the column already, else as rules write it.
    fn number(&self, at: &Num) -> Option<String> {
        if let Some((_, text)) = self.ends.iter().find(|(known, _)| known == at) {
            return Some(text.clone());
        }
        match self.ty {
            Type::Date => {
                let day = Date::of_number(at)?;
                Some(show_date(day))
            }
            Type::Number(unit) => number(at, unit, self.lang),
            Type::Category(_) | Type::YesNo | Type::Text => number(at, Unit::Number, self.lang),
        }
    }

    fn word(&self, keyword: Kw) -> &'static str {
        keyword.word(self.keywords)
    }
}
