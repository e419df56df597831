//! Objects of several record types become a table a type, parts with the records they stand in.

use super::alone::AloneTable;
use super::names::{Member, ObjectTypes};
use super::object::{Inherited, Objects};
use super::pairs::{Pairs, parse};
use super::told::Record;
use crate::data::account::FileReport;
use crate::data::row::Row;
use crate::data::rows::Builder;
use crate::data::{Cut, Reading};
use crate::diag::{Error, data as say_data, engine as say, nearest};
use crate::model::{FieldId, Model, RecordId};
use crate::table::Texts;
use crate::value::Date;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::{BTreeSet, HashMap};

/// Greatest depth to which parts may stand in parts.
const MOST_NESTED: usize = 32;

/// Context in which objects are read: the rules, the names of their types, and the texts.
#[derive(Clone, Copy)]
pub(crate) struct ReadBy<'r> {
    pub(crate) model: &'r Model,
    pub(crate) types: &'r ObjectTypes,
    /// The texts that each table starts with.
    pub(crate) texts: &'r Texts,
    /// `true` if names that no field has are passed over, rather than refused.
    pub(crate) lenient: bool,
    /// The as-of date, by which rows of registers are there.
    pub(crate) as_of: Option<Date>,
}

/// Tables that are filled with objects.
#[derive(Debug, Default)]
pub(crate) struct ObjectTables {
    alone: bool,
    types: HashMap<RecordId, OfType>,
    /// The record types of which there is a table, in the order they were first met.
    met: Vec<RecordId>,
}

/// The objects of one record type.
#[derive(Debug)]
struct OfType {
    objects: Objects,
    /// None while no object and no list of this type is given.
    builder: Option<Builder>,
    /// The builder of objects that were looked at alone, while its table is out of the house, and
    /// once it is back.
    lent: Option<Builder>,
    back: Option<Builder>,
    /// The number of the last object.
    number: u32,
    /// `true` if objects of the type are given otherwise than within their parents.
    listed: bool,
    /// The records without a list of their parts, with the record type of the parts.
    without: Vec<(RecordId, usize)>,
}

/// Reading of the objects of one record type, as a table.
pub(crate) struct TypeReading {
    pub(crate) record: RecordId,
    pub(crate) reading: Reading,
    /// The records of whose parts of a type nothing is known, though others have a list of theirs.
    pub(crate) without: Vec<(RecordId, usize)>,
    /// `true` if the objects stand within those they are parts of.
    pub(crate) nested: bool,
}

impl ObjectTables {
    /// Tables of records that are looked at one by one: none repeats another.
    pub(crate) fn alone() -> ObjectTables {
        ObjectTables { alone: true, ..ObjectTables::default() }
    }

    /// Says that objects of a record type are given as a list, which need not hold any. Gives the
    /// number of the last one.
    pub(crate) fn list(&mut self, by: ReadBy<'_>, record: RecordId) -> u32 {
        let of_type = self.of_type(by, record);
        of_type.listed = true;
        of_type.number
    }

    /// Returns `true` if a table holds as much text as it may.
    pub(crate) fn is_full(&self) -> bool {
        let full =
            |record: &RecordId| self.types.get(record)?.builder.as_ref().map(Builder::is_full);
        self.met.iter().any(|record| full(record) == Some(true))
    }

    /// Takes in an object of a record type under a number, from 1, with the parts that stand in it.
    /// What is wrong with its own names is told before anything of it is taken.
    pub(crate) fn take(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        number: u32,
        object: &Pairs<'_>,
    ) -> Result<(), Error> {
        self.of_type(by, record).number = number.saturating_sub(1);
        self.take_nested(by, record, object, None, 0)
    }

