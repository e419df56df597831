//! The layout of a file: its header row, which column each field is in, which rows are no records.

use super::account::{SkipReason, letters};
use super::category::Lookup;
use super::cell::{Form, Rule};
use super::encoding::Encoding;
use super::measure::{Factor, Measure};
use super::profile::{Duplicates, Profile, Sheet};
use super::readings::{Numbers, Ratios, Readings};
use super::row::Slot;
use super::totals::Totals;
use crate::diag::{self, Message};
use crate::model::{Field, FieldId, Model, RecordId};
use crate::source::key;
use crate::value::{Lang, Type, Unit};

/// The first rows of a sheet, as a person sees them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preview {
    /// The sheet's name, of a workbook.
    pub(crate) sheet: Option<String>,
    /// The sheet's place, from 1; of a text file, the place of the delimiter tried.
    pub(crate) number: u32,
    /// The old encoding that it was read by.
    pub(crate) encoding: Option<Encoding>,
    /// Row numbers from 1, and the cells.
    pub(crate) rows: Vec<(u32, Vec<String>)>,
}

/// Number of first rows in which a header is looked for.
pub(crate) const PREVIEW_ROWS: usize = 100;
/// A header that no profile describes is among the first of them.
const HEADER_WITHIN: usize = 30;
/// A header cell may be merged with cells this far above.
const MERGED_ABOVE: usize = 2;

/// Layout of the rows below a header: which column each field has, and which rows are no records.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The fields that have a column, by the order of fields.
    pub(crate) slots: Vec<Slot>,
    /// The fields that have none.
    pub(crate) without_column: Vec<FieldId>,
    /// Rows that are no records.
    pub(crate) skips: Vec<Skip>,
    /// Treatment of identical rows, if the profile states one.
    pub(crate) duplicates: Option<Duplicates>,
    /// The cells of the header row, up to the last that is not blank; none where rows have no
    /// common width.
    pub(crate) width: Option<usize>,
    /// `true` if cells are named as in a spreadsheet (`C12`).
    pub(crate) lettered: bool,
    /// Detection of rows of totals; `None` where they are records.
    pub(crate) totals: Option<Totals>,
    /// Warnings of the header, each once.
    pub(crate) warnings: Vec<Message>,
}

impl Layout {
    /// The last column that a field reads.
    pub(crate) fn last_column(&self) -> usize {
        self.slots.iter().map(|slot| slot.column).max().unwrap_or(0)
    }

    /// The decimal sign of each column whose cells are numbers as they stand there.
    pub(crate) fn points(&self) -> Vec<Option<u8>> {
        let mut points = vec![None; self.width.unwrap_or(0)];
        for slot in &self.slots {
            let point = points.get_mut(slot.column).zip(slot.rule.point());
            point.into_iter().for_each(|(own, point)| *own = Some(point));
        }
        points
    }
}

/// A column whose values mark that a row is no record.
#[derive(Clone, Debug)]
pub(crate) struct Skip {
    pub(crate) column: usize,
    pub(crate) text_width: Option<usize>,
    /// The keys that mark such rows, each with the reason's words.
    pub(crate) values: Vec<(String, SkipReason)>,
}

/// Record type that is looked for, and the profile by which it may be found.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) model: &'a Model,
    pub(crate) record: RecordId,
    pub(crate) profile: Option<&'a Profile>,
    pub(crate) readings: Readings,
}

/// A header row that was found.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// Index of the row in the preview.
    pub(crate) at: usize,
    /// Cells of the row; blanks below merged cells filled where the words above name a field.
    pub(crate) cells: Vec<String>,
    /// Fit of the row to the record type.
    pub(crate) fit: Fit,
}

/// Fit of a header to a record type: complete ones first, then by the number of fields found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// Every key and required field has a column.
    pub(crate) complete: bool,
    /// The fields that have a column.
    pub(crate) fields: usize,
}

/// The keys a field's column may be headed by.
struct Names {
    profile: Vec<String>,
    own: Vec<String>,
    needed: bool,
}

impl Names {
    fn of(field: &Field, profile: Option<&Profile>) -> Names {
        let headers = profile
            .and_then(|profile| profile.column(field))
            .map_or(&[][..], |column| &column.header.0);
        let aliases = field.columns.iter().map(|alias| key(alias));
        Names {
            profile: headers.iter().map(|header| key(header)).collect(),
            own: std::iter::once(field.name.key.clone()).chain(aliases).collect(),
            needed: field.key || field.required,
        }
    }

