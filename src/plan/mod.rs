#![doc = include_str!("README.md")]
// A new form of a rule must be met at each place here, not fall into a rest.
#![deny(clippy::wildcard_enum_match_arm)]

mod fold;
mod from_model;
mod lookup;
mod print;
mod prune;
mod reads;
mod represent;
mod share;
mod standing;
mod step;
mod unit;
mod verify;

pub use fold::fold;
pub use lookup::{Asked, Bounds, Cut, Index, Set, segment};
pub use prune::prune;
pub use represent::represent;
pub use standing::Standing;
pub use step::{
    Atom, CapStep, Certainty, ClauseStep, Condition, Constant, CriterionStep, GradeRow,
    GradingStep, Kind, Lookup, Op, PeriodicStep, Representation, RowPlan, Rows, Slot, Step,
};
pub use unit::UnitPlan;
pub use verify::Violation;

use crate::index::Arena;
use crate::model::{
    AggregateId, BlockId, EventId, Expr, ExprKind, FieldId, Model, ParameterId, PeriodicId,
    RecordId, TargetsId,
};
use crate::value::Date;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::Arc;

/// The plan of a model, for running records: without the expectations of its examples.
pub fn from_model(model: &Model) -> Plan {
    represent(&prune(&fold(&from_model::lower(model, false, &[]))))
}

/// The plan of another version of a model: its texts begin with those of the first, so that one
/// place stands for one text in both.
pub fn beside(model: &Model, first: &Plan, examples: bool) -> Plan {
    represent(&prune(&fold(&from_model::lower(model, examples, &first.texts))))
}

/// The same where the rules of some record types alone are others, or what parameters are that
/// these read: the plans of all other types, and of targets, are those of the first.
pub fn beside_of(model: &Model, first: &Plan, changed: &[RecordId], examples: bool) -> Plan {
    let lowered = from_model::lower_some(model, changed, examples, &first.texts);
    let own = represent(&prune(&fold(&lowered)));
    let mut records = first.records.clone();
    for own in own.records {
        if let Some(place) = records.get_mut(own.record.index()) {
            *place = own;
        }
    }
    Plan { records, units: first.units.clone(), ..own }
}

/// The plan of a model with the conditions that its examples expect, see [`RecordPlan::examples`].
pub fn with_examples(model: &Model) -> Plan {
    represent(&prune(&fold(&from_model::lower(model, true, &[]))))
}

/// The steps of a model as they come from it, before any pass: what the passes must mean the same
/// as.
pub fn lower(model: &Model) -> Plan {
    from_model::lower(model, true, &[])
}

/// All steps of a rule pack.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The plan of each record type, by [`RecordId::index`].
    pub records: Vec<Arc<RecordPlan>>,
    /// Steps of targets, by [`TargetsId::index`].
    pub units: Vec<UnitPlan>,
    /// By the parameter's place: from which day on it has which value, by day ascending; none
    /// where a value ends and no other begins.
    pub parameters: Vec<Vec<(Date, Option<Constant>)>>,
    /// The texts that the rules name, each once; [`Constant::Text`] is a place here.
    pub texts: Vec<Arc<str>>,
}

/// The steps of one record type, and where in them each part of the model is.
#[derive(Clone, Debug)]
pub struct RecordPlan {
    /// Record type that the steps are about.
    pub record: RecordId,
    /// The steps, each after those it reads.
    pub steps: Arena<Step>,
    /// The input of each field as it was read, by the field's place.
    pub inputs: Vec<Slot>,
    /// The value of each field as the rules read it, by the field's place: the input, checked
    /// where the field is optional.
    pub fields: Vec<Slot>,
    /// The inputs that come from the record's parts, in the order of their columns after those of
    /// the fields.
    pub from_parts: Vec<(AggregateId, Slot)>,
    /// The inputs that come from the month before, by the place of the value in the model; their
    /// columns stand after those of the parts.
    pub previous: Vec<PreviousPlan>,
    /// Truth that the list of parts of a type is a whole one, for each type that says when it is.
    pub complete: Vec<(RecordId, Slot)>,
    /// The conditions that a field's value must not surely fail: its range, its step.
    pub ranges: Vec<(FieldId, Slot)>,
    /// Fields that must not be missing: keys and `bắt buộc`.
    pub required: Vec<FieldId>,
    /// Conditions that hold of no record, in the order of the model: one of which some surely does
    /// is a data error.
    pub impossible: Vec<Slot>,
    /// The derivations and tables, by their place.
    pub derived: Vec<DerivedPlan>,
    /// The blocks of this record type, in the order written.
    pub blocks: Vec<(BlockId, BlockPlan)>,
    /// The examples on this record type: the place of the example in the model, and the truth of
    /// each expectation that is a condition.
    pub examples: Vec<(usize, Vec<Option<Slot>>)>,
    /// The conditions that are asked period by period.
    pub periodics: Vec<PeriodicPlan>,
    /// The events of deadlines.
    pub events: Vec<EventPlan>,
    /// Slots of the aggregates over this record type: what each reads of every record.
    pub over: Vec<OverPlan>,
    /// The slot that groups the records, or those that are part of them, for each targets.
    pub groups: Vec<(TargetsId, Slot)>,
    /// The slot of each expression over this record type, by its id; none: its value decides
    /// nothing and is never computed.
    pub values: Vec<Option<Slot>>,
}