    /// Has a record tell what it gives each field. Gives a text of it where it has no fields.
    ///
    /// # Errors
    /// It cannot be serialised.
    pub(crate) fn tell<'t, R: Serialize + ?Sized>(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        told: &'t mut Record,
        value: &R,
    ) -> Result<Option<&'t str>, serde_json::Error> {
        let objects = &mut self.of_type(by, record).objects;
        let fields = objects.layout().slots.len();
        let taken =
            told.take(fields, &mut objects.meanings(|name| by.types.member(record, name)), value);
        if taken.is_err() {
            objects.forget_unknown();
        }
        taken
    }

    /// Takes in a record that told what it gives each field; as [`ObjectTables::take`].
    pub(crate) fn take_told(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        number: u32,
        told: &Record,
    ) -> Result<(), Error> {
        let of_type = self.of_type(by, record);
        of_type.number = number.saturating_sub(1);
        let lists = of_type.take_told(by, record, told)?;
        if lists.is_empty() {
            return Ok(());
        }
        let key = key_of(by.model, record).and_then(|key| told.value(key));
        self.take_lists(by, lists, key.as_deref(), 0)
    }

    /// Reads a record that told what it gives each field at a glance. Gives whether all of it is
    /// plain; else it is to be taken in.
    ///
    /// # Errors
    /// As [`ObjectTables::take`].
    pub(crate) fn glance(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        told: &Record,
        alone: &mut AloneTable,
    ) -> Result<bool, Error> {
        let of_type = self.of_type(by, record);
        of_type.refuse_unknown(by, record)?;
        let known = of_type.objects.unknown().next().is_none() && !told.has_parts();
        Ok(known && alone.read(of_type.objects.layout_mut(), told).is_some())
    }

    fn take_nested(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        object: &Pairs<'_>,
        inherited: Option<Inherited<'_>>,
        depth: usize,
    ) -> Result<(), Error> {
        let lists = self.of_type(by, record).take(by, record, object, inherited)?;
        if lists.is_empty() {
            return Ok(());
        }
        let key = key_of(by.model, record).and_then(|key| {
            object.value(|name| by.types.member(record, name) == Some(Member::Field(key)))
        });
        self.take_lists(by, lists, key, depth)
    }

    /// Takes in the lists of parts that stand in an object with this key.
    fn take_lists(
        &mut self,
        by: ReadBy<'_>,
        lists: Lists<'_>,
        key: Option<&RawValue>,
        depth: usize,
    ) -> Result<(), Error> {
        for (part, list) in lists {
            let name = &by.model.records[part].name.text;
            if depth >= MOST_NESTED {
                return Err(say::nested_too_deep(name));
            }
            self.of_type(by, part);
            let parent = by.model.records[part].parent;
            let inherited = parent.zip(key).map(|((_, field), key)| (field, key));
            for (place, text) in (1..).zip(list) {
                let within = |refusal| say::of_part(name, place, refusal);
                let pairs =
                    parse(text.get()).map_err(|_| within(say::no_record(say::no_object())))?;
                self.take_nested(by, part, &pairs, inherited, depth + 1).map_err(within)?;
            }
        }
        Ok(())
    }

    /// The objects of a record type, of which there is a table from now on.
    fn of_type(&mut self, by: ReadBy<'_>, record: RecordId) -> &mut OfType {
        let of_type = self.types.entry(record).or_insert_with(|| OfType {
            objects: Objects::new(by.types.layout(by.model, record)),
            builder: None,
            lent: None,
            back: None,
            number: 0,
            listed: false,
            without: Vec::new(),
        });
        if of_type.builder.is_none()
            && let Some(back) = of_type.back.take()
        {
            self.met.push(record);
            of_type.builder = Some(back);
        } else if of_type.builder.is_none() {
            self.met.push(record);
            let cut = Cut { as_of: by.as_of, absent: None };
            let builder = Builder::new(by.model, record, by.texts.clone()).cut(by.model, cut);
            let mut builder = if self.alone { builder.alone() } else { builder };
            builder.file(FileReport::default(), of_type.objects.layout());
            of_type.builder = Some(builder);
        }
        of_type
    }

    /// Readings of all that was taken, one for each record type, in the order they were first met.
    /// The tables are as new then; what is known of names stays for the objects that follow.
    pub(crate) fn finish(&mut self, model: &Model) -> Vec<TypeReading> {
        let met = std::mem::take(&mut self.met);
        let nested = |part: &RecordId| self.types.get(part).is_some_and(|part| !part.listed);
        let nested: Vec<RecordId> = met.iter().copied().filter(nested).collect();
        met.into_iter()
            .filter_map(|record| self.types.get_mut(&record)?.finish(model, record, &nested))
            .collect()
    }

    /// Takes back the table of objects that were looked at alone, for the next ones.
    pub(crate) fn give_back(&mut self, record: RecordId, reading: Reading) {
        let Some(of_type) = self.types.get_mut(&record).filter(|_| self.alone) else { return };
        if let Some(mut builder) = of_type.lent.take() {
            builder.start_again(reading, &of_type.objects.layout().warnings);
            of_type.back = Some(builder);
        }
    }

    /// Leaves out all that was taken.
    pub(crate) fn clear(&mut self) {
        for record in std::mem::take(&mut self.met) {
            self.types.get_mut(&record).into_iter().for_each(OfType::clear);
        }
    }
}

/// The parts that stand in an object: a list of texts for each of their record types.
type Lists<'a> = Vec<(RecordId, Vec<&'a RawValue>)>;

/// The same, none for a record type of which there is no list.
type GivenLists<'a> = Vec<(RecordId, Option<Vec<&'a RawValue>>)>;

