//! A record of a program taken as it is serialised: values go where their fields are, without a
//! text of the record between. It says what a JSON text of the record would say, and what is no
//! single value is written as one, by the same writer.

use super::names::Member;
use super::pairs::Words;
use crate::data::cell::{Expected, Raw};
use crate::data::measure::{exact, plain_decimal};
use crate::data::row::Row;
use crate::data::row::put_cell;
use crate::model::{FieldId, RecordId};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::value::RawValue;
use serde_json::{Error, Serializer as Json};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::{Display, Write as _};
use std::io;
use std::ops::Range;

/// Structs of this name are the JSON writer's own: they stand for a text that it takes over.
const OWN_STRUCTS: &str = "$serde_json::private::";

/// A record that was taken: what it gives each field, and the lists of its parts.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Texts of JSON: values that are none of the other kinds, or the whole record.
    json: Vec<u8>,
    told: Told,
}

#[derive(Debug, Default)]
struct Told {
    /// Texts, as they are.
    texts: String,
    /// A name that is being read.
    name: Vec<u8>,
    fields: Vec<Given>,
    /// The later values of a field that is there several times.
    again: Vec<(FieldId, Given)>,
    parts: Vec<(RecordId, Range<usize>)>,
    /// `true` if the record has fields: it is a struct or a map.
    has_fields: bool,
}

/// The value that a record gives a field.
#[derive(Clone, Debug, Default, PartialEq)]
enum Given {
    #[default]
    Nothing,
    Null,
    Twice,
    Text(Range<usize>),
    Whole(i64),
    YesNo(bool),
    /// A value in JSON: a number in digits, a list, an object.
    Json(Range<usize>),
}

/// Meanings of names, by the place at which they come: most records name their fields in one order.
pub(crate) trait Names {
    /// The meaning of the name that comes at a place.
    fn meaning(&mut self, place: usize, name: &str) -> Option<Member>;
}

impl Record {
    /// Takes a record of a type with so many fields. Gives a text of it where it has none: it is no
    /// struct and no map.
    ///
    /// # Errors
    /// It cannot be serialised.
    pub(crate) fn take<R: Serialize + ?Sized>(
        &mut self,
        fields: usize,
        names: &mut dyn Names,
        record: &R,
    ) -> Result<Option<&str>, Error> {
        self.json.clear();
        self.told.clear(fields);
        let len = Cell::new(0);
        let mut json = Json::new(Counted { bytes: &mut self.json, len: &len });
        record.serialize(Whole { json: &mut json, len: &len, told: &mut self.told, names })?;
        self.settle()?;
        Ok((!self.told.has_fields).then(|| self.piece(&(0..self.json.len()))))
    }

