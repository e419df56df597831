//! A readable listing: one line a step.

use super::{
    Atom, BlockPlan, BlockPlanKind, Bounds, ClauseStep, Constant, GradingStep, Index, Kind, Lookup,
    Op, OverPlan, PeriodicStep, Plan, RecordPlan, RowPlan, Rows, Slot, Step, UnitPlan,
};
use crate::index::Arena;
use crate::value::{Compare, Num, text};
use std::fmt::{Display, Formatter, Result};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (place, text) in self.texts.iter().enumerate() {
            writeln!(f, "text {place} = {text:?}")?;
        }
        for (place, values) in self.parameters.iter().enumerate() {
            write!(f, "parameter {place} =")?;
            values.iter().try_for_each(|(day, value)| match value {
                Some(value) => write!(f, " [{} {}]", text::show_date(*day), Show(value)),
                None => write!(f, " [{} none]", text::show_date(*day)),
            })?;
            writeln!(f)?;
        }
        self.records.iter().try_for_each(|record| record.fmt(f))?;
        self.units.iter().try_for_each(|unit| unit.fmt(f))
    }
}

impl Display for UnitPlan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "targets {}, a unit", self.targets.index())?;
        write!(f, "{}", Show(&self.steps))?;
        self.indicators
            .iter()
            .enumerate()
            .try_for_each(|(place, slot)| writeln!(f, "  indicator {place}: {}", Show(slot)))
    }
}

impl Display for Show<'_, Arena<Step>> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.enumerate().try_for_each(|(slot, step)| {
            writeln!(f, "  {} {} = {}", Show(&slot), Show(&step.kind), Show(&step.op))
        })
    }
}

impl Display for RecordPlan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "record {}", self.record.index())?;
        write!(f, "{}", Show(&self.steps))?;
        for (field, slot) in &self.ranges {
            writeln!(f, "  range of field {}: {}", field.index(), Show(slot))?;
        }
        for field in &self.required {
            writeln!(f, "  required field {}", field.index())?;
        }
        for slot in &self.impossible {
            writeln!(f, "  never {}", Show(slot))?;
        }
        for (place, derived) in self.derived.iter().enumerate() {
            match derived.value {
                Some(value) => writeln!(f, "  derived {place}: {}", Show(&value))?,
                None => writeln!(f, "  derived {place}: all of {}", Show(derived.rows.steps()))?,
            }
        }
        self.blocks
            .iter()
            .try_for_each(|(id, block)| writeln!(f, "  block {}: {}", id.index(), Show(block)))?;
        self.over.iter().try_for_each(|over| writeln!(f, "  {}", Show(over)))?;
        self.groups
            .iter()
            .try_for_each(|(id, slot)| writeln!(f, "  targets {} by {}", id.index(), Show(slot)))
    }
}

/// A part of a plan as the listing writes it.
struct Show<'a, T: ?Sized>(&'a T);

impl Display for Show<'_, Slot> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "%{}", self.0.index())
    }
}

impl Display for Show<'_, [Slot]> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (place, slot) in self.0.iter().enumerate() {
            write!(f, "{}{}", if place > 0 { " " } else { "" }, Show(slot))?;
        }
        Ok(())
    }
}

impl Display for Show<'_, [RowPlan]> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.iter().try_for_each(|row| write!(f, " | {} → {}", Show(&row.when), Show(&row.gives)))
    }
}

impl Display for Show<'_, Rows> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Rows::Each(rows) => Show(rows.as_ref()).fmt(f),
            Rows::By(lookup) => Show(lookup).fmt(f),
        }
    }
}

impl Display for Show<'_, Lookup> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Lookup { subject, index, gives } = self.0;
        write!(f, " by {} at{}", Show(subject), Show(index.bounds()))?;
        gives.iter().enumerate().try_for_each(|(row, gives)| {
            f.write_str(" |")?;
            write!(f, "{} → {}", Show(&(index.as_ref(), row)), Show(gives))
        })
    }
}

/// The segments in which a row holds.
impl Display for Show<'_, (&Index, usize)> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (index, row) = self.0;
        index.held(*row).iter().try_for_each(|held| write!(f, " {}..{}", held.start, held.end))
    }
}

