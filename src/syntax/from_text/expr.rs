//! Expressions and tests.

use super::Reader;
use crate::choices::AggregateKind;
use crate::keywords::{Kw, Reserved, named};
use crate::syntax::ast::{Bound, Expr, ExprKind, Name, PeriodLength, Test, TestKind, UnitWord};
use crate::syntax::canonical::Symbol;
use crate::syntax::parse::{Node, Rule};
use crate::value::{Arith, Compare};

impl Reader<'_> {
    /// Any expression, a condition or a value.
    pub(super) fn expr(&self, node: &Node) -> Option<Expr> {
        match node.rule {
            Rule::expr => self.guarded(node),
            Rule::condition => self.joined(node, ExprKind::Or),
            Rule::conjunction => self.joined(node, ExprKind::And),
            Rule::negation => self.negated(node, Rule::kw_not, ExprKind::Not),
            Rule::comparison => self.comparison(node),
            Rule::sum | Rule::product => self.arithmetic(node),
            Rule::unary => self.negated(node, Rule::minus, ExprKind::Negate),
            Rule::postfix => self.postfix(node),
            Rule::primary | Rule::header_cell | Rule::result_cell => self.primary(node),
            _ => self.literal(node),
        }
    }

    fn at(&self, node: &Node, kind: ExprKind) -> Expr {
        Expr { kind, span: self.span(node) }
    }

    fn guarded(&self, node: &Node) -> Option<Expr> {
        let (value, cases) = node.children.split_first()?;
        let value = self.expr(value)?;
        let cases = cases
            .iter()
            .filter(|child| child.rule == Rule::case)
            .map(|case| self.case(case))
            .collect::<Option<Vec<_>>>()?;
        Some(if cases.is_empty() {
            value
        } else {
            self.at(node, ExprKind::Guarded { value: Box::new(value), cases })
        })
    }

    /// `nếu C thì E`, or `or E if C`.
    fn case(&self, node: &Node) -> Option<(Expr, Expr)> {
        let parts =
            node.all(Rule::condition).map(|part| self.expr(part)).collect::<Option<Vec<_>>>()?;
        let [first, second] = <[Expr; 2]>::try_from(parts).ok()?;
        Some(if node.has(Rule::kw_then) { (first, second) } else { (second, first) })
    }

    fn joined(&self, node: &Node, kind: fn(Vec<Expr>) -> ExprKind) -> Option<Expr> {
        let operands = node
            .children
            .iter()
            .filter(|child| matches!(child.rule, Rule::conjunction | Rule::negation));
        let mut operands =
            operands.map(|operand| self.expr(operand)).collect::<Option<Vec<_>>>()?;
        match operands.len() {
            1 => operands.pop(),
            _ => Some(self.at(node, kind(operands))),
        }
    }

    fn negated(&self, node: &Node, prefix: Rule, kind: fn(Box<Expr>) -> ExprKind) -> Option<Expr> {
        let (inner, signs) = node.children.split_last()?;
        let inner = self.expr(inner)?;
        let wrap = |inner: Expr, before: &Node| {
            let span = self.span(before).to(inner.span);
            Expr { kind: kind(Box::new(inner)), span }
        };
        Some(signs.iter().rev().filter(|child| child.rule == prefix).fold(inner, wrap))
    }

    fn comparison(&self, node: &Node) -> Option<Expr> {
        let subject = self.expr(node.children.first()?)?;
        let Some(second) = node.children.get(1) else { return Some(subject) };
        let kind = match second.rule {
            Rule::compare => ExprKind::Compare(
                compare(second)?,
                Box::new(subject),
                Box::new(self.expr(node.children.get(2)?)?),
            ),
            Rule::range => ExprKind::Within(Box::new(subject), Box::new(self.range(second)?)),
            _ => {
                let choice = node.child(Rule::choice)?;
                let values = choice
                    .all(Rule::sum)
                    .map(|value| self.expr(value))
                    .collect::<Option<Vec<_>>>()?;
                ExprKind::Is {
                    subject: Box::new(subject),
                    negated: second.rule == Rule::kw_is_not,
                    values,
                }
            }
        };
        Some(self.at(node, kind))
    }

    fn arithmetic(&self, node: &Node) -> Option<Expr> {
        let mut children = node.children.iter();
        let mut left = self.expr(children.next()?)?;
        while let Some(operator) = children.next() {
            let op = match operator.rule {
                Rule::plus => Arith::Add,
                Rule::minus => Arith::Sub,
                Rule::times => Arith::Mul,
                _ => Arith::Div,
            };
            let right = self.expr(children.next()?)?;
            let span = left.span.to(right.span);
            left = Expr { kind: ExprKind::Arith(op, Box::new(left), Box::new(right)), span };
        }
        Some(left)
    }

    fn postfix(&self, node: &Node) -> Option<Expr> {
        let mut children = node.children.iter();
        let mut inner = self.expr(children.next()?)?;
        while let (Some(word), Some(mut operand)) = (children.next(), children.next()) {
            let every = operand.rule == Rule::kw_every;
            if every {
                operand = children.next()?;
            }
            let span = inner.span.to(self.span(operand));
            let kind = match word.rule {
                Rule::kw_of => ExprKind::Of(Box::new(inner), self.name(operand)?),
                _ => ExprKind::At(Box::new(inner), Box::new(self.expr(operand)?)),
            };
            inner = Expr { kind, span };
            if every {
                inner = Expr { kind: ExprKind::Every(Box::new(inner)), span };
            }
        }
        Some(inner)
    }

    fn primary(&self, node: &Node) -> Option<Expr> {
        match node.children.as_slice() {
            [criterion, label] if criterion.rule == Rule::kw_criterion => {
                Some(self.at(node, ExprKind::CriterionPoints(self.name(label)?)))
            }
            [only] => self.expr(only),
            _ => None,
        }
    }

    fn literal(&self, node: &Node) -> Option<Expr> {
        let kind = match node.rule {
            Rule::group => ExprKind::Group(Box::new(self.expr(node.child(Rule::expr)?)?)),
            Rule::call => {
                let arguments = node
                    .all(Rule::expr)
                    .map(|argument| self.expr(argument))
                    .collect::<Option<Vec<_>>>()?;
                ExprKind::Call { name: self.name(node.child(Rule::function_name)?)?, arguments }
            }
            Rule::aggregate | Rule::extreme => self.aggregate(node)?,
            _ => match self.symbol(node)? {
                Symbol::Number(number) => ExprKind::Number(*number),
                Symbol::Date(date) => ExprKind::Date((*date)?),
                Symbol::Day(day) => ExprKind::PeriodDay(*day),
                Symbol::Text(text) => ExprKind::Text(text.clone()),
                Symbol::Name(name) => ExprKind::Name(name.clone()),
                Symbol::Keyword(Kw::Yes) => ExprKind::YesNo(true),
                Symbol::Keyword(Kw::No) => ExprKind::YesNo(false),
                Symbol::Keyword(Kw::Missing) => ExprKind::Missing,
                _ => return None,
            },
        };
        Some(self.at(node, kind))
    }

    /// Over many records, or, with several arguments, a function of these.
    fn aggregate(&self, node: &Node) -> Option<ExprKind> {
        let name = self.name(node.children.first()?)?;
        let mut arguments =
            node.all(Rule::expr).map(|argument| self.expr(argument)).collect::<Option<Vec<_>>>()?;
        if arguments.len() > 1 {
            return Some(ExprKind::Call { name, arguments });
        }
        let mut value = arguments.pop();
        if let Some(every) = node.child(Rule::kw_every) {
            value = value.map(|value| {
                let span = self.span(every).to(value.span);
                Expr { kind: ExprKind::Every(Box::new(value)), span }
            });
        }
        let window = node
            .child(Rule::window)
            .map_or(Some(None), |window| self.expr(window.child(Rule::number_value)?).map(Some))?;
        let filter = node
            .child(Rule::filter)
            .map_or(Some(None), |filter| self.expr(filter.child(Rule::condition)?).map(Some))?;
        let kind = aggregate(&name)?;
        if let Some(word) = node.child(Rule::period_word) {
            return Some(ExprKind::CountPeriods(self.period_word(word)?, Box::new(filter?)));
        }
        if let (AggregateKind::Count, Some(value), None, Some(filter)) =
            (kind, &value, &window, &filter)
            && is_period(value)
        {
            let length = PeriodLength::Count(Box::new(value.clone()));
            return Some(ExprKind::CountPeriods(length, Box::new(filter.clone())));
        }
        Some(ExprKind::Aggregate {
            kind,
            value: value.map(Box::new),
            window: window.map(Box::new),
            filter: filter.map(Box::new),
        })
    }

    /// A short test, of a cell, a row or a range: its subject is written elsewhere.
    pub(super) fn test(&self, node: &Node) -> Option<Test> {
        let first = node.children.first()?;
        let kind = match first.rule {
            Rule::range => return self.range(first),
            Rule::compare => TestKind::Sign(compare(first)?, self.expr(node.child(Rule::sum)?)?),
            Rule::kw_missing => TestKind::Missing,
            _ => TestKind::Equals(self.expr(first)?),
        };
        Some(Test { kind, span: self.span(node) })
    }

    /// `từ X đến dưới Y`
    pub(super) fn range(&self, node: &Node) -> Option<Test> {
        let bound = |part: Option<&Node>, exclusive: Rule| match part {
            None => Some(None),
            Some(part) => Some(Some(Bound {
                inclusive: !part.has(exclusive),
                value: self.expr(part.child(Rule::sum)?)?,
            })),
        };
        let low = bound(node.child(Rule::low), Rule::kw_above)?;
        let high = bound(node.child(Rule::high), Rule::kw_below)?;
        Some(Test { kind: TestKind::Range { low, high }, span: self.span(node) })
    }
}

/// `6 tháng`, as a length of periods to be counted.
fn is_period(value: &Expr) -> bool {
    let ExprKind::Number(number) = &value.kind else { return false };
    matches!(number.unit, Some(UnitWord::Months | UnitWord::Years))
}

/// The aggregate a word stands for.
fn aggregate(name: &Name) -> Option<AggregateKind> {
    AggregateKind::of(named(&name.key, Reserved::Function)?)
}

/// The comparison a sign stands for.
pub(super) fn compare(node: &Node) -> Option<Compare> {
    match node.children.first()?.rule {
        Rule::equal => Some(Compare::Equal),
        Rule::not_equal => Some(Compare::NotEqual),
        Rule::less => Some(Compare::Less),
        Rule::greater => Some(Compare::Greater),
        Rule::at_most => Some(Compare::AtMost),
        Rule::at_least => Some(Compare::AtLeast),
        _ => None,
    }
}
