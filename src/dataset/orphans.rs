//! Parts that do not say what they belong to, or name a record that is not among the data.

use super::RecordSet;
use super::keys::{Keys, shown};
use super::open_over::PartFiles;
use crate::aggregate::Place;
use crate::data::{CellFault, Expected, Origin};
use crate::diag::{Message, part as say};
use crate::model::{FieldId, Model, RecordId};
use crate::value::Type;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// The parent of each record of a child type, as far as it is certain, by the child's row, with the
/// warnings to report.
pub(super) struct Found {
    pub of_rows: Vec<Place>,
    pub warnings: Vec<Message>,
}

/// Parts that belong to no record for sure, and the keys they give.
#[derive(Default)]
struct Lost {
    without: Vec<usize>,
    shortened: Vec<(usize, String)>,
    unknown: Vec<(usize, String)>,
}

/// Finds the parent of each child record, by the key in `field`. A child without a key can be
/// of any record; one whose key is a record's but for leading zeros can be of that one; any other
/// is of none.
pub(super) fn find(
    model: &Model,
    parts: &mut RecordSet,
    keys: &Keys,
    whole: RecordId,
    field: FieldId,
) -> Found {
    let without_zeros = WithoutZeros::of(keys);
    let mut lost = Lost::default();
    let mut of_rows = Vec::with_capacity(parts.len());
    let mut width = None;
    for row in 0..parts.len() {
        let Some(key) = shown(model, &parts.reading.table, parts.record, field, row) else {
            lost.without.push(row);
            of_rows.push(Place::Anywhere);
            continue;
        };
        let place = match (keys.numbers.get(&key), without_zeros.find(&key)) {
            (Some(number), _) => Place::In(*number),
            (None, Some((number, full))) => {
                width = width.or(Some((full.clone(), key.clone())));
                lost.shortened.push((row, key));
                Place::Perhaps(number)
            }
            (None, None) => {
                lost.unknown.push((row, key));
                Place::Nowhere
            }
        };
        of_rows.push(place);
    }
    let files = PartFiles::of(&model.records[parts.record], parts.report(), field);
    let warnings = lost.warnings(model, &files, parts.record, whole, field, width);
    lost.mark(model, parts, whole, field);
    Found { of_rows, warnings }
}

/// The keys of records by what is left of them without leading zeros, where that is one record's.
struct WithoutZeros {
    keys: HashMap<String, Option<(usize, String)>>,
}

impl WithoutZeros {
    fn of(keys: &Keys) -> WithoutZeros {
        let mut found: HashMap<String, Option<(usize, String)>> = HashMap::new();
        for (key, number) in &keys.numbers {
            let Some(stripped) = stripped(key) else { continue };
            match found.entry(stripped.to_owned()) {
                Entry::Vacant(free) => _ = free.insert(Some((*number, key.clone()))),
                Entry::Occupied(mut taken) => _ = taken.insert(None),
            }
        }
        WithoutZeros { keys: found }
    }

    fn find(&self, key: &str) -> Option<(usize, &String)> {
        self.keys.get(stripped(key)?)?.as_ref().map(|(number, key)| (*number, key))
    }
}

/// A key of digits without its leading zeros.
fn stripped(key: &str) -> Option<&str> {
    let digits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| key.trim_start_matches('0'))
}

impl Lost {
    fn warnings(
        &self,
        model: &Model,
        files: &PartFiles,
        part: RecordId,
        whole: RecordId,
        field: FieldId,
        width: Option<(String, String)>,
    ) -> Vec<Message> {
        let (part, whole, owner) =
            (&model.records[part], &model.records[whole], &model.records[part].name.text);
        let names = say::Link {
            part: owner,
            whole: &whole.name.text,
            field: &part.fields[field].name.text,
        };
        let rows = |rows: &[usize]| {
            let shown: Vec<Message> = rows.iter().take(SHOWN).map(|row| files.row(*row)).collect();
            say::rows(&shown, rows.len())
        };
        let keyed = |rows: &[(usize, String)]| {
            let shown: Vec<Message> = rows
                .iter()
                .take(SHOWN)
                .map(|(row, key)| say::keyed(key, &files.row(*row)))
                .collect();
            say::rows(&shown, rows.len())
        };
        let mut warnings = Vec::new();
        if !self.without.is_empty() {
            warnings.push(say::parts_without_parent(
                names,
                self.without.len(),
                &rows(&self.without),
            ));
        }
        if let Some((full, short)) = width {
            let offer = (part.fields[field].ty == Type::Text).then(|| full.len().max(short.len()));
            warnings.push(say::parts_shortened(
                names,
                self.shortened.len(),
                &keyed(&self.shortened),
                &full,
                offer,
            ));
        }
        if !self.unknown.is_empty() {
            warnings.push(say::parts_of_none(names, self.unknown.len(), &keyed(&self.unknown)));
        }
        warnings
    }

    /// Marks the child records as faulty: the field that should name their parent is of no use.
    fn mark(self, model: &Model, parts: &mut RecordSet, whole: RecordId, field: FieldId) {
        let report = parts.report();
        let told: HashSet<u32> = report
            .faults
            .iter()
            .filter(|fault| fault.field == Some(field))
            .map(|fault| fault.record)
            .collect();
        let without = self.without.into_iter().map(|row| (row, String::new()));
        let lost = without.chain(self.shortened).chain(self.unknown);
        let fault = |(row, key): (usize, String)| CellFault {
            record: u32::try_from(row).unwrap_or(u32::MAX),
            field: Some(field),
            origin: report.origins.get(row).unwrap_or(Origin { file: 0, row: 0 }),
            column: model.records[parts.record].fields[field].name.text.clone(),
            cell: None,
            value: key,
            expected: Expected::Parent(whole),
        };
        let faults: Vec<CellFault> =
            lost.map(fault).filter(|fault| !told.contains(&fault.record)).collect();
        parts.fault(model, faults);
    }
}

/// Limit on the rows that a message names.
const SHOWN: usize = 5;