impl Display for Show<'_, Bounds> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Bounds::Numbers(all) => all.iter().try_for_each(|each| write!(f, " {}", Show(each))),
            Bounds::Dates(all) => {
                all.iter().try_for_each(|day| write!(f, " {}", text::show_date(*day)))
            }
            Bounds::Codes(all) => all.iter().try_for_each(|code| write!(f, " code {code}")),
            Bounds::Texts(all) => all.iter().try_for_each(|place| write!(f, " text {place}")),
        }
    }
}

impl Display for Show<'_, Kind> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self.0 {
            Kind::Truth => "truth",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Code => "code",
            Kind::Text => "text",
            Kind::Points => "points",
            Kind::Grades => "grades",
            Kind::Verdict => "verdict",
        })
    }
}

impl Display for Show<'_, Num> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (digits, exact) = text::plain_number(self.0);
        if exact { f.write_str(&digits) } else { f.write_str(&text::fraction(self.0)) }
    }
}

impl Display for Show<'_, Constant> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Constant::Missing => f.write_str("missing"),
            Constant::Truth(truth) => write!(f, "{truth}"),
            Constant::Number(number) => Show(number).fmt(f),
            Constant::Date(date) => f.write_str(&text::show_date(*date)),
            Constant::Code(code) => write!(f, "code {code}"),
            Constant::Text(place) => write!(f, "text {place}"),
        }
    }
}

impl Display for Show<'_, Op> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Op::Constant(constant) => Show(constant).fmt(f),
            Op::Checked(field, input, range) => {
                write!(f, "checked {} of field {}", Show(input), field.index())?;
                range.iter().try_for_each(|range| write!(f, " if {}", Show(range)))
            }
            Op::Input(field) => write!(f, "field {}", field.index()),
            Op::Aggregate(aggregate, column) => {
                write!(f, "aggregate {} from column {column}", aggregate.index())
            }
            Op::Previous(column) => write!(f, "month before from column {column}"),
            Op::AsOf => f.write_str("as-of date"),
            Op::Today => f.write_str("day of the run"),
            Op::InView(day, seen) => write!(f, "{} in view {seen:?}", Show(day)),
            Op::Parameter(parameter, day) => {
                write!(f, "parameter {} at {}", parameter.index(), Show(day))
            }
            Op::Negate(a) => write!(f, "-{}", Show(a)),
            Op::Arith(op, a, b) => write!(f, "{} {} {}", Show(a), op.sign(), Show(b)),
            Op::AddDays(date, by) => write!(f, "{} + {} days", Show(date), Show(by)),
            Op::AddMonths(end, date, by) => {
                write!(f, "{} + {} months ({end:?})", Show(date), Show(by))
            }
            Op::DaysBetween(a, b) => write!(f, "days {} - {}", Show(a), Show(b)),
            Op::Compare(op, a, b) => compare(f, *op, &Show(a), b),
            Op::IsMissing(a) => write!(f, "{} is missing", Show(a)),
            Op::Not(a) => write!(f, "not {}", Show(a)),
            Op::And(all) => write!(f, "and {}", Show(all.as_ref())),
            Op::Or(all) => write!(f, "or {}", Show(all.as_ref())),
            Op::Select(condition, a, b) => {
                write!(f, "if {} then {} else {}", Show(condition), Show(a), Show(b))
            }
            Op::Call(builtin, arguments) => write!(f, "{builtin:?} {}", Show(arguments.as_ref())),
            Op::Script(function, arguments) => {
                write!(f, "function {} {}", function.index(), Show(arguments.as_ref()))
            }
            Op::Rows(policy, rows) => write!(f, "{}{}", policy.name(), Show(rows)),
            Op::Criterion(step) => {
                write!(
                    f,
                    "{} up to {}{}",
                    if step.sum { "sum" } else { "first" },
                    Show(&step.maximum),
                    Show(&step.rows)
                )
            }
            Op::Total(criteria) => write!(f, "total {}", Show(criteria.as_ref())),
            Op::PointsValue(points) => write!(f, "value of {}", Show(points)),
            Op::Grading(step) => Show(step.as_ref()).fmt(f),
            Op::GradeValue(grades) => write!(f, "value of {}", Show(grades)),
            Op::Periodic(step) => write!(f, "{}", Show(step.as_ref())),
            Op::NoPeriodYet(step) => write!(f, "no period yet of {}", Show(step.as_ref())),
            Op::PeriodAsked(step) => write!(f, "some period of {}", Show(step.as_ref())),
            Op::IsVerdict(verdict, test) => {
                let negated = if test.negated { "not " } else { "" };
                write!(f, "{} is {negated}{:?}", Show(verdict), test.named)
            }
            Op::Event(event, certainty) => write!(f, "event {} {certainty:?}", event.index()),
            Op::Given(column) => write!(f, "column {column} is given"),
            Op::Verdict(clauses) => {
                f.write_str("verdict")?;
                for ClauseStep { kind, condition, not_due, own } in clauses {
                    write!(f, " | {kind:?} {}", Show(condition))?;
                    not_due.iter().try_for_each(|slot| write!(f, " unless {}", Show(slot)))?;
                    own.iter().try_for_each(|slot| write!(f, " own {}", Show(slot)))?;
                }
                Ok(())
            }
        }
    }
}