    /// The columns headed so: by the profile's headers, else by the field's own names.
    fn columns(&self, header: &[String]) -> Vec<usize> {
        let headed = |names: &[String]| -> Vec<usize> {
            header
                .iter()
                .enumerate()
                .filter(|(_, cell)| names.contains(cell))
                .map(|(column, _)| column)
                .collect()
        };
        let by_profile = headed(&self.profile);
        if by_profile.is_empty() { headed(&self.own) } else { by_profile }
    }

    fn has(&self, cell: &str) -> bool {
        self.profile.iter().chain(&self.own).any(|name| name == cell)
    }
}

impl<'a> Wanted<'a> {
    fn fields(&self) -> impl Iterator<Item = (FieldId, &'a Field)> + use<'a> {
        self.model.records[self.record].fields.enumerate()
    }

    fn names(&self) -> Vec<Names> {
        let snapshot = self.model.records[self.record].snapshot;
        let names = self.fields().map(|(id, field)| {
            let names = Names::of(field, self.profile);
            // The file or the run tells the day of snapshots that have no column for it.
            Names { needed: names.needed && snapshot != Some(id), ..names }
        });
        names.collect()
    }

    /// Returns `true` if the profile, if it names a sheet, names this one, and the encoding is that
    /// of the run, else the profile's.
    pub(crate) fn admits(&self, preview: &Preview) -> bool {
        if preview.encoding
            != self.readings.encoding.or(self.profile.and_then(|profile| profile.encoding))
        {
            return false;
        }
        match (self.profile.and_then(|profile| profile.sheet.as_ref()), &preview.sheet) {
            (Some(Sheet::Number(number)), Some(_)) => *number == preview.number,
            (Some(Sheet::Name(name)), Some(sheet)) => key(name) == key(sheet),
            (None, _) | (_, None) => true,
        }
    }

    /// The header row of a sheet: the first that holds the profile's words, else the one among the
    /// first rows that names the most fields. None if there is no such row.
    pub(crate) fn header(&self, preview: &Preview) -> Option<Header> {
        let names = self.names();
        let words = self.profile.map_or(&[][..], Profile::words);
        let mut candidates = (0..preview.rows.len()).map(|at| Header::at(preview, at, &names));
        if words.is_empty() {
            return best(candidates.take(HEADER_WITHIN), |header| header.fit)
                .filter(|header| header.fit.fields > 0);
        }
        let words: Vec<String> = words.iter().map(|word| key(word)).collect();
        candidates.find(|header| header.holds(&words))
    }

    /// The layout of a sheet with this header. Errors: a field with two columns, a key or required
    /// field without any, a skipped column that is not there; all of them at once.
    pub(crate) fn layout(&self, header: &Header, lang: Lang) -> Result<Layout, Vec<Message>> {
        let cells = &header.cells;
        let keys: Vec<String> = cells.iter().map(|cell| key(cell)).collect();
        let mut used = vec![false; cells.len()];
        let mut errors = Vec::new();
        let mut warnings = Vec::new();
        let mut slots = Vec::new();
        for ((id, field), names) in self.fields().zip(self.names()) {
            let columns = names.columns(&keys);
            match columns.as_slice() {
                [] if names.needed => errors.push(missing_column(field, cells)),
                [] if self.model.records[self.record].snapshot == Some(id) => {}
                [] => warnings.push(without_column(field, cells)),
                &[column] => {
                    used.iter_mut().skip(column).take(1).for_each(|used| *used = true);
                    let slot = self.slot(id, field, column, cells, lang);
                    warnings.extend(doubtful_unit(field, &slot));
                    slots.push(slot);
                }
                several => errors.push(two_columns(field, several, cells)),
            }
        }
        let skips = self.skips(&keys, cells, &slots, &mut used, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        warnings.extend(unused_columns(cells, &used));
        let duplicates = self.profile.and_then(|profile| profile.duplicates);
        let fields = &self.model.records[self.record].fields;
        let totals = Totals::new(&slots, |slot| fields[slot.field].ty, self.readings.total_rows);
        let has = |id: &FieldId| slots.iter().any(|slot| slot.field == *id);
        Ok(Layout {
            without_column: fields.ids().filter(|id| !has(id)).collect(),
            slots,
            skips,
            duplicates,
            width: Some(cells.len()),
            lettered: false,
            totals,
            warnings,
        })
    }

    fn slot(
        &self,
        id: FieldId,
        field: &Field,
        column: usize,
        cells: &[String],
        lang: Lang,
    ) -> Slot {
        let header = cells.get(column).cloned().unwrap_or_default();
        let numbers = self.readings.numbers.or(self.profile.and_then(|profile| profile.numbers));
        let form = Form { numbers: numbers.unwrap_or(lang.into()), said: numbers.is_some() };
        let mut rule = self.rule(field, form);
        if let Some(ratios) = self.readings.ratios {
            rule = rule.with_ratios(ratios);
        }
        Slot { field: id, key: field.key, column, header, rule, may_be_untold: false }
    }

    fn rule(&self, field: &Field, form: Form) -> Rule {
        let lookup = match field.ty {
            Type::Category(category) => {
                self.model.categories.get(category.index()).map(Lookup::new)
            }
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
        };
        Rule::new(field, form, lookup, self.profile.and_then(|profile| profile.column(field)))
    }

    fn skips(
        &self,
        keys: &[String],
        cells: &[String],
        slots: &[Slot],
        used: &mut [bool],
        errors: &mut Vec<Message>,
    ) -> Vec<Skip> {
        let rules = self.profile.iter().flat_map(|profile| &profile.skip_rows_where);
        let mut skips = Vec::new();
        for (name, values) in rules {
            let wanted = key(name);
            let by_field = || {
                slots.iter().find(|slot| {
                    self.model.records[self.record].fields[slot.field].name.key == wanted
                })
            };
            let column = keys
                .iter()
                .position(|cell| *cell == wanted)
                .or_else(|| by_field().map(|slot| slot.column));
            let Some(column) = column else {
                errors.push(diag::data::skip_column(
                    name,
                    diag::nearest(name, cells.iter().map(String::as_str)),
                ));
                continue;
            };
            used.iter_mut().skip(column).take(1).for_each(|used| *used = true);
            let header = cells.get(column).cloned().unwrap_or_default();
            let reason = |value: &String| {
                (key(value), SkipReason::Profile { column: header.clone(), value: value.clone() })
            };
            let text_width = slots
                .iter()
                .filter(|slot| slot.column == column)
                .find_map(|slot| slot.rule.text_width());
            skips.push(Skip { column, text_width, values: values.iter().map(reason).collect() });
        }
        skips
    }

    /// The layout of objects: the column of a field is its place among the fields.
    pub(crate) fn object_layout(&self) -> Layout {
        let form = Form { numbers: Numbers::Plain, said: true };
        let done = self.model.done_columns(self.record);
        let slot = |(id, field): (FieldId, &Field)| Slot {
            may_be_untold: u32::try_from(id.index()).is_ok_and(|column| done.contains(&column)),
            field: id,
            key: field.key,
            column: id.index(),
            header: field.name.text.clone(),
            rule: self.rule(field, form).with_ratios(Ratios::Fraction),
        };
        let duplicates = self.profile.and_then(|profile| profile.duplicates);
        Layout {
            slots: self.fields().map(slot).collect(),
            without_column: Vec::new(),
            skips: Vec::new(),
            duplicates,
            width: None,
            lettered: false,
            totals: None,
            warnings: Vec::new(),
        }
    }

    /// The field an object's name stands for.
    pub(crate) fn field_named(&self, name: &str) -> Option<FieldId> {
        let wanted = key(name);
        self.fields().zip(self.names()).find(|(_, names)| names.has(&wanted)).map(|((id, _), _)| id)
    }
}

impl Header {
    fn at(preview: &Preview, at: usize, names: &[Names]) -> Header {
        let cells = filled(preview, at, names);
        let keys: Vec<String> = cells.iter().map(|cell| key(cell)).collect();
        let found: Vec<bool> = names.iter().map(|names| !names.columns(&keys).is_empty()).collect();
        let complete = names.iter().zip(&found).all(|(names, found)| *found || !names.needed);
        Header {
            at,
            cells,
            fit: Fit { complete, fields: found.iter().filter(|found| **found).count() },
        }
    }

    fn holds(&self, words: &[String]) -> bool {
        let keys: Vec<String> = self.cells.iter().map(|cell| key(cell)).collect();
        words.iter().all(|word| keys.contains(word))
    }
}

/// The first of those that fit best.
pub(crate) fn best<T, K: Ord>(items: impl Iterator<Item = T>, fit: impl Fn(&T) -> K) -> Option<T> {
    items.reduce(|best, item| if fit(&item) > fit(&best) { item } else { best })
}

/// The cells of a row up to the last that is not blank; a blank is filled with the words of a
/// merged cell above, if they name a field.
fn filled(preview: &Preview, at: usize, names: &[Names]) -> Vec<String> {
    let Some((_, row)) = preview.rows.get(at) else { return Vec::new() };
    let above: Vec<&Vec<String>> =
        preview.rows.iter().take(at).rev().take(MERGED_ABOVE).map(|(_, cells)| cells).collect();
    let width = above.iter().map(|cells| cells.len()).chain([row.len()]).max().unwrap_or(0);
    let cell = |column: usize| -> String {
        let own = row.get(column).map_or("", |cell| cell.trim());
        if !own.is_empty() {
            return own.to_owned();
        }
        // Of cells merged over several rows a file keeps the words in the first alone. Words that
        // name no field are a title above the table.
        let merged =
            above.iter().filter_map(|cells| cells.get(column)).find(|cell| !cell.trim().is_empty());
        merged
            .filter(|cell| names.iter().any(|names| names.has(&key(cell))))
            .map_or_else(String::new, |cell| cell.trim().to_owned())
    };
    let mut cells: Vec<String> = (0..width).map(cell).collect();
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells
}

fn missing_column(field: &Field, cells: &[String]) -> Message {
    if let Some((header, unit)) = in_other_units(field, cells) {
        return diag::data::missing_column_in_units(&field.name.text, header, unit);
    }
    let mut names = std::iter::once(&field.name.text).chain(&field.columns);
    let nearest = names.find_map(|name| diag::nearest(name, cells.iter().map(String::as_str)));
    diag::data::missing_column(
        &field.name.text,
        nearest.or_else(|| sharing_words(&field.name.key, cells)),
    )
}

fn without_column(field: &Field, cells: &[String]) -> Message {
    let bracketed = but_for_brackets(field, cells).map(|(header, _)| header);
    diag::data::field_without_column(&field.name.text, in_other_units(field, cells), bracketed)
}

/// The header that is a name of the field but for the unit in brackets behind it, and the unit: `Dư
/// nợ (triệu đồng)`.
fn in_other_units<'c>(field: &Field, cells: &'c [String]) -> Option<(&'c str, &'c str)> {
    but_for_brackets(field, cells).filter(|(_, unit)| is_unit_of(field, unit))
}

/// The header that is a name of the field but for what stands in brackets behind it, and that.
fn but_for_brackets<'c>(field: &Field, cells: &'c [String]) -> Option<(&'c str, &'c str)> {
    let bare = |name: &str| key(without_unit(name).map_or(name, |(name, _)| name));
    let names: Vec<String> =
        std::iter::once(&field.name.text).chain(&field.columns).map(|name| bare(name)).collect();
    cells.iter().find_map(|cell| {
        let (name, unit) = without_unit(cell)?;
        names.contains(&key(name)).then_some((cell.as_str(), unit))
    })
}