    /// Tells apart what was written as JSON: texts, truths, and what is no value.
    fn settle(&mut self) -> Result<(), Error> {
        let Record { json, told } = self;
        let Told { texts, fields, again, .. } = told;
        for given in fields.iter_mut().chain(again.iter_mut().map(|(_, given)| given)) {
            let Given::Json(range) = given else { continue };
            let text = json.get(range.clone()).and_then(|text| str::from_utf8(text).ok());
            let text = text.unwrap_or_default();
            *given = match text.as_bytes().first() {
                Some(b'"') => {
                    let start = texts.len();
                    texts.push_str(&serde_json::from_str::<Words<'_>>(text)?.0);
                    Given::Text(start..texts.len())
                }
                Some(b't') => Given::YesNo(true),
                Some(b'f') => Given::YesNo(false),
                Some(b'n') | None => Given::Null,
                Some(_) => continue,
            };
        }
        for (field, given) in again.iter() {
            if let Some(known) = fields.get_mut(field.index()) {
                let none = matches!(known, Given::Nothing | Given::Null);
                *known = if none { given.clone() } else { Given::Twice };
            }
        }
        Ok(())
    }

    fn piece(&self, range: &Range<usize>) -> &str {
        self.json.get(range.clone()).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }

    fn words(&self, range: &Range<usize>) -> &str {
        self.told.texts.get(range.clone()).unwrap_or_default()
    }

    /// The value of a field that is given as a whole number.
    pub(super) fn whole(&self, column: usize) -> Option<i64> {
        if let Given::Whole(number) = self.told.fields.get(column)? { Some(*number) } else { None }
    }

    /// Returns `true` if a list of parts is given.
    pub(crate) fn has_parts(&self) -> bool {
        !self.told.parts.is_empty()
    }

    /// The text of the list that is given of parts of a type; none where it is not there.
    pub(crate) fn parts(&self, of: RecordId) -> Option<&str> {
        let mut lists = self.told.parts.iter().filter(|(record, _)| *record == of);
        lists.next_back().map(|(_, list)| self.piece(list)).filter(|list| *list != "null")
    }

    /// The value of a field as a text of JSON; none where the record does not give it.
    pub(crate) fn value(&self, field: FieldId) -> Option<Box<RawValue>> {
        let given = self.told.fields.get(field.index())?;
        let last = self.told.again.iter().rev().find(|(of, _)| *of == field).map(|(_, last)| last);
        let text = match last.unwrap_or(given) {
            Given::Nothing | Given::Twice => return None,
            Given::Null => "null".to_owned(),
            Given::Text(text) => serde_json::to_string(self.words(text)).ok()?,
            Given::Whole(number) => number.to_string(),
            Given::YesNo(truth) => truth.to_string(),
            Given::Json(text) => self.piece(text).to_owned(),
        };
        RawValue::from_string(text).ok()
    }
}

impl Told {
    fn clear(&mut self, fields: usize) {
        self.texts.clear();
        self.again.clear();
        self.parts.clear();
        self.fields.clear();
        self.fields.resize(fields, Given::Nothing);
        self.has_fields = false;
    }

    /// Gives a field its value.
    fn give(&mut self, field: FieldId, given: Given) {
        match self.fields.get_mut(field.index()) {
            Some(known @ Given::Nothing) => *known = given,
            Some(_) => self.again.push((field, given)),
            None => {}
        }
    }
}

/// A record that was taken, as a row: the cell of a field stands at the field's place. A part may
/// inherit the key of its parent, which no record of a program itself does.
impl Row for Record {
    fn raw(&self, column: usize) -> Raw<'_> {
        match self.told.fields.get(column) {
            None | Some(Given::Nothing | Given::Null) => Raw::Blank,
            Some(Given::Twice) => Raw::Refused(Expected::OneValue, Cow::Borrowed("")),
            Some(Given::Text(text)) => Raw::Text(self.words(text)),
            Some(Given::YesNo(truth)) => Raw::YesNo(*truth),
            Some(Given::Whole(number)) => exact(i128::from(*number), 0)
                .map_or(Raw::Refused(Expected::FewerDigits, Cow::Borrowed("")), Raw::Number),
            Some(Given::Json(text)) => {
                let text = self.piece(text);
                if text.starts_with(['{', '[']) {
                    return Raw::Refused(Expected::Single, Cow::Borrowed(text));
                }
                plain_decimal(text)
                    .map_or(Raw::Refused(Expected::FewerDigits, Cow::Borrowed(text)), Raw::Number)
            }
        }
    }

    fn tells(&self, column: usize) -> bool {
        self.told.fields.get(column).is_some_and(|given| *given != Given::Nothing)
    }

    fn width(&self) -> usize {
        self.told.fields.len()
    }

    fn put(&self, bytes: &mut Vec<u8>) {
        for column in 0..self.width() {
            let kind = if self.tells(column) { b'v' } else { b'n' };
            put_cell(bytes, kind, &self.raw(column).shown());
        }
    }
}

/// A text of JSON that is being written, and how long it is.
struct Counted<'w> {
    bytes: &'w mut Vec<u8>,
    len: &'w Cell<usize>,
}

