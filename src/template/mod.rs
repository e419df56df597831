#![doc = include_str!("README.md")]

mod bounds;
mod example;
mod form;

use crate::data::blank_sheets;
use crate::data::out::Bound;
use crate::diag::Error;
use crate::diag::template::words;
use crate::engine::{Query, Rules};
use crate::explain::decision::TypedValue;
use crate::model::{Category, Model, RecordId};
use crate::schema::{FieldSchema, RecordSchema, Schema};
use crate::value::{Lang, Num, Type, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Template of a workbook to be filled in: a sheet a record type, without records.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key, column \"Loan number\"
///   field debt: money, from 0
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let template: visao::template::Template = rules.template();
/// let headers = template.sheets[0].columns.iter();
/// let headers: Vec<&str> = headers.map(|column| column.header.as_str()).collect();
/// assert_eq!((template.sheets[0].name.as_str(), headers), ("Loan", vec!["Loan number", "debt"]));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Template {
    /// Name of the pack.
    pub pack: String,
    /// Title of the pack as declared; none where it declares none.
    pub title: Option<String>,
    /// SHA-256 of the files that decide, in hexadecimal.
    pub fingerprint: String,
    /// Language of the guide and the notes.
    pub lang: Lang,
    /// Sheets of the record types, in the order declared.
    pub sheets: Vec<TemplateSheet>,
    /// Lists that cells are chosen from, each with its name.
    pub lists: Vec<(String, Vec<String>)>,
    /// Keys of all names that some field's column may have.
    headers: BTreeSet<String>,
}

/// Sheet that takes the records of a type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TemplateSheet {
    /// Name of the sheet.
    pub name: String,
    /// Place of the sheet among all, from 1, where an import profile looks for it there.
    pub place: Option<u32>,
    /// Record type that the sheet takes.
    pub record: RecordSchema,
    /// Cell above the header in which the day of the data stands, by row and column from 0, and the
    /// text to be completed there; none where no import profile looks for one.
    pub day: Option<((usize, usize), String)>,
    /// Row of the header, from 0.
    pub header_row: usize,
    /// Columns from left to right, one a field.
    pub columns: Vec<TemplateColumn>,
}

/// Column of a sheet, which takes the values of a field.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TemplateColumn {
    /// Header of the column.
    pub header: String,
    /// Field that the column is read for.
    pub field: FieldSchema,
    /// Unit of the numbers where it is not the field's own, as the import profile writes it.
    pub unit: Option<String>,
    /// List that cells are chosen from, by its place in [`Template::lists`].
    pub list: Option<usize>,
    /// Example of a value, in the field's unit; none where none is shown.
    pub example: Option<TypedValue>,
    ty: Type,
    scale: Num,
    bounds: Vec<Bound>,
}

impl Rules {
    /// Template of a workbook for all record types, in the language of the rules. A part of them,
    /// and another language: [`Query::template`].
    pub fn template(&self) -> Template {
        let all: Vec<RecordId> = self.model().records.ids().collect();
        template(self, &all, self.lang())
    }
}

impl Query {
    /// Template of a workbook for these record types; without any, for those that the requested
    /// blocks read, which are all where none is requested.
    ///
    /// # Errors
    /// There is no such record type; the nearest is named.
    pub fn template(&self, records: &[&str]) -> Result<Template, Error> {
        let named = records.iter().map(|name| self.type_named(name));
        let named = named.collect::<Result<BTreeSet<RecordId>, Error>>()?;
        let all: BTreeSet<RecordId> = self.rules().model().records.ids().collect();
        let chosen = if !named.is_empty() {
            named
        } else if self.asks_for_some() {
            self.records_read()
        } else {
            all
        };
        Ok(template(self.rules(), &chosen.into_iter().collect::<Vec<_>>(), self.told_in()))
    }
}

