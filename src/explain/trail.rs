//! What an expression rests on for one record: the walk over the rules that the record took.
//! Values, workings and grounds of a line are all read off one such walk, so that none of them
//! shows what another leaves out.

use super::reader::Reader;
use super::rests::{Compared, Question, Read, RowsOf};
use crate::choices::Combination;
use crate::eval::asked;
use crate::model::{
    AggregateId, Basis, BlockId, BlockKind, Criterion, DerivedId, DerivedKind, Due, Expr, ExprKind,
    FieldId, Grading, HitPolicy, PreviousId, Row, Timing,
};
use crate::plan::{Asked, BlockPlanKind, CriterionPlan, Kind, Lookup, Rows, ScorecardPlan, Slot};
use crate::value::{Truth, Value};

/// Rows that are looked up are very many past this number: each that holds is walked for itself.
const MOST_ROWS: usize = 256;

/// A line of working.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'a> {
    /// A value that is computed in place, as `a / b` in `a / b từ 98%`.
    Unnamed(&'a Expr),
    /// A value with a name.
    Named(Read),
}

/// The walk so far.
pub(super) struct Trail<'r, 'a, 'f> {
    reader: &'r Reader<'a, 'f>,
    /// The scorecard that is being explained: what its own total and points are made of is on the
    /// page already.
    own: Option<BlockId>,
    /// `true` if the total of that scorecard is shown right above, or is no one number.
    total_told: bool,
    /// The lines of working, a value before those it is made of.
    shown: Vec<Shown<'a>>,
    /// Number of lines of `shown` that have been followed.
    followed: usize,
    /// Fields that a formula shows, and fields that only a hidden condition of a formula asked
    /// for: what is among both needs no line.
    in_formulas: Vec<FieldId>,
    behind: Vec<FieldId>,
    /// `true` while what is walked into is shown on the page as written, or not at all: the values
    /// in it are shown by no formula.
    as_written: bool,
    /// Every named value met, each once.
    reads: Vec<Read>,
    /// The bases of what was met, each once.
    bases: Vec<&'a Basis>,
    /// What was asked for, each once: what is met depends on nothing else of the record, unless
    /// `by_more`.
    answers: Vec<(Question, u32)>,
    /// `true` if a parameter was read on a day of the record's own.
    by_day: bool,
    /// `true` if rows were looked up by a value that is not known, or are very many.
    by_more: bool,
    /// The numbers that were compared: none of them may be shown in another order than its true
    /// one.
    compared: Vec<Compared>,
}

/// A row of a table, criterion or grading that was tried, with whether it holds.
#[derive(Clone, Copy)]
pub(super) struct Tried<'a> {
    /// Row that was tried.
    pub row: &'a Row,
    /// Truth of its condition.
    pub truth: Truth,
}

/// Rows in turn, down to the first that definitely holds; all of them otherwise.
fn until<'a>(rows: impl Iterator<Item = Tried<'a>>, in_turn: bool) -> Vec<Tried<'a>> {
    let mut tried = Vec::new();
    for row in rows {
        tried.push(row);
        if in_turn && row.truth == Truth::True {
            break;
        }
    }
    tried
}

/// The only row that counts, where it definitely does.
pub(super) fn only<'a>(counted: &[Tried<'a>]) -> Option<&'a Row> {
    match counted {
        [tried] if tried.truth == Truth::True => Some(tried.row),
        _ => None,
    }
}

impl Tried<'_> {
    /// Returns `true` if the row gives the value, or may.
    pub fn counts(&self) -> bool {
        self.truth != Truth::False
    }
}

impl<'r, 'a, 'f> Trail<'r, 'a, 'f> {
    pub fn new(reader: &'r Reader<'a, 'f>, own: Option<BlockId>, total_told: bool) -> Self {
        Trail {
            reader,
            own,
            total_told,
            shown: Vec::new(),
            followed: 0,
            in_formulas: Vec::new(),
            behind: Vec::new(),
            as_written: false,
            reads: Vec::new(),
            bases: Vec::new(),
            answers: Vec::new(),
            by_day: false,
            by_more: false,
            compared: Vec::new(),
        }
    }