impl OfType {
    /// Takes in an object; gives the lists of its parts.
    fn take<'a>(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        object: &'a Pairs<'a>,
        inherited: Option<Inherited<'a>>,
    ) -> Result<Lists<'a>, Error> {
        let member = |name: &str| by.types.member(record, name);
        let read = self.objects.read(object, inherited, member);
        let row =
            read.map_err(|error| say::no_record(say::not_serialisable(&error.to_string())))?;
        self.refuse_unknown(by, record)?;
        let lists = lists(by.model, record, |part| row.parts(part))?;
        Ok(self.keep(&row, lists))
    }

    /// Takes in a record that told what it gives each field; gives the lists of its parts.
    fn take_told<'a>(
        &mut self,
        by: ReadBy<'_>,
        record: RecordId,
        told: &'a Record,
    ) -> Result<Lists<'a>, Error> {
        self.refuse_unknown(by, record)?;
        let lists = lists(by.model, record, |part| told.parts(part))?;
        Ok(self.keep(told, lists))
    }

    fn refuse_unknown(&mut self, by: ReadBy<'_>, record: RecordId) -> Result<(), Error> {
        match by.unknown(record, self.objects.unknown()).filter(|_| !by.lenient) {
            Some(refusal) => {
                self.objects.forget_unknown();
                Err(refusal)
            }
            None => Ok(()),
        }
    }

    /// Makes a row a record; gives its lists of parts.
    fn keep<'a>(&mut self, row: &impl Row, lists: GivenLists<'a>) -> Lists<'a> {
        self.number = self.number.saturating_add(1);
        let Some(builder) = &mut self.builder else { return Vec::new() };
        let (place, skipped) = (builder.rows(), builder.skipped());
        builder.row(self.objects.layout_mut(), self.number, row);
        if builder.skipped() > skipped {
            return Vec::new();
        }
        if builder.rows() > place {
            let without = lists.iter().filter(|(_, list)| list.is_none());
            self.without.extend(without.map(|(part, _)| (*part, place)));
        }
        lists.into_iter().filter_map(|(part, list)| Some((part, list?))).collect()
    }

    fn finish(
        &mut self,
        model: &Model,
        record: RecordId,
        nested: &[RecordId],
    ) -> Option<TypeReading> {
        let mut builder = self.builder.take()?;
        let unknown: Vec<&str> = self.objects.unknown().collect();
        if !unknown.is_empty() {
            builder.warn(say_data::unused_columns(&unknown));
        }
        // Parts of the next record are numbered anew: faults name them by their place.
        self.number = 0;
        let mut without = std::mem::take(&mut self.without);
        without.retain(|(part, _)| nested.contains(part));
        self.objects.forget_unknown();
        builder.note_other_names(self.objects.layout_mut());
        let nested = nested.contains(&record);
        let reading = builder.finish(model);
        self.lent = Some(builder);
        Some(TypeReading { record, reading, without, nested })
    }

    fn clear(&mut self) {
        self.builder = None;
        self.number = 0;
        self.without.clear();
    }
}

impl ReadBy<'_> {
    /// Says which names a record type does not have, with the nearest that it has.
    fn unknown<'n>(&self, record: RecordId, names: impl Iterator<Item = &'n str>) -> Option<Error> {
        let names: BTreeSet<&str> = names.collect();
        if names.is_empty() {
            return None;
        }
        let declared = &self.model.records[record];
        let fields = declared.fields.iter();
        let known: Vec<&str> = fields
            .flat_map(|field| std::iter::once(&field.name.text).chain(&field.columns))
            .map(String::as_str)
            .chain(
                parts_of(self.model, record)
                    .map(|part| self.model.records[part].name.text.as_str()),
            )
            .collect();
        let names: Vec<(&str, Option<&str>)> =
            names.into_iter().map(|name| (name, nearest(name, known.iter().copied()))).collect();
        Some(say::unknown_names(&names, &declared.name.text))
    }
}

/// The record types that are parts of this one.
fn parts_of(model: &Model, record: RecordId) -> impl Iterator<Item = RecordId> + '_ {
    let parts = model.records.enumerate();
    parts
        .filter(move |(_, part)| part.parent.is_some_and(|(parent, _)| parent == record))
        .map(|(id, _)| id)
}

/// The lists of a record's parts, each of a record type; none where it is not given.
fn lists<'a>(
    model: &Model,
    record: RecordId,
    given: impl Fn(RecordId) -> Option<&'a str>,
) -> Result<GivenLists<'a>, Error> {
    let parts = parts_of(model, record);
    parts.map(|part| Ok((part, list(model, part, given(part))?))).collect()
}

/// The texts of a list of parts; none where there is no list.
fn list<'a>(
    model: &Model,
    part: RecordId,
    given: Option<&'a str>,
) -> Result<Option<Vec<&'a RawValue>>, Error> {
    let list = given.map(serde_json::from_str);
    list.transpose().map_err(|_| say::no_list(&model.records[part].name.text))
}

/// The field that is the key of a record type, by which its parts name it: with none, or with a key
/// of several fields, there is nothing to inherit.
fn key_of(model: &Model, record: RecordId) -> Option<FieldId> {
    let mut keys = model.records[record].fields.enumerate().filter(|(_, field)| field.key);
    let (key, _) = keys.next().filter(|_| keys.next().is_none())?;
    Some(key)
}