impl io::Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.len.set(self.bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Written<'w> = Json<Counted<'w>>;

/// A compound value that the writer of JSON takes over.
type Compound<'s, 'w> = <&'s mut Written<'w> as Serializer>::SerializeMap;

/// A value of a field.
struct Single<'s, 'w> {
    json: &'s mut Written<'w>,
    texts: &'s mut String,
    /// The value; nothing where it was written as JSON.
    given: &'s mut Given,
}

impl Single<'_, '_> {
    fn whole(self, number: impl Into<i64>) -> Result<(), Error> {
        *self.given = Given::Whole(number.into());
        Ok(())
    }

    fn null(self) -> Result<(), Error> {
        *self.given = Given::Null;
        Ok(())
    }
}

/// Methods that hand a value on to the writer of JSON.
macro_rules! written {
    ($json:ident: $($method:ident($($name:ident: $ty:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self $(, $name: $ty)*) -> Result<$ok, Error> {
            self.$json.$method($($name),*)
        })*
    };
}

impl<'s, 'w> Serializer for Single<'s, 'w> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'s, 'w>;
    type SerializeTuple = Compound<'s, 'w>;
    type SerializeTupleStruct = Compound<'s, 'w>;
    type SerializeTupleVariant = Compound<'s, 'w>;
    type SerializeMap = Compound<'s, 'w>;
    type SerializeStruct = Compound<'s, 'w>;
    type SerializeStructVariant = Compound<'s, 'w>;

    written! { json:
        serialize_i128(value: i128) -> ();
        serialize_u128(value: u128) -> ();
        serialize_bytes(value: &[u8]) -> ();
        serialize_seq(len: Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(len: usize) -> Self::SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(
            name: &'static str,
            number: u32,
            variant: &'static str,
            len: usize
        ) -> Self::SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> Self::SerializeMap;
        serialize_struct(name: &'static str, len: usize) -> Self::SerializeStruct;
        serialize_struct_variant(
            name: &'static str,
            number: u32,
            variant: &'static str,
            len: usize
        ) -> Self::SerializeStructVariant;
    }

    #[expect(clippy::disallowed_types, reason = "handed on to the writer of JSON")]
    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.json.serialize_f32(value)
    }

    #[expect(clippy::disallowed_types, reason = "handed on to the writer of JSON")]
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.json.serialize_f64(value)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        *self.given = Given::YesNo(value);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.whole(value)
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        match i64::try_from(value) {
            Ok(value) => self.whole(value),
            Err(_) => self.json.serialize_u64(value),
        }
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        let start = self.texts.len();
        self.texts.push_str(value);
        *self.given = Given::Text(start..self.texts.len());
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        let start = self.texts.len();
        write!(self.texts, "{value}").map_err(Error::custom)?;
        *self.given = Given::Text(start..self.texts.len());
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.null()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.null()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Error> {
        self.null()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _number: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        number: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.json.serialize_newtype_variant(name, number, variant, value)
    }
}

/// A whole record.
struct Whole<'s, 'w> {
    json: &'s mut Written<'w>,
    len: &'s Cell<usize>,
    told: &'s mut Told,
    names: &'s mut dyn Names,
}

/// The fields of a record that is a struct or a map.
struct Fields<'s, 'w> {
    whole: Whole<'s, 'w>,
    /// Number of the names so far.
    names: usize,
    /// Meaning of the name whose value comes next.
    member: Option<Member>,
}

/// A record that is a struct: its fields, or one of the JSON writer's own structs.
enum Struct<'s, 'w> {
    Fields(Fields<'s, 'w>),
    Own(Compound<'s, 'w>),
}

impl<'s, 'w> Whole<'s, 'w> {
    fn fields(self) -> Fields<'s, 'w> {
        self.told.has_fields = true;
        Fields { whole: self, names: 0, member: None }
    }

    fn put<T: Serialize + ?Sized>(
        &mut self,
        member: Option<Member>,
        value: &T,
    ) -> Result<(), Error> {
        let start = self.len.get();
        match member {
            Some(Member::Field(field)) => {
                let mut given = Given::Nothing;
                let texts = &mut self.told.texts;
                value.serialize(Single { json: &mut *self.json, texts, given: &mut given })?;
                let given = match given {
                    Given::Nothing => Given::Json(start..self.len.get()),
                    given => given,
                };
                self.told.give(field, given);
            }
            Some(Member::Parts(record)) => {
                value.serialize(&mut *self.json)?;
                self.told.parts.push((record, start..self.len.get()));
            }
            None => value.serialize(&mut *self.json)?,
        }
        Ok(())
    }
}

impl Fields<'_, '_> {
    fn name(&mut self, name: &str) {
        self.member = self.whole.names.meaning(self.names, name);
        self.names += 1;
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let member = self.member.take();
        self.whole.put(member, value)
    }
}

impl SerializeMap for Fields<'_, '_> {
    type Ok = ();
    type Error = Error;

    /// The JSON writer says which keys there can be, and what they are called.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let mut text = std::mem::take(&mut self.whole.told.name);
        text.clear();
        let mut json = Json::new(&mut text);
        SerializeMap::serialize_key(&mut (&mut json).serialize_map(None)?, key)?;
        let name = text.get(1..).unwrap_or_default();
        self.name(&serde_json::from_slice::<Words<'_>>(name)?.0);
        self.whole.told.name = text;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl SerializeStruct for Struct<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match self {
            Struct::Fields(fields) => {
                fields.name(name);
                fields.value(value)
            }
            Struct::Own(own) => SerializeStruct::serialize_field(own, name, value),
        }
    }

    fn end(self) -> Result<(), Error> {
        match self {
            Struct::Fields(_) => Ok(()),
            Struct::Own(own) => SerializeStruct::end(own),
        }
    }
}

impl<'s, 'w> Serializer for Whole<'s, 'w> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'s, 'w>;
    type SerializeTuple = Compound<'s, 'w>;
    type SerializeTupleStruct = Compound<'s, 'w>;
    type SerializeTupleVariant = Compound<'s, 'w>;
    type SerializeMap = Fields<'s, 'w>;
    type SerializeStruct = Struct<'s, 'w>;
    type SerializeStructVariant = Compound<'s, 'w>;

    written! { json:
        serialize_bool(value: bool) -> ();
        serialize_i8(value: i8) -> ();
        serialize_i16(value: i16) -> ();
        serialize_i32(value: i32) -> ();
        serialize_i64(value: i64) -> ();
        serialize_i128(value: i128) -> ();
        serialize_u8(value: u8) -> ();
        serialize_u16(value: u16) -> ();
        serialize_u32(value: u32) -> ();
        serialize_u64(value: u64) -> ();
        serialize_u128(value: u128) -> ();
        serialize_char(value: char) -> ();
        serialize_str(value: &str) -> ();
        serialize_bytes(value: &[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(name: &'static str) -> ();
        serialize_unit_variant(name: &'static str, number: u32, variant: &'static str) -> ();
        serialize_seq(len: Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(len: usize) -> Self::SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(
            name: &'static str,
            number: u32,
            variant: &'static str,
            len: usize
        ) -> Self::SerializeTupleVariant;
        serialize_struct_variant(
            name: &'static str,
            number: u32,
            variant: &'static str,
            len: usize
        ) -> Self::SerializeStructVariant;
    }

    #[expect(clippy::disallowed_types, reason = "handed on to the writer of JSON")]
    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.json.serialize_f32(value)
    }

    #[expect(clippy::disallowed_types, reason = "handed on to the writer of JSON")]
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.json.serialize_f64(value)
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Fields<'s, 'w>, Error> {
        Ok(self.fields())
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Struct<'s, 'w>, Error> {
        if name.starts_with(OWN_STRUCTS) {
            return Ok(Struct::Own(self.json.serialize_struct(name, len)?));
        }
        Ok(Struct::Fields(self.fields()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        number: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.json.serialize_newtype_variant(name, number, variant, value)
    }
}