impl Display for Show<'_, PeriodicStep> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let PeriodicStep { id, schedule, between } = self.0;
        write!(f, "periods {} of {:?}", id.index(), schedule.grain)?;
        let mut between = between.iter();
        between.try_for_each(|[from, to]| write!(f, " between {} and {}", Show(from), Show(to)))
    }
}

impl Display for Show<'_, GradingStep> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "grade {}", Show(&self.0.total))?;
        for row in &self.0.rows {
            write!(
                f,
                " | {} ({}) → {}",
                Show(&row.when.slot),
                Show(row.when.of_total.as_ref()),
                row.grade
            )?;
        }
        for cap in &self.0.caps {
            write!(f, " | cap {} ({}) → ", Show(&cap.when.slot), Show(cap.when.of_total.as_ref()))?;
            match cap.grade {
                Some(grade) => write!(f, "at most {grade}")?,
                None => f.write_str("one down")?,
            }
        }
        Ok(())
    }
}

impl Display for Show<'_, [Atom]> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (place, atom) in self.0.iter().enumerate() {
            f.write_str(if place > 0 { " " } else { "" })?;
            match atom {
                Atom::Truth(slot) => Show(slot).fmt(f)?,
                Atom::Total(op, slot) => compare(f, *op, &"total", slot)?,
                Atom::Unknown => f.write_str("unknown")?,
                Atom::Not => f.write_str("not")?,
                Atom::And(count) => write!(f, "and/{count}")?,
                Atom::Or(count) => write!(f, "or/{count}")?,
            }
        }
        Ok(())
    }
}

fn compare(f: &mut Formatter<'_>, op: Compare, left: &dyn Display, right: &Slot) -> Result {
    write!(f, "{left} {} {}", op.sign(), Show(right))
}

impl Display for Show<'_, BlockPlan> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "if {} ", Show(&self.0.applies))?;
        match &self.0.kind {
            BlockPlanKind::Scorecard(scorecard) => {
                write!(f, "scorecard {}", Show(&scorecard.total))?;
                scorecard
                    .grading
                    .iter()
                    .try_for_each(|grading| write!(f, " graded {}", Show(&grading.grades)))
            }
            BlockPlanKind::Clauses { verdict, check, .. } => {
                write!(f, "{} {}", if *check { "check" } else { "eligibility" }, Show(verdict))
            }
        }
    }
}

impl Display for Show<'_, OverPlan> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "aggregate {} over", self.0.aggregate.index())?;
        self.0.value.iter().try_for_each(|value| write!(f, " {}", Show(value)))?;
        self.0.filter.iter().try_for_each(|filter| write!(f, " if {}", Show(filter)))?;
        self.0.within.iter().try_for_each(|within| write!(f, " within {}", Show(within)))
    }
}