    /// The lines of working, complete.
    pub fn shown(&self) -> impl Iterator<Item = &Shown<'a>> {
        self.shown.iter().filter(|shown| match shown {
            Shown::Named(Read::Field(id)) => {
                !(self.behind.contains(id) && self.in_formulas.contains(id))
            }
            Shown::Named(Read::Total(id)) => self.own != Some(*id) || !self.total_told,
            Shown::Named(Read::Points(id, _)) => self.own != Some(*id),
            Shown::Named(_) | Shown::Unnamed(_) => true,
        })
    }

    /// The named values, complete.
    pub fn reads(&self) -> &[Read] {
        &self.reads
    }

    /// The answers on which all depends that was met, in order; none where it depends on more.
    pub fn answers(&self) -> Option<&[(Question, u32)]> {
        (!self.by_day && !self.by_more).then_some(self.answers.as_slice())
    }

    /// Those on which the values met depend: which row is looked up leads to no other value.
    pub fn answers_of_values(&self) -> Option<Vec<(Question, u32)>> {
        let is_truth = |(question, _): &(Question, u32)| matches!(question, Question::Truth(_));
        (!self.by_day).then(|| self.answers.iter().copied().filter(is_truth).collect())
    }

    /// The bases of the derivations, tables, parameters and scorecards met.
    pub fn bases(&self) -> &[&'a Basis] {
        &self.bases
    }

    /// The numbers that were compared.
    pub fn compared(&self) -> &[Compared] {
        &self.compared
    }

    /// Takes up a condition whose words are on the page.
    pub fn condition(mut self, condition: &'a Expr) -> Self {
        self.tested(condition);
        self.follow();
        self
    }

    /// Takes up what a rule asks: its condition, and of a deadline what its days are worked out of.
    pub fn rule(mut self, condition: &'a Expr, due: Option<&'a Due>) -> Self {
        self.tested(condition);
        if let Some(due) = due {
            self.operand(&due.last);
            // The day that a last day is counted from stands in its working.
            let others = due.starts.iter().chain(&due.since);
            let others = others.filter(|day| !reads_field_of(&due.last, day));
            others.for_each(|day| self.operand(day));
        }
        self.follow();
        self
    }

    /// Takes up the rows of a criterion that were tried, its subject and what the counting rows
    /// give.
    pub fn criterion(
        mut self,
        (id, place): (BlockId, usize),
        criterion: &'a Criterion,
        plan: &CriterionPlan,
    ) -> Self {
        criterion.subject.iter().for_each(|subject| self.operand(subject));
        let of = RowsOf::Criterion(id, place);
        for tried in self.rows(of, &criterion.rows, Some(&plan.rows), !criterion.sum) {
            self.operand(&tried.row.gives);
        }
        self.follow();
        self
    }

    fn follow(&mut self) {
        while let Some(next) = self.shown.get(self.followed).copied() {
            self.followed += 1;
            match next {
                Shown::Unnamed(expr) => self.inside(expr),
                Shown::Named(read) => self.named(read),
            }
        }
    }

    /// The truth in a slot.
    fn truth(&mut self, slot: Slot) -> Truth {
        let truth = self.reader.truth(slot);
        self.noted(slot, truth)
    }

    /// The truth of a condition; missing also where it decides nothing and was never computed.
    fn truth_of(&mut self, condition: &Expr) -> Truth {
        self.reader.plan.slot(condition).map_or(Truth::Missing, |slot| self.truth(slot))
    }

    fn noted(&mut self, slot: Slot, truth: Truth) -> Truth {
        self.answered(Question::Truth(slot), truth as u32);
        truth
    }

    fn answered(&mut self, question: Question, answer: u32) {
        if !self.answers.iter().any(|(known, _)| *known == question) {
            self.answers.push((question, answer));
        }
    }

    fn note(&mut self, read: Read) {
        if !self.reads.contains(&read) {
            self.reads.push(read);
        }
    }

    /// A named value on a line of its own.
    fn line(&mut self, read: Read) {
        self.note(read);
        if !self.shown.iter().any(|shown| matches!(shown, Shown::Named(known) if *known == read)) {
            self.shown.push(Shown::Named(read));
        }
    }

    fn basis(&mut self, basis: &'a Basis) {
        // By identity, which is enough: a basis is met again only as the same one of the model.
        if !self.bases.iter().any(|known| std::ptr::eq(*known, basis)) {
            self.bases.push(basis);
        }
    }

    /// A condition: each value it compares gets a line.
    fn tested(&mut self, condition: &'a Expr) {
        match &condition.kind {
            ExprKind::Compare(_, left, right) => {
                for side in [left, right] {
                    self.compared.extend(self.reader.compared(side));
                    self.operand(side);
                }
            }
            ExprKind::IsMissing(inner) => self.operand(inner),
            ExprKind::Not(inner) => self.tested(inner),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter().for_each(|part| self.tested(part))
            }
            ExprKind::Member(table, values) => {
                self.line(Read::Derived(*table));
                values.iter().for_each(|value| self.operand(value));
            }
            ExprKind::If(test, then, otherwise) => {
                self.tested(test);
                self.branches(test, then, otherwise, Self::tested);
            }
            // The periods stand on the page with their values; the bases alone are taken up.
            ExprKind::Periodic(_) => self.over_time(condition),
            ExprKind::Event(_) => self.operand(condition),
            ExprKind::Verdict(test) => self.line(Read::Verdict(test.block)),
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::PeriodDay(..)
            | ExprKind::Aggregate(_)
            | ExprKind::Previous(_)
            | ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => self.operand(condition),
        }
    }

    /// The branches that the record took, or may take: where that is open, the guarded value is
    /// shown as written.
    fn branches(
        &mut self,
        test: &'a Expr,
        then: &'a Expr,
        otherwise: &'a Expr,
        mut each: impl FnMut(&mut Self, &'a Expr),
    ) {
        let truth = self.truth_of(test);
        self.written(!matches!(truth, Truth::True | Truth::False), |trail| {
            if truth != Truth::False {
                each(trail, then);
            }
            if truth != Truth::True {
                each(trail, otherwise);
            }
        });
    }

    fn written(&mut self, as_written: bool, walk: impl FnOnce(&mut Self)) {
        let outer = self.as_written;
        self.as_written |= as_written;
        walk(self);
        self.as_written = outer;
    }

    /// A value that a condition compares: named ones are shown by name, others with their working,
    /// unless the rules alone settle them.
    fn operand(&mut self, operand: &'a Expr) {
        match &operand.kind {
            ExprKind::Constant(_) | ExprKind::AsOf => {}
            ExprKind::PeriodDay(name, day) => self.line(Read::PeriodDay(*name, *day)),
            ExprKind::Field(id) => self.field(*id),
            ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(..) => self.inside(operand),
            ExprKind::Aggregate(id) => {
                self.line(Read::FromParts(*id));
            }
            ExprKind::Previous(id) => self.line(Read::Previous(*id)),
            ExprKind::Periodic(_) => {
                self.over_time(operand);
                self.shown.push(Shown::Unnamed(operand));
            }
            ExprKind::Event(id) => {
                let event = &self.reader.model.events[*id];
                self.tested(&event.condition);
            }
            ExprKind::Compare(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Verdict(_)
            | ExprKind::Member(..) => self.tested(operand),
            ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => {
                if !self.reader.is_settled(operand) && !self.is_shown(operand) {
                    self.shown.push(Shown::Unnamed(operand));
                }
            }
        }
    }

    /// A field on a line of its own; one asked for by a condition that no line shows gives way to a
    /// formula that shows it.
    fn field(&mut self, id: FieldId) {
        let shown = self
            .shown
            .iter()
            .any(|shown| matches!(shown, Shown::Named(Read::Field(known)) if *known == id));
        // Nothing has been followed while the conditions on the page are taken up: a field met
        // later was asked for by a condition that the reader does not see.
        if self.followed > 0 && !shown {
            self.behind.push(id);
        }
        self.line(Read::Field(id));
    }

    /// Returns `true` if the same words for the same value have a line already.
    fn is_shown(&self, expr: &Expr) -> bool {
        self.shown.iter().any(|shown| match shown {
            Shown::Unnamed(known) => known.span == expr.span || self.reader.same(known, expr),
            Shown::Named(_) => false,
        })
    }

    /// Walks into the parts of a formula: fields and aggregates are shown in it, whatever has a
    /// working of its own gets a line.
    fn inside(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::AsOf => {}
            ExprKind::PeriodDay(name, day) => self.note(Read::PeriodDay(*name, *day)),
            ExprKind::Field(id) if self.as_written => self.line(Read::Field(*id)),
            ExprKind::Field(id) => {
                self.in_formulas.push(*id);
                self.note(Read::Field(*id));
            }
            ExprKind::Derived(id) => self.line(Read::Derived(*id)),
            ExprKind::Aggregate(id) => {
                self.note(Read::FromParts(*id));
                self.over_parts(*id);
            }
            ExprKind::Previous(id) => self.line(Read::Previous(*id)),
            ExprKind::Periodic(_) | ExprKind::Event(_) => self.over_time(expr),
            ExprKind::Verdict(test) => self.line(Read::Verdict(test.block)),
            ExprKind::Total(id) => self.line(Read::Total(*id)),
            ExprKind::Grade(id) => self.line(Read::Grade(*id)),
            ExprKind::CriterionPoints(id, place) => self.line(Read::Points(*id, *place)),
            ExprKind::Parameter(id, day) => {
                day.iter().for_each(|day| self.operand(day));
                self.by_day |= day.is_some();
                let dated = self.reader.in_force(*id, day.as_deref());
                self.line(Read::Parameter(*id, dated.map(|dated| dated.span)));
            }
            ExprKind::If(test, then, otherwise) => {
                self.tested(test);
                self.branches(test, then, otherwise, Self::inside);
            }
            ExprKind::Member(table, values) => {
                self.line(Read::Derived(*table));
                values.iter().for_each(|value| self.inside(value));
            }
            ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Compare(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => expr.children(&mut |child| self.inside(child)),
        }
    }

    fn named(&mut self, read: Read) {
        match read {
            Read::Field(_) | Read::PeriodDay(..) => {}
            Read::Derived(id) => self.derived(id),
            Read::FromParts(id) => self.over_parts(id),
            Read::Previous(id) => self.previous(id),
            Read::Parameter(id, line) => {
                let parameter = &self.reader.model.parameters[id];
                self.basis(&parameter.basis);
                let dated = parameter.values.iter().find(|dated| Some(dated.span) == line);
                dated.into_iter().for_each(|dated| self.basis(&dated.basis));
            }
            Read::Total(id) if self.own != Some(id) => self.total(id),
            Read::Grade(id) => self.grade(id),
            Read::Verdict(id) => self.verdict(id),
            Read::Points(id, place) if self.own != Some(id) => self.points(id, place),
            Read::Total(_) | Read::Points(..) => {}
        }
    }

    fn derived(&mut self, id: DerivedId) {
        let derived = &self.reader.record.derived[id];
        self.basis(&derived.basis);
        match &derived.kind {
            DerivedKind::Formula(formula) => self.made_of(formula),
            DerivedKind::Table { policy, rows } => {
                let plans = self.reader.table_plans(id);
                let counted = self.rows(RowsOf::Derived(id), rows, plans, policy.in_turn());
                self.given(counted);
            }
        }
    }

    /// Walks into the parts of a named value; a field that is taken over as it is occurs in no
    /// formula.
    fn made_of(&mut self, expr: &'a Expr) {
        if let ExprKind::Field(id) = &expr.kind {
            self.line(Read::Field(*id));
        } else if let ExprKind::If(test, then, otherwise) = &expr.kind {
            self.tested(test);
            self.branches(test, then, otherwise, Self::made_of);
        } else {
            self.inside(expr);
        }
    }

    /// Walks into the results of rows: the formula of the only one that counts, if it definitely
    /// does, is shown on the page.
    fn given(&mut self, counted: Vec<Tried<'a>>) {
        self.written(only(&counted).is_none(), |trail| {
            counted.iter().for_each(|tried| trail.made_of(&tried.row.gives))
        });
    }

    /// Takes up the conditions of the rows that were tried; gives the rows that count.
    fn rows(
        &mut self,
        of: RowsOf,
        rows: &'a [Row],
        plans: Option<&Rows>,
        in_turn: bool,
    ) -> Vec<Tried<'a>> {
        let tried = self.reader.tried(rows, plans, in_turn);
        match plans {
            Some(Rows::By(lookup)) => self.looked_up(of, rows, lookup),
            Some(Rows::Each(steps)) => {
                let asked = steps.iter().zip(&tried);
                asked.for_each(|(step, tried)| {
                    self.noted(step.when, tried.truth);
                });
            }
            None => {}
        }
        let mut counted = Vec::new();
        for tried in tried {
            tried.row.when.iter().for_each(|when| self.tested(when));
            if tried.counts() {
                self.basis(&tried.row.basis);
                counted.push(tried);
            }
        }
        counted
    }

    /// Takes up what all rows ask. Of the numbers that bound those passed over the nearest ones
    /// stand for the others: between them and the value there is none.
    fn looked_up(&mut self, of: RowsOf, rows: &'a [Row], lookup: &Lookup) {
        let first = rows.first().and_then(|row| row.when.as_ref());
        first.into_iter().for_each(|when| self.tested(when));
        let Asked::Known(segment) = self.reader.asked(lookup) else {
            self.by_more = true;
            return;
        };
        self.by_more |= rows.len() > MOST_ROWS;
        self.answered(Question::Segment(of), segment);
        let around = lookup.index.around(segment);
        self.compared.extend(around.cloned().map(Compared::Number));
    }

    /// Collects all that a condition asked over time may rest on.
    fn over_time(&mut self, expr: &Expr) {
        let mut read = Vec::new();
        self.reader.read_over_time(expr, &mut read);
        read.into_iter().for_each(|id| self.over_parts(id));
    }

    /// Collects all that an aggregate over other records may rest on: there is no other line that
    /// would show it. What tells that their list is whole is the record's own, and has lines.
    fn over_parts(&mut self, id: AggregateId) {
        if let Some(complete) = self.reader.complete_when(id) {
            self.tested(complete);
        }
        let mut bases = Vec::new();
        self.reader.quotes().bases_of_aggregate(id, &mut bases);
        bases.into_iter().for_each(|basis| self.basis(basis));
    }

    fn previous(&mut self, id: PreviousId) {
        let Reader { record, plan, .. } = self.reader;
        let bases = self.reader.quotes().bases_of(plan.record, &record.previous[id].value);
        bases.into_iter().for_each(|basis| self.basis(basis));
    }

    /// A scorecard's own basis and guards: what it gives to others, it gives only where it applies.
    fn card(&mut self, id: BlockId) -> Option<(&'a crate::model::Scorecard, &'a ScorecardPlan)> {
        let block = &self.reader.model.blocks[id];
        self.basis(&block.basis);
        block.guards.iter().for_each(|guard| self.tested(guard));
        let plan = self.reader.plan.block(id)?;
        if self.truth(plan.applies) != Truth::True {
            return None;
        }
        match (&block.kind, &plan.kind) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan)) => Some((card, plan)),
            (BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_), _) => None,
        }
    }

    fn total(&mut self, id: BlockId) {
        let Some((card, _)) = self.card(id) else { return };
        (0..card.criteria.len()).for_each(|place| self.line(Read::Points(id, place)));
    }

    fn points(&mut self, id: BlockId, place: usize) {
        let Some((card, plan)) = self.card(id) else { return };
        if let (Some(criterion), Some(plan)) = (card.criteria.get(place), plan.criteria.get(place))
        {
            self.basis(&criterion.basis);
            let of = RowsOf::Criterion(id, place);
            let counted = self.rows(of, &criterion.rows, Some(&plan.rows), !criterion.sum);
            self.given(counted);
        }
    }

    fn grade(&mut self, id: BlockId) {
        let Some((card, plan)) = self.card(id) else { return };
        let Some((grading, slots)) = card.grading.as_ref().zip(plan.grading.as_ref()) else {
            return;
        };
        self.line(Read::Total(id));
        self.basis(&grading.basis);
        self.graded(grading, &slots.rows);
        for cap in &grading.caps {
            self.basis(&cap.basis);
            self.tested(&cap.condition);
        }
    }

    /// A block whose verdict another asks for: its guards and, where it applies, its clauses.
    fn verdict(&mut self, id: BlockId) {
        let block = &self.reader.model.blocks[id];
        self.basis(&block.basis);
        block.guards.iter().for_each(|guard| self.tested(guard));
        let plan = self.reader.plan.block(id);
        if plan.is_none_or(|plan| self.truth(plan.applies) != Truth::True) {
            return;
        }
        for clause in block.clauses() {
            self.basis(&clause.basis);
            match &clause.timing {
                Some(Timing::Due(due)) => due.exprs(&mut |expr| self.operand(expr)),
                Some(Timing::Each(_)) | None => self.tested(&clause.condition),
            }
        }
    }

    fn graded(&mut self, grading: &'a Grading, slots: &[crate::plan::Slot]) {
        for (row, slot) in grading.rows.iter().zip(slots) {
            row.when.iter().for_each(|when| self.tested(when));
            let truth = self.truth(*slot);
            if truth != Truth::False {
                self.basis(&row.basis);
            }
            if truth == Truth::True {
                break;
            }
        }
    }
}