/// Slots that an aggregate reads of each record it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverPlan {
    /// The aggregate in the model.
    pub aggregate: AggregateId,
    /// The value; none for counts and shares.
    pub value: Option<Slot>,
    /// Truth of the filter: only records for which it is true count; none: all do.
    pub filter: Option<Slot>,
    /// Slot that says whether the record is seen: a row of a register, one that is due of an
    /// aggregate over verdicts; none: it is.
    pub within: Option<Slot>,
    /// Slots of an aggregate of targets over verdicts; `None` of any other.
    pub verdicts: Option<VerdictsPlan>,
}

impl OverPlan {
    /// The slots that it reads of a record.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        [self.value, self.filter, self.within].into_iter().flatten()
    }
}

/// Slots of an aggregate of targets that is over verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictsPlan {
    /// Truth that a record is not seen for it is not due yet; `None` where all are seen.
    pub not_due: Option<Slot>,
}

/// A value of the month before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviousPlan {
    /// Slot that a record reads it in.
    pub input: Slot,
    /// Slot that the record of the month before has it in.
    pub value: Slot,
}

/// A derivation or table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedPlan {
    /// Slot of its value; none for a `tất cả` table, whose members are those `gives` whose `when`
    /// holds.
    pub value: Option<Slot>,
    /// The rows of a table.
    pub rows: Rows,
}

/// A block: its guards, and the slots of what it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockPlan {
    /// Each `áp dụng khi`.
    pub guards: Vec<Slot>,
    /// Conjunction of the guards: whether the block applies to the record.
    pub applies: Slot,
    /// Slots of the decision, by kind of block.
    pub kind: BlockPlanKind,
}

/// Slots of what a block decides, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockPlanKind {
    /// `bảng điểm`
    Scorecard(ScorecardPlan),
    /// `điều kiện`, `kiểm tra`
    Clauses {
        /// The clauses in the order written.
        clauses: Vec<ClausePlan>,
        /// Verdict that follows from them.
        verdict: Slot,
        /// `kiểm tra`
        check: bool,
    },
}

/// Slots of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClausePlan {
    /// The truth of its condition; of a deadline, that it was met.
    pub condition: Slot,
    /// Truth that it is not due yet; `None` of a clause that has neither periods nor a deadline.
    pub not_due: Option<Slot>,
    /// Truth that it is this pack's to ask; `None` of a clause that always is.
    pub own: Option<Slot>,
    /// Slots of its deadline, if it has one.
    pub due: Option<DuePlan>,
}

/// Slots of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuePlan {
    /// Last day on which it is done in time.
    pub last: Slot,
    /// The day it was done.
    pub done: Slot,
    /// The day before which it was not done; the same where what is known of it is known.
    pub perhaps: Slot,
    /// Truth that it was done by the as-of date, on a day that counts.
    pub is_done: Slot,
}

/// Slots of a condition that is asked period by period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodicPlan {
    /// Condition in the model.
    pub id: PeriodicId,
    /// Truth of the condition.
    pub condition: Slot,
    /// The value that the condition compares, for explanations; `None` if it compares none.
    pub value: Option<Slot>,
    /// The days between which a period lies.
    pub between: Option<[Slot; 2]>,
}

/// Slots of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPlan {
    /// Event in the model.
    pub id: EventId,
    /// Truth of the condition that holds once it is done.
    pub condition: Slot,
    /// First day from which registers are seen; `None`: that of the pack's period.
    pub since: Option<Slot>,
}

/// Slots of a scorecard: points, their total and its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorecardPlan {
    /// The criteria in the order written.
    pub criteria: Vec<CriterionPlan>,
    /// Sum of the criteria's points, [`Kind::Points`].
    pub total: Slot,
    /// Grading of the total, if the scorecard has one.
    pub grading: Option<GradingPlan>,
}

/// Slots of a criterion and its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionPlan {
    /// The rows in the order written.
    pub rows: Rows,
    /// `theo …`
    pub subject: Option<Slot>,
    /// Points that the criterion gives, [`Kind::Points`].
    pub points: Slot,
}

