//! How a value that does not fit was perhaps meant: the right unit, text in quotes, brackets,
//! digits for words.

use super::{Checker, Scope};
use crate::diag::model as say;
use crate::keywords::{Kw, Reserved, TABLE, named};
use crate::source::{Span, key};
use crate::syntax::ast;
use crate::value::text::parse_number;
use crate::value::{Arith, Date, Lang, Type, Unit};

impl Checker<'_> {
    /// Offers the right form of a value of which alone it was just said that it does not fit `ty`.
    pub(super) fn offer(&mut self, scope: Scope, reported: usize, expr: &ast::Expr, ty: Type) {
        if self.found.len() != reported + 1 {
            return;
        }
        let offered = self.recast(expr, ty).or_else(|| self.with_unit(scope, expr, ty));
        let Some((span, text)) = offered else { return };
        let mended = self.found.pop().map(|found| say::write(found, span, &text));
        self.found.extend(mended);
    }

    /// A literal of another type, as it would be of this one: `45%` as points, `1` as text.
    fn recast(&self, expr: &ast::Expr, ty: Type) -> Option<(Span, String)> {
        if ty == Type::Date {
            return self.day_and_month(expr);
        }
        let ast::ExprKind::Number(number) = &expr.kind else { return None };
        let words = self.words(expr.span);
        let percent = number.magnitude == Some(ast::Magnitude::Percent);
        let digits = words.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned();
        let text = match ty {
            Type::Text => format!("\"{words}\""),
            Type::Number(Unit::Points) if percent => {
                format!("{digits} {}", self.unit_word(Kw::Points))
            }
            Type::Number(Unit::Ratio) if number.magnitude.is_none() && number.unit.is_some() => {
                format!("{digits}%")
            }
            _ => return None,
        };
        Some((expr.span, text))
    }

    /// `1/7` where a day is needed: a day and month, of which the word `ngày` was left out.
    fn day_and_month(&self, expr: &ast::Expr) -> Option<(Span, String)> {
        let ast::ExprKind::Arith(Arith::Div, day, month) = &expr.kind else { return None };
        let [day, month] = [day, month].map(|part| self.words(part.span));
        let (number, of) = (day.parse().ok()?, month.parse().ok()?);
        // Of a leap year, so that 29/2 is offered too.
        Date::from_ymd(2024, of, number)?;
        Some((expr.span, format!("{} {day}/{month}", self.unit_word(Kw::DayOf))))
    }

    /// `200 nghìn × số trẻ` where money is needed: the literal takes the unit, if then all of it
    /// fits.
    fn with_unit(&mut self, scope: Scope, expr: &ast::Expr, ty: Type) -> Option<(Span, String)> {
        let (unit, word) = match ty {
            Type::Number(Unit::Money) => (ast::UnitWord::Dong, Kw::Dong),
            Type::Number(Unit::Points) => (ast::UnitWord::Points, Kw::Points),
            Type::Number(Unit::Days) => (ast::UnitWord::Days, Kw::Days),
            Type::Number(Unit::Months) => (ast::UnitWord::Months, Kw::Months),
            Type::Number(Unit::Bare | Unit::Number | Unit::Integer | Unit::Year | Unit::Ratio) => {
                return None;
            }
            Type::Text | Type::Date | Type::YesNo | Type::Category(_) => return None,
        };
        let mut changed = expr.clone();
        let literal = give_unit(&mut changed, unit)?;
        self.would_be(scope, &changed, ty)
            .then(|| (literal, format!("{} {}", self.words(literal), self.unit_word(word))))
    }

    /// Offers brackets for `30 points × a / b`, of whose `×` it was just said that it cannot be
    /// evaluated.
    pub(super) fn offer_brackets(
        &mut self,
        scope: Scope,
        reported: usize,
        span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
    ) {
        let ast::ExprKind::Arith(Arith::Mul, factor, divided) = &left.kind else { return };
        let at = |kind| ast::Expr { kind, span };
        let quotient =
            at(ast::ExprKind::Arith(Arith::Div, divided.clone(), Box::new(right.clone())));
        let bracketed = at(ast::ExprKind::Arith(
            Arith::Mul,
            factor.clone(),
            Box::new(at(ast::ExprKind::Group(Box::new(quotient)))),
        ));
        if self.found.len() != reported + 1
            || !self.silently(|checker| checker.expr(scope, &bracketed, None).is_some())
        {
            return;
        }
        let [factor, divided, right] =
            [factor.span, divided.span, right.span].map(|part| self.words(part));
        let bracketed = format!("{factor} × ({divided} / {right})");
        let mended = self.found.pop().map(|found| say::write(found, span, &bracketed));
        self.found.extend(mended);
    }

    fn would_be(&mut self, scope: Scope, expr: &ast::Expr, ty: Type) -> bool {
        self.silently(|checker| {
            let typed = checker.expr(scope, expr, Some(ty));
            typed.is_some_and(|typed| checker.fit(typed, ty).is_some())
        })
    }

    /// Tries something of which nothing is to be reported.
    fn silently<T>(&mut self, attempt: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.found.len();
        let outcome = attempt(self);
        self.found.truncate(before);
        outcome
    }

    /// The number that a name was meant for: `50đ`, `bốn mươi lăm điểm`.
    pub(super) fn number_meant(&self, name: &ast::Name, want: Option<Type>) -> Option<String> {
        glued(&name.text, want, self.options.lang).or_else(|| spelt(&name.text))
    }

    fn unit_word(&self, unit: Kw) -> &'static str {
        unit.word(self.keywords())
    }
}