/// Returns `true` if the second expression is a field that the first one reads.
fn reads_field_of(expr: &Expr, field: &Expr) -> bool {
    let mut found = match (&expr.kind, &field.kind) {
        (ExprKind::Field(read), ExprKind::Field(field)) => read == field,
        _ => false,
    };
    expr.children(&mut |child| found |= reads_field_of(child, field));
    found
}

impl<'a> Reader<'a, '_> {
    /// The answer that a walk gets of this record; none where it is walked for the record alone.
    pub(super) fn answer(&self, question: Question) -> Option<u32> {
        let rows = match question {
            Question::Truth(slot) => return Some(self.truth(slot) as u32),
            Question::Segment(RowsOf::Derived(id)) => self.table_plans(id),
            Question::Segment(RowsOf::Criterion(id, place)) => match &self.plan.block(id)?.kind {
                BlockPlanKind::Scorecard(card) => Some(&card.criteria.get(place)?.rows),
                BlockPlanKind::Clauses { .. } => None,
            },
        };
        match rows? {
            Rows::By(lookup) => match self.asked(lookup) {
                Asked::Known(segment) => Some(segment),
                Asked::Missing(_) | Asked::Fault => None,
            },
            Rows::Each(_) => None,
        }
    }

    /// The number that a condition compares, if it can be one.
    fn compared(&self, side: &Expr) -> Option<Compared> {
        match self.plan.slot(side) {
            Some(slot) => {
                let kind = self.plan.steps[slot].kind;
                matches!(kind, Kind::Number | Kind::Points).then_some(Compared::Slot(slot))
            }
            None => match side.constant() {
                Some(Value::Num(number)) => Some(Compared::Number(number)),
                Some(
                    Value::Missing
                    | Value::Date(_)
                    | Value::Bool(_)
                    | Value::Code(_)
                    | Value::Text(_),
                )
                | None => None,
            },
        }
    }

    /// Condition that makes the list of parts behind an aggregate a whole one, if it has one.
    pub(super) fn complete_when(&self, id: AggregateId) -> Option<&'a Expr> {
        let (_, complete) = self.model.complete_when(self.model.aggregates[id].over)?;
        Some(&complete.condition)
    }

    /// The rows that were tried: in turn, down to the first that definitely holds; else all. Of
    /// rows that are looked up by a known value the one that holds.
    pub(super) fn tried(
        &self,
        rows: &'a [Row],
        plans: Option<&Rows>,
        in_turn: bool,
    ) -> Vec<Tried<'a>> {
        match plans {
            Some(Rows::Each(plans)) => until(
                rows.iter().zip(plans).map(|(row, plan)| self.tried_row(row, plan.when)),
                in_turn,
            ),
            Some(Rows::By(lookup)) => self.looked_up(rows, lookup, in_turn),
            None => Vec::new(),
        }
    }

    fn looked_up(&self, rows: &'a [Row], lookup: &Lookup, in_turn: bool) -> Vec<Tried<'a>> {
        let asked = self.asked(lookup);
        if let Asked::Known(segment) = asked {
            let row = lookup.index.first(segment).and_then(|row| rows.get(row as usize));
            return row.map(|row| Tried { row, truth: Truth::True }).into_iter().collect();
        }
        let truth = |place| lookup.index.truth(place, &asked);
        until(
            rows.iter().enumerate().map(|(place, row)| Tried { row, truth: truth(place) }),
            in_turn,
        )
    }

    fn asked(&self, lookup: &Lookup) -> Asked {
        asked(self.plan, self.frame, self.row, lookup)
    }

    fn tried_row(&self, row: &'a Row, when: Slot) -> Tried<'a> {
        Tried { row, truth: self.truth(when) }
    }

    /// The row of a table that definitely gives its value; of rows that are all asked, the only
    /// one that is not definitely idle.
    pub(super) fn table_row(
        &self,
        rows: &'a [Row],
        plans: Option<&Rows>,
        policy: HitPolicy,
    ) -> Option<&'a Row> {
        let mut counted =
            self.tried(rows, plans, policy.in_turn()).into_iter().filter(Tried::counts);
        let tried = counted.next()?;
        let alone = match policy.combination() {
            Combination::One => policy.in_turn() || counted.next().is_none(),
            Combination::Sum | Combination::List => false,
        };
        (alone && tried.truth == Truth::True).then_some(tried.row)
    }
}
