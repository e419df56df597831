//! Parts that leave aggregates of their parents open, kept by their rows.

use crate::aggregate::{Few, Suspects, Why};
use crate::data::{Origin, Origins, ReadReport};
use crate::diag::{Message, complete, part as say};
use crate::explain::FieldColumn;
use crate::model::{AggregateId, FieldId, Record};
use crate::table::{retain, retain_places};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Aggregates over child records that are undetermined, for the parents of one set.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenOver {
    /// The number of each record, by its place.
    numbers: Vec<usize>,
    columns: BTreeMap<AggregateId, OpenColumn>,
}

/// An aggregate that parts of one type leave undetermined.
#[derive(Clone, Debug)]
pub(super) struct OpenColumn {
    /// The join of each record, by its place; none of a record that takes no parts.
    pub join: Arc<Vec<Option<usize>>>,
    /// The parts that leave it open, a list for each join.
    pub suspects: Vec<Suspects>,
    /// Provenance of the parts.
    pub files: Arc<PartFiles>,
    /// The words for a record that takes no parts.
    pub without: Option<Message>,
    /// The lists of parts that may be incomplete.
    pub list: Arc<List>,
}

/// Records whose list of parts of a type is not surely a whole one.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// The places of the records.
    pub incomplete: BTreeSet<usize>,
    /// Name of the type of the parts.
    pub part: String,
    /// Condition that would make the list a whole one, as written.
    pub condition: String,
}

/// Provenance of child records: the rows of the files they are in, and what their columns are
/// called there.
#[derive(Clone, Debug, Default)]
pub(super) struct PartFiles {
    origins: Origins,
    files: Vec<Message>,
    fields: Vec<String>,
    columns: Vec<Vec<FieldColumn>>,
    parent: String,
}

impl PartFiles {
    /// Those of records that were read, which say in `field` what they belong to.
    pub fn of(record: &Record, report: &ReadReport, field: FieldId) -> PartFiles {
        let fields = &record.fields;
        PartFiles {
            origins: report.origins.clone(),
            files: report
                .files
                .iter()
                .map(|file| say::file(&file.name, file.sheet.as_deref()))
                .collect(),
            fields: fields.iter().map(|field| field.name.text.clone()).collect(),
            columns: report.files.iter().map(|file| file.columns.clone()).collect(),
            parent: fields[field].name.text.clone(),
        }
    }

    /// The row of a child record, in words.
    pub fn row(&self, part: usize) -> Message {
        let origin = self.origins.get(part).unwrap_or(Origin { file: 0, row: 0 });
        say::row(self.files.get(origin.file as usize), origin.row)
    }

    /// A field of a child record: by its name and, in a workbook, its cell: `kết quả (D7)`.
    fn named(&self, part: usize, id: FieldId) -> String {
        let name = self.fields.get(id.index()).map_or("", String::as_str);
        let origin = self.origins.get(part);
        let column = origin.and_then(|origin| {
            self.columns.get(origin.file as usize)?.iter().find(|column| column.field == id)
        });
        let letters = column.and_then(|column| column.letters.as_deref());
        match letters.zip(origin) {
            Some((letters, origin)) => format!("{name} ({letters}{})", origin.row),
            None => name.to_owned(),
        }
    }

    fn told(&self, part: usize, why: Why) -> Message {
        let field = |id: FieldId| self.named(part, id);
        let why = match why {
            Why::NoParent => say::without_parent(&self.parent),
            Why::PerhapsParent => say::perhaps_of_parent(&self.parent),
            Why::Invalid => say::of_no_use(),
            Why::Missing(id) => say::lacks(&field(id)),
            Why::Unusable(id) => say::unusable(&field(id)),
            Why::Ends => say::known_by_its_ends(),
            Why::NoAsOf => say::needs_as_of(),
            Why::Other => say::not_worked_out(),
        };
        say::part(&self.row(part), &why)
    }
}

impl OpenOver {
    /// For records with these numbers.
    pub fn of(numbers: &[usize]) -> OpenOver {
        OpenOver { numbers: numbers.to_vec(), columns: BTreeMap::new() }
    }

    /// Keeps what is open of an aggregate.
    pub fn add(&mut self, aggregate: AggregateId, column: OpenColumn) {
        self.columns.insert(aggregate, column);
    }

    /// Leaves out the records that are not kept.
    pub fn retain(&mut self, kept: &[bool]) {
        retain(&mut self.numbers, kept);
        for column in self.columns.values_mut() {
            retain(Arc::make_mut(&mut column.join), kept);
            Arc::make_mut(&mut column.list).retain(kept);
        }
    }
}

impl List {
    /// Leaves out the records that are not kept.
    pub fn retain(&mut self, kept: &[bool]) {
        self.incomplete = retain_places(&self.incomplete, kept);
    }
}

impl OpenOver {
    /// The words for what leaves an aggregate open of the record at a place: the list of its parts,
    /// or some of them; none where nothing does.
    pub fn why(&self, aggregate: AggregateId, place: usize) -> Option<Message> {
        let OpenColumn { join, suspects, files, without, list } = self.columns.get(&aggregate)?;
        let Some(join) = join.get(place).copied().flatten() else { return without.clone() };
        let suspects = suspects.get(join)?;
        let own = self.numbers.get(place).and_then(|number| suspects.own.get(number));
        let few: Vec<&Few> = own.into_iter().chain([&suspects.anywhere]).collect();
        let incomplete = list.incomplete.contains(&place);
        let incomplete = incomplete.then(|| complete::open_list(&list.part, &list.condition));
        let parts = few.iter().flat_map(|few| &few.first);
        let parts: Vec<Message> = parts.map(|(part, why)| files.told(*part, *why)).collect();
        let left = few.iter().map(|few| few.all).sum::<usize>() - parts.len();
        let told: Vec<Message> = incomplete.into_iter().chain(parts).collect();
        (!told.is_empty()).then(|| say::open_because(&told, left))
    }
}