/// Slots of a grading, its rows and its caps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradingPlan {
    /// The truth of each row where the total is one number.
    pub rows: Vec<Slot>,
    /// The truth of each cap and downgrade where the total is one number.
    pub caps: Vec<Slot>,
    /// Grades that the total can have, [`Kind::Grades`].
    pub grades: Slot,
}

impl Plan {
    /// The plan of a record type of this model.
    pub fn record(&self, record: RecordId) -> Option<&RecordPlan> {
        self.records.get(record.index()).map(Arc::as_ref)
    }

    /// The plan of targets of this model.
    pub fn unit(&self, targets: TargetsId) -> Option<&UnitPlan> {
        self.units.get(targets.index())
    }

    /// The value of a parameter on a day; none where it has none.
    pub fn parameter(&self, id: ParameterId, day: Date) -> Option<&Constant> {
        let values = self.parameters.get(id.index())?;
        values.iter().rfind(|(first, _)| *first <= day)?.1.as_ref()
    }

    /// The same plan with each list of steps changed, given the slots that must stay.
    fn with_steps(&self, pass: impl Fn(&Arena<Step>, &[Slot]) -> Renamed) -> Plan {
        let record = |plan: &Arc<RecordPlan>| {
            let mut roots = Vec::new();
            plan.roots(&mut |slot| roots.push(slot));
            Arc::new(plan.moved(pass(&plan.steps, &roots)))
        };
        let unit = |plan: &UnitPlan| plan.moved(pass(&plan.steps, &plan.roots()));
        Plan {
            records: self.records.iter().map(record).collect(),
            units: self.units.iter().map(unit).collect(),
            parameters: self.parameters.clone(),
            texts: self.texts.clone(),
        }
    }
}

/// The new slots of old ones.
type Names = HashMap<Slot, Slot, RandomState>;

/// Steps made anew, and the new slot of each old one that stayed.
struct Renamed {
    steps: Arena<Step>,
    names: Names,
}

impl RecordPlan {
    /// The plan of a block, if it is one of this record type.
    pub fn block(&self, block: BlockId) -> Option<&BlockPlan> {
        self.blocks.iter().find(|(id, _)| *id == block).map(|(_, plan)| plan)
    }

    /// The slot of an expression over this record type; none if its value decides nothing, the
    /// rules alone having settled what it bears on: then it is never computed.
    pub fn slot(&self, expr: &Expr) -> Option<Slot> {
        self.values.get(expr.id.index()).copied().flatten()
    }

    /// Returns `true` if anything of the plan reads a field, besides holding it.
    pub fn reads(&self, field: FieldId) -> bool {
        let slots = [&self.inputs, &self.fields].map(|of| of.get(field.index()).copied());
        let is_own = |slot: Slot| slots.contains(&Some(slot));
        let mut read = false;
        for (slot, step) in self.steps.enumerate() {
            step.op.operands(&mut |operand| read |= is_own(operand) && !is_own(slot));
        }
        let mut named = 0;
        self.roots(&mut |slot| named += usize::from(is_own(slot)));
        // It is held as it was read, and as the rules have it.
        read || named > slots.len()
    }

    /// The slot of a field or derivation of this record type; none of another expression.
    pub fn own_value(&self, value: &Expr) -> Option<Slot> {
        if let ExprKind::Field(id) = value.kind {
            self.fields.get(id.index()).copied()
        } else if let ExprKind::Derived(id) = value.kind {
            self.derived.get(id.index())?.value
        } else {
            None
        }
    }

    /// Visits every slot by which the model's parts are found. The values of expressions are no
    /// reason to compute anything, unless the rules have settled them: those cost nothing, and
    /// an explanation shows them.
    pub fn roots(&self, visit: &mut dyn FnMut(Slot)) {
        self.settled().for_each(&mut *visit);
        self.renamed(Arena::default(), &Names::default(), &mut |slot| {
            visit(slot);
            slot
        });
    }

