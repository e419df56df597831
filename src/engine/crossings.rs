//! Guards that one grain of a field turns, as findings.

use super::Rules;
use crate::analysis::{self, Crossing, Site, Told, Witness};
use crate::diag::{Diagnostic, Label, Meaning, Message, cliffs as say};
use crate::plan::BlockPlanKind;
use crate::value::{Num, Type, Unit, Value};

impl Rules {
    /// The guards that one grain of a field turns.
    pub(super) fn crossings(&self) -> Vec<Diagnostic> {
        let found = analysis::crossings(self.model(), self.plan(), &*self.inner);
        let told = found.found.iter().filter_map(|crossing| self.crossing(crossing));
        let undecided = found.undecided.iter().map(|block| {
            let (name, head) = self.site(Site::Guards(*block));
            say::undecided_guards(head, &name).meaning(Meaning::new("undecided", Vec::new()))
        });
        told.chain(undecided).collect()
    }

    fn crossing(&self, crossing: &Crossing) -> Option<Diagnostic> {
        let Crossing { block, guard, field, sides, begins } = crossing;
        let declared = &self.model().blocks[*block];
        let guard = declared.guards.get(*guard)?.span;
        let own = &self.model().records[declared.record].fields[*field];
        let (name, _) = self.site(Site::Guards(*block));
        let value = |witness: &Witness| {
            self.in_both(witness.value(*field).unwrap_or(&Value::Missing), own.ty)
        };
        let [first, second] = sides;
        let mut within = if *begins { second.clone() } else { first.clone() };
        within.told.retain(|(told, _)| *told != Told::Field(*field));
        let gets = self.graded(crossing, &within).into_iter();
        let mut meaning = Meaning::new("crossing", vec![Label::bare(guard)]);
        meaning.witness = Some(self.record(&within));
        let said = say::crossing(&say::Turned {
            guard,
            name: &name,
            field: &own.name.text,
            values: (sides.each_ref().map(value), own.ty == Type::Date),
            begins: *begins,
            rest: gets.chain(self.values(&within)).collect(),
        });
        Some(said.meaning(meaning))
    }

    /// The total and the grade of a record that a scorecard applies to.
    fn graded(&self, crossing: &Crossing, witness: &Witness) -> Vec<Message> {
        let points =
            |total: Num| say::total(&self.in_both(&Value::Num(total), Type::Number(Unit::Points)));
        let found = || {
            let plan = self.plan().record(witness.record)?.block(crossing.block)?;
            let BlockPlanKind::Scorecard(card) = &plan.kind else { return None };
            let replayed = witness.run(self.model(), self.plan(), &*self.inner)?;
            let grade = card.grading.as_ref().and_then(|one| replayed.grade(one.grades));
            let grade = grade.and_then(|grade| self.grade_named(crossing.block, grade));
            let grade = grade.map(|name| Message { vi: name.clone(), en: name });
            Some(replayed.points(card.total).map(points).into_iter().chain(grade).collect())
        };
        found().unwrap_or_default()
    }
}
