//! Lists of parts: which of them may be incomplete, and which have no row at all.

use super::open_over::List;
use super::{Program, RecordSet};
use crate::diag::{Message, complete as say};
use crate::explain::Quotes;
use crate::model::{Model, RecordId};
use crate::value::Truth;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The records of a set whose list of parts of a type is not surely a whole one, by what was put
/// into their columns so far; none of a type whose list is whole as far as its file goes.
pub(super) fn open(program: Program<'_>, set: &RecordSet, part: RecordId) -> List {
    let Program { model, plan, sources, .. } = program;
    let lists = plan.record(set.record).map_or(&[][..], |plan| &plan.complete);
    let list = lists.iter().find(|(of, _)| *of == part).zip(model.complete_when(part));
    let Some(((_, whole), (_, complete))) = list else { return List::default() };
    let mut incomplete = BTreeSet::new();
    set.frames(program, set.view(model), None, |frame, first| {
        let rows = (0..frame.rows()).filter(|row| frame.truth(*whole, *row) != Truth::True);
        incomplete.extend(rows.map(|row| first + row));
    });
    List {
        incomplete,
        part: model.records[part].name.text.clone(),
        condition: Quotes { model, sources }.words(complete.condition.span),
    }
}

/// Warning about the lists of a type: which may be incomplete, or, where the type says nothing of
/// that, which have no row in the files.
pub(super) fn told(
    model: &Model,
    set: &RecordSet,
    part: RecordId,
    list: &List,
    with_parts: &BTreeSet<usize>,
) -> Option<Message> {
    let unknown: BTreeSet<usize> = set.without(part).collect();
    let shown = |places: &[usize]| {
        let keys = places.iter().take(SHOWN).map(|place| set.report().key(*place));
        say::some_of(&keys.map(Cow::into_owned).collect::<Vec<_>>(), places.len())
    };
    let whole = &model.records[set.record].name.text;
    if model.complete_when(part).is_some() {
        let open: Vec<usize> = list.incomplete.difference(&unknown).copied().collect();
        let told =
            || say::lists_open(whole, &list.part, &list.condition, open.len(), &shown(&open));
        return (!open.is_empty()).then(told);
    }
    let is_bare = |place: &usize| !with_parts.contains(place) && !unknown.contains(place);
    let bare: Vec<usize> = (0..set.len()).filter(is_bare).collect();
    let told =
        || say::without_rows(whole, &model.records[part].name.text, bare.len(), &shown(&bare));
    (!bare.is_empty()).then(told)
}

/// Limit on the records that a message names.
const SHOWN: usize = 5;