/// A header and the unit in brackets at its end.
fn without_unit(header: &str) -> Option<(&str, &str)> {
    let (name, unit) = header.trim().strip_suffix(')')?.rsplit_once('(')?;
    Some((name.trim(), unit.trim()))
}

fn is_unit_of(field: &Field, unit: &str) -> bool {
    Measure::parse(unit).and_then(|measure| measure.factor_for(field.ty)).is_some()
}

/// A header that says one unit, or a field whose column is known by one, while the column is read
/// in another as far as anybody knows.
fn doubtful_unit(field: &Field, slot: &Slot) -> Option<Message> {
    if !matches!(field.ty, Type::Number(Unit::Money)) || slot.rule.has_unit() {
        return None;
    }
    if let Some((_, unit)) = without_unit(&slot.header) {
        let scaled = Measure::parse(unit)
            .and_then(|measure| measure.factor_for(field.ty))
            .is_some_and(|factor| factor != Factor::ONE);
        return scaled.then(|| diag::data::header_in_units(&slot.header, unit, &field.name.text));
    }
    let header = key(&slot.header);
    let own = field.columns.iter().any(|name| key(name) == header);
    let known = field
        .columns
        .iter()
        .find(|name| without_unit(name).is_some_and(|(_, unit)| is_unit_of(field, unit)))?;
    (!own).then(|| diag::data::column_by_name(&slot.header, &field.name.text, known))
}

/// The header that shares the most words with a name.
fn sharing_words<'c>(name: &str, cells: &'c [String]) -> Option<&'c str> {
    let shared = |cell: &String| {
        key(cell).split(' ').filter(|word| name.split(' ').any(|own| own == *word)).count()
    };
    let (shared, cell) =
        best(cells.iter().map(|cell| (shared(cell), cell)), |(shared, _)| *shared)?;
    (shared > 0).then_some(cell)
}

fn two_columns(field: &Field, columns: &[usize], cells: &[String]) -> Message {
    let named = columns.iter().map(|&column| {
        let header = cells.get(column).map_or("", String::as_str);
        format!("“{header}” ({})", letters(column))
    });
    diag::data::two_columns(&field.name.text, &named.collect::<Vec<_>>().join(", "))
}

fn unused_columns(cells: &[String], used: &[bool]) -> Option<Message> {
    let unused = cells
        .iter()
        .zip(used)
        .filter(|(cell, used)| !**used && !cell.is_empty())
        .map(|(cell, _)| cell.as_str());
    let unused: Vec<&str> = unused.collect();
    (!unused.is_empty()).then(|| diag::data::unused_columns(&unused))
}
