//! One object: what it gives each field, and the lists of its parts.

use super::names::Member;
use super::pairs::{Pairs, Words};
use super::told::Names;
use crate::data::cell::{Expected, Raw};
use crate::data::layout::Layout;
use crate::data::measure::plain_decimal;
use crate::data::row::Row;
use crate::data::row::put_cell;
use crate::model::{FieldId, RecordId};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;

/// Most spellings of names that are kept; programs have few.
const MOST_SPELLINGS: usize = 4_096;

/// The field of a part that names its parent, and the key of the record that it stands in.
pub(crate) type Inherited<'a> = (FieldId, &'a RawValue);

/// State kept while objects of one record type are read.
#[derive(Debug)]
pub(crate) struct Objects {
    layout: Layout,
    /// Meanings of the names met; none for a name that the record type does not have.
    names: HashMap<Box<str>, Option<Member>>,
    /// Names that the record type does not have, in the order met.
    unknown: Vec<Box<str>>,
    /// Names with their meanings, by the place at which they came last.
    order: Vec<(Box<str>, Member)>,
}

impl Objects {
    pub(crate) fn new(layout: Layout) -> Objects {
        Objects { layout, names: HashMap::new(), unknown: Vec::new(), order: Vec::new() }
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn layout_mut(&mut self) -> &mut Layout {
        &mut self.layout
    }

    /// Names met that the record type does not have, each once.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(AsRef::as_ref)
    }

    /// Forgets the names that the record type does not have: they are no news of the next object.
    pub(crate) fn forget_unknown(&mut self) {
        if !self.unknown.is_empty() {
            self.unknown.clear();
            self.names.retain(|_, member| member.is_some());
        }
    }

    /// Reads an object as a row. `member` says what a name stands for; a part may inherit the key
    /// of its parent, which holds where the object itself gives none.
    pub(crate) fn read<'a>(
        &mut self,
        pairs: &'a Pairs<'a>,
        inherited: Option<Inherited<'a>>,
        member: impl Fn(&str) -> Option<Member>,
    ) -> Result<Object<'a>, serde_json::Error> {
        let mut fields = vec![Given::Nothing; self.layout.slots.len()];
        let mut parts = Vec::new();
        for (name, value) in pairs.all() {
            match self.member(name, &member) {
                Some(Member::Field(field)) => {
                    if let Some(given) = fields.get_mut(field.index()) {
                        *given = if given.is_none() { Given::of(value)? } else { Given::Twice };
                    }
                }
                Some(Member::Parts(record)) => parts.push((record, *value)),
                None => {}
            }
        }
        let inherited =
            inherited.filter(|(field, _)| fields.get(field.index()).is_some_and(Given::is_none));
        if let Some((field, value)) = inherited
            && let Some(given) = fields.get_mut(field.index())
        {
            *given = Given::of(value)?;
        }
        Ok(Object { fields, parts, pairs, inherited })
    }

    /// Meanings of names that come at their places; `find` says what a new one stands for.
    pub(crate) fn meanings<F: Fn(&str) -> Option<Member>>(&mut self, find: F) -> Meanings<'_, F> {
        Meanings { objects: self, find }
    }

    fn member(&mut self, name: &str, find: impl Fn(&str) -> Option<Member>) -> Option<Member> {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let member = find(name);
        if member.is_none() {
            self.unknown.push(name.into());
        }
        if self.names.len() >= MOST_SPELLINGS {
            self.names.retain(|_, member| member.is_none());
        }
        self.names.insert(name.into(), member);
        member
    }
}

/// Meanings of names that come at their places.
pub(crate) struct Meanings<'o, F> {
    objects: &'o mut Objects,
    find: F,
}

impl<F: Fn(&str) -> Option<Member>> Names for Meanings<'_, F> {
    fn meaning(&mut self, place: usize, name: &str) -> Option<Member> {
        let known = self.objects.order.get(place);
        if let Some((_, member)) = known.filter(|(known, _)| **known == *name) {
            return Some(*member);
        }
        let member = self.objects.member(name, &self.find)?;
        let order = &mut self.objects.order;
        if let Some(known) = order.get_mut(place) {
            *known = (name.into(), member);
        } else if order.len() == place && place < MOST_SPELLINGS {
            order.push((name.into(), member));
        }
        Some(member)
    }
}

/// The value an object gives a field.
#[derive(Clone, Debug, PartialEq)]
enum Given<'a> {
    Nothing,
    Null,
    Twice,
    Text(Cow<'a, str>),
    Number(&'a str),
    YesNo(bool),
    Nested(&'a str),
}

impl<'a> Given<'a> {
    fn is_none(&self) -> bool {
        matches!(self, Given::Nothing | Given::Null)
    }

    fn of(value: &'a RawValue) -> Result<Given<'a>, serde_json::Error> {
        let text = value.get();
        Ok(match text.as_bytes().first() {
            Some(b'"') => Given::Text(serde_json::from_str::<Words>(text)?.0),
            Some(b't') => Given::YesNo(true),
            Some(b'f') => Given::YesNo(false),
            Some(b'{' | b'[') => Given::Nested(text),
            Some(b'n') | None => Given::Null,
            Some(_) => Given::Number(text),
        })
    }
}

/// An object as a row: the cell of a field stands at the field's place.
pub(crate) struct Object<'a> {
    fields: Vec<Given<'a>>,
    /// The lists of its parts, by their record type.
    parts: Vec<(RecordId, &'a RawValue)>,
    pairs: &'a Pairs<'a>,
    inherited: Option<Inherited<'a>>,
}

impl<'a> Object<'a> {
    /// The list that is given of its parts of a type; none where it is not there.
    pub(crate) fn parts(&self, of: RecordId) -> Option<&'a str> {
        let mut lists = self.parts.iter().filter(|(record, _)| *record == of);
        lists.next_back().map(|(_, list)| list.get()).filter(|list| *list != "null")
    }
}

impl Row for Object<'_> {
    fn raw(&self, column: usize) -> Raw<'_> {
        match self.fields.get(column) {
            None | Some(Given::Nothing | Given::Null) => Raw::Blank,
            Some(Given::Twice) => Raw::Refused(Expected::OneValue, Cow::Borrowed("")),
            Some(Given::Text(text)) => Raw::Text(text),
            Some(Given::YesNo(truth)) => Raw::YesNo(*truth),
            Some(Given::Nested(text)) => Raw::Refused(Expected::Single, Cow::Borrowed(text)),
            Some(Given::Number(digits)) => plain_decimal(digits)
                .map_or(Raw::Refused(Expected::FewerDigits, Cow::Borrowed(digits)), Raw::Number),
        }
    }

    fn tells(&self, column: usize) -> bool {
        self.fields.get(column).is_some_and(|given| *given != Given::Nothing)
    }

    fn width(&self) -> usize {
        self.fields.len()
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        let mut pairs: Vec<(&str, &str)> =
            self.pairs.all().iter().map(|(name, value)| (name.as_ref(), value.get())).collect();
        pairs.sort_unstable();
        for (name, value) in pairs {
            put_cell(bytes, b'n', name);
            put_cell(bytes, b'v', value);
        }
        if let Some((_, value)) = self.inherited {
            put_cell(bytes, b'p', value.get());
        }
    }
}