fn template(rules: &Rules, records: &[RecordId], lang: Lang) -> Template {
    let (model, words) = (rules.model(), words(lang));
    let Schema { pack, title, fingerprint, records: schemas, .. } = rules.schema();
    let mut lists = Lists { model, lang, known: Vec::new(), lists: Vec::new() };
    let blank = blank_sheets(model, &rules.profiles(), records);
    let sheets = blank.into_iter().filter_map(|blank| {
        let record = schemas.get(blank.record.index())?.clone();
        let of = &model.records[blank.record];
        let examples = example::example(model, blank.record, words);
        let columns = blank.columns.iter().zip(&record.fields).zip(examples);
        let columns = columns.map(|((column, schema), example)| {
            let field = &of.fields[column.field];
            TemplateColumn {
                header: column.header.clone(),
                field: schema.clone(),
                unit: column.unit.as_ref().map(|(words, _)| words.clone()),
                list: lists.of(field.ty),
                example: typed(model, example, field.ty),
                ty: field.ty,
                scale: bounds::scale(column),
                bounds: bounds::bounds(field, &blank.columns),
            }
        });
        let columns = columns.collect();
        let (name, place) = (blank.name.clone(), blank.place);
        let (day, header_row) = (blank.day.clone(), blank.header_row);
        Some(TemplateSheet { name, place, record, day, header_row, columns })
    });
    let sheets = sheets.collect();
    let headers = headers(rules);
    let lists = lists.lists;
    Template { pack, title, fingerprint, lang, sheets, lists, headers }
}

/// Keys of all words by which the reader knows a header.
fn headers(rules: &Rules) -> BTreeSet<String> {
    let fields = rules.model().records.iter().flat_map(|record| record.fields.iter());
    let own = fields.flat_map(|field| std::iter::once(&field.name.text).chain(&field.columns));
    let profiles = rules.profiles();
    let words = profiles.iter().flat_map(|profile| {
        let columns = profile.columns.values().flat_map(|column| &column.header.0);
        profile.header.iter().flat_map(|header| &header.contains).chain(columns)
    });
    own.chain(words).map(|name| crate::source::key(name)).collect()
}

fn typed(model: &Model, value: Value, ty: Type) -> Option<TypedValue> {
    let name = match (&value, ty) {
        (Value::Missing, _) => return None,
        (Value::Code(code), Type::Category(id)) => {
            let category = model.categories.get(id.index());
            category.and_then(|category| category.value(*code))
        }
        (_, _) => None,
    };
    let name = name.map(|value| Arc::from(value.name.text.as_str()));
    Some(TypedValue { value, ty, name, members: None })
}

/// Lists that cells are chosen from, each made once.
struct Lists<'m> {
    model: &'m Model,
    lang: Lang,
    known: Vec<Type>,
    lists: Vec<(String, Vec<String>)>,
}

impl Lists<'_> {
    /// The list of a type, by its place; none of values that are written freely.
    fn of(&mut self, ty: Type) -> Option<usize> {
        if let Some(place) = self.known.iter().position(|known| *known == ty) {
            return Some(place);
        }
        let words = words(self.lang);
        let list = match ty {
            Type::Text | Type::Number(_) | Type::Date => return None,
            Type::YesNo => {
                (words.yes_no.to_owned(), [words.yes, words.no].map(str::to_owned).to_vec())
            }
            Type::Category(id) => {
                let category = self.model.categories.get(id.index())?;
                (category.name.text.clone(), self.values(category))
            }
        };
        self.known.push(ty);
        self.lists.push(list);
        Some(self.lists.len() - 1)
    }

    /// The values that may be used on some day of the pack.
    fn values(&self, category: &Category) -> Vec<String> {
        let period = self.model.period;
        let used = category.values.iter().filter(|value| {
            let ended = value.to.zip(period.from).is_some_and(|(to, from)| to < from);
            let later = value.from.zip(period.to).is_some_and(|(from, to)| from > to);
            !ended && !later
        });
        used.map(|value| value.name.text.clone()).collect()
    }
}