    /// The slots of expressions whose value the rules settle.
    fn settled(&self) -> impl Iterator<Item = Slot> + '_ {
        self.values
            .iter()
            .flatten()
            .copied()
            .filter(|slot| matches!(self.steps[*slot].op, Op::Constant(_)))
    }

    /// The same record type over the steps that another plan of it was turned into.
    fn moved(&self, Renamed { steps, names }: Renamed) -> RecordPlan {
        self.renamed(steps, &names, &mut |slot| names.get(&slot).copied().unwrap_or(slot))
    }

    fn renamed(
        &self,
        steps: Arena<Step>,
        values: &Names,
        name: &mut dyn FnMut(Slot) -> Slot,
    ) -> RecordPlan {
        RecordPlan {
            record: self.record,
            steps,
            inputs: self.inputs.iter().map(|&slot| name(slot)).collect(),
            fields: self.fields.iter().map(|&slot| name(slot)).collect(),
            from_parts: self.from_parts.iter().map(|&(id, slot)| (id, name(slot))).collect(),
            previous: self
                .previous
                .iter()
                .map(|each| PreviousPlan { input: name(each.input), value: name(each.value) })
                .collect(),
            complete: self.complete.iter().map(|&(part, slot)| (part, name(slot))).collect(),
            ranges: self.ranges.iter().map(|&(field, slot)| (field, name(slot))).collect(),
            required: self.required.clone(),
            impossible: self.impossible.iter().map(|&slot| name(slot)).collect(),
            derived: self.derived.iter().map(|derived| derived.renamed(name)).collect(),
            blocks: self.blocks.iter().map(|(id, block)| (*id, block.renamed(name))).collect(),
            examples: self
                .examples
                .iter()
                .map(|(place, expected)| {
                    (*place, expected.iter().map(|slot| slot.map(&mut *name)).collect())
                })
                .collect(),
            over: self
                .over
                .iter()
                .map(|over| OverPlan {
                    value: over.value.map(&mut *name),
                    filter: over.filter.map(&mut *name),
                    within: over.within.map(&mut *name),
                    verdicts: over
                        .verdicts
                        .map(|verdicts| VerdictsPlan { not_due: verdicts.not_due.map(&mut *name) }),
                    ..*over
                })
                .collect(),
            periodics: self.periodics.iter().map(|periodic| periodic.renamed(name)).collect(),
            events: self.events.iter().map(|event| event.renamed(name)).collect(),
            groups: self.groups.iter().map(|&(id, slot)| (id, name(slot))).collect(),
            values: self.values.iter().map(|slot| values.get(&(*slot)?).copied()).collect(),
        }
    }
}

impl DerivedPlan {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> DerivedPlan {
        DerivedPlan { value: self.value.map(&mut *name), rows: self.rows.renamed(name) }
    }
}

impl ClausePlan {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> ClausePlan {
        ClausePlan {
            condition: name(self.condition),
            not_due: self.not_due.map(&mut *name),
            own: self.own.map(&mut *name),
            due: self.due.map(|due| DuePlan {
                last: name(due.last),
                done: name(due.done),
                perhaps: name(due.perhaps),
                is_done: name(due.is_done),
            }),
        }
    }
}

impl PeriodicPlan {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> PeriodicPlan {
        PeriodicPlan {
            id: self.id,
            condition: name(self.condition),
            value: self.value.map(&mut *name),
            between: self.between.map(|between| between.map(&mut *name)),
        }
    }
}

impl EventPlan {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> EventPlan {
        EventPlan {
            id: self.id,
            condition: name(self.condition),
            since: self.since.map(&mut *name),
        }
    }
}

impl BlockPlan {
    /// Slot of the result: the grades of a scorecard, its total if it is not graded, or the
    /// verdict.
    pub fn result(&self) -> Slot {
        match &self.kind {
            BlockPlanKind::Scorecard(scorecard) => {
                scorecard.grading.as_ref().map_or(scorecard.total, |grading| grading.grades)
            }
            BlockPlanKind::Clauses { verdict, .. } => *verdict,
        }
    }

    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> BlockPlan {
        BlockPlan {
            guards: self.guards.iter().map(|&slot| name(slot)).collect(),
            applies: name(self.applies),
            kind: match &self.kind {
                BlockPlanKind::Scorecard(scorecard) => {
                    BlockPlanKind::Scorecard(scorecard.renamed(name))
                }
                BlockPlanKind::Clauses { clauses, verdict, check } => BlockPlanKind::Clauses {
                    clauses: clauses.iter().map(|clause| clause.renamed(name)).collect(),
                    verdict: name(*verdict),
                    check: *check,
                },
            },
        }
    }
}

impl CriterionPlan {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> CriterionPlan {
        CriterionPlan {
            rows: self.rows.renamed(name),
            subject: self.subject.map(&mut *name),
            points: name(self.points),
        }
    }
}

impl ScorecardPlan {
    fn renamed(&self, name: &mut dyn FnMut(Slot) -> Slot) -> ScorecardPlan {
        ScorecardPlan {
            criteria: self.criteria.iter().map(|criterion| criterion.renamed(name)).collect(),
            total: name(self.total),
            grading: self.grading.as_ref().map(|grading| GradingPlan {
                rows: grading.rows.iter().map(|&slot| name(slot)).collect(),
                caps: grading.caps.iter().map(|&slot| name(slot)).collect(),
                grades: name(grading.grades),
            }),
        }
    }
}