/// Gives the first bare literal of a product the unit; gives its place.
fn give_unit(expr: &mut ast::Expr, unit: ast::UnitWord) -> Option<Span> {
    let span = expr.span;
    match &mut expr.kind {
        ast::ExprKind::Number(number) => {
            let ratio = matches!(
                number.magnitude,
                Some(ast::Magnitude::Percent | ast::Magnitude::Permille)
            );
            (number.unit.is_none() && !ratio).then(|| {
                number.unit = Some(unit);
                span
            })
        }
        ast::ExprKind::Arith(Arith::Mul, left, right) => {
            give_unit(left, unit).or_else(|| give_unit(right, unit))
        }
        ast::ExprKind::Arith(Arith::Div, left, _) => give_unit(left, unit),
        ast::ExprKind::Negate(inner) | ast::ExprKind::Group(inner) => give_unit(inner, unit),
        _ => None,
    }
}

/// A number with its unit behind it without a blank: `50đ`, `3tr`.
fn glued(text: &str, want: Option<Type>, lang: Lang) -> Option<String> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '_'))?;
    let (number, unit) = text.split_at_checked(digits)?;
    parse_number(number, lang).ok()?;
    let unit = match key(unit).as_str() {
        "đ" | "d" if want == Some(Type::Number(Unit::Points)) => "điểm",
        "đ" | "d" | "vnđ" | "vnd" if want == Some(Type::Number(Unit::Money)) => "đồng",
        "đ" | "d" => "",
        "tr" => "triệu",
        "k" => "nghìn",
        other => {
            named(other, Reserved::AfterNumber)?;
            unit
        }
    };
    Some(format!("{number} {unit}").trim_end().to_owned())
}

/// The words for numbers below a hundred, in either language.
const SMALL: &[(&str, u32)] = &[
    ("một", 1),
    ("mốt", 1),
    ("hai", 2),
    ("ba", 3),
    ("bốn", 4),
    ("tư", 4),
    ("năm", 5),
    ("lăm", 5),
    ("sáu", 6),
    ("bảy", 7),
    ("bẩy", 7),
    ("tám", 8),
    ("chín", 9),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("mười", 10),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// A number below a thousand in words, with its units as they are: `bốn mươi lăm điểm`.
fn spelt(text: &str) -> Option<String> {
    let text = key(text).replace('-', " ");
    let words: Vec<&str> = text.split(' ').collect();
    let (mut sum, mut last, mut used) = (0_u32, None::<u32>, 0);
    for word in &words {
        let small = SMALL.iter().find(|(spelling, _)| spelling == word).map(|(_, value)| *value);
        match (small, *word, last) {
            // `hai năm` is two years.
            (Some(value), _, None) => last = Some(value),
            (Some(value), _, Some(tens)) if tens >= 10 && value < 10 => {
                sum += tens;
                last = Some(value);
            }
            (None, "mươi", Some(digit)) if digit < 10 => last = Some(digit * 10),
            (None, "trăm" | "hundred", Some(digit)) if digit < 10 => {
                sum += digit * 100;
                last = None;
            }
            (None, "linh" | "lẻ" | "and", None) if sum > 0 => {}
            _ => break,
        }
        used += 1;
    }
    let units = words.get(used..).unwrap_or(&[]);
    let is_unit = |word: &&str| {
        TABLE.iter().any(|row| {
            row.reserved == Reserved::AfterNumber
                && row.vi.iter().chain(row.en).any(|unit| key(unit) == **word)
        })
    };
    let number = sum + last.unwrap_or(0);
    match units {
        _ if used == 0 => None,
        [] => Some(number.to_string()),
        ["phần", "trăm"] | ["percent"] => Some(format!("{number}%")),
        units if units.iter().all(is_unit) => Some(format!("{number} {}", units.join(" "))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_read() {
        let of = |text: &str| spelt(text);
        assert_eq!(of("bốn mươi lăm điểm").as_deref(), Some("45 điểm"));
        assert_eq!(of("mười lăm").as_deref(), Some("15"));
        assert_eq!(of("một trăm linh năm triệu đồng").as_deref(), Some("105 triệu đồng"));
        assert_eq!(of("hai năm").as_deref(), Some("2 năm"));
        assert_eq!(of("năm mươi phần trăm").as_deref(), Some("50%"));
        assert_eq!(of("forty-five points").as_deref(), Some("45 points"));
        assert_eq!(of("hai bên"), None);
        assert_eq!(of("điểm"), None);
    }

    #[test]
    fn numbers_glued_to_their_units_are_read() {
        let points = Some(Type::Number(Unit::Points));
        assert_eq!(glued("50đ", points, Lang::Vi).as_deref(), Some("50 điểm"));
        assert_eq!(
            glued("50đ", Some(Type::Number(Unit::Money)), Lang::Vi).as_deref(),
            Some("50 đồng")
        );
        assert_eq!(glued("50đ", None, Lang::Vi).as_deref(), Some("50"));
        assert_eq!(glued("3tr", None, Lang::Vi).as_deref(), Some("3 triệu"));
        assert_eq!(glued("30ngày", None, Lang::Vi).as_deref(), Some("30 ngày"));
        assert_eq!(glued("5S", None, Lang::Vi), None);
        assert_eq!(glued("nợ", None, Lang::Vi), None);
    }
}
