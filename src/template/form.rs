//! A template laid out as a workbook.

use super::{Template, TemplateColumn, TemplateSheet};
use crate::data::account::letters;
use crate::data::free_name;
use crate::data::out::{
    Cell, Entry, Form, FormColumn, FormGuide, FormPage, FormSheet, GuideLine, Kind,
};
use crate::diag::{Message, schema, template as say};
use crate::sheets::kind;
use crate::source::key;
use crate::value::text::show_value;
use crate::value::{Num, Type, Unit, Value};
use std::borrow::Cow;

impl Template {
    /// Form of the workbook, to be written by [`crate::data::out::write_form`].
    pub fn form(&self) -> Form {
        let words = say::words(self.lang);
        let taken: Vec<String> = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let guide = FormPage::Guide(FormGuide {
            name: free_name(words.guide, &taken),
            lines: self.guide().into_iter().map(|line| self.unlike_a_header(line)).collect(),
        });
        let sheet = |sheet: &TemplateSheet| FormPage::Sheet(self.sheet(sheet));
        // Sheets that must have a place get it; the others fill what is left, the guide first.
        let fixed = self.sheets.iter().filter_map(|one| Some((one.place?, sheet(one))));
        let mut fixed: Vec<(u32, FormPage)> = fixed.collect();
        let free = self.sheets.iter().filter(|one| one.place.is_none()).map(sheet);
        let mut free = std::iter::once(guide).chain(free);
        let mut pages = Vec::new();
        for place in 1_u32.. {
            let at = fixed.iter().position(|(wanted, _)| *wanted == place);
            let page = at.map(|at| fixed.swap_remove(at).1).or_else(|| free.next());
            match page {
                Some(page) => pages.push(page),
                None => break,
            }
        }
        pages.extend(fixed.into_iter().map(|(_, page)| page));
        Form { pages, lists_name: words.lists.to_owned(), lists: self.lists.clone() }
    }

    fn sheet(&self, sheet: &TemplateSheet) -> FormSheet {
        FormSheet {
            name: sheet.name.clone(),
            above: sheet.day.clone(),
            header_row: sheet.header_row,
            columns: sheet.columns.iter().map(|column| self.column(sheet, column)).collect(),
        }
    }

    fn column(&self, sheet: &TemplateSheet, column: &TemplateColumn) -> FormColumn {
        let range = column.field.range.as_ref().map(|range| range.text.as_str());
        FormColumn {
            header: column.header.clone(),
            note: self.note(sheet, column),
            required: column.field.key || column.field.required,
            entry: column.entry(),
            refusal: self.say(&say::refusal(self.say(&column.content()), range)).to_owned(),
        }
    }

    fn say<'m>(&self, message: &'m Message) -> &'m str {
        message.get(self.lang)
    }

    fn note(&self, sheet: &TemplateSheet, column: &TemplateColumn) -> String {
        let (field, content) = (&column.field, column.content());
        let mut lines = vec![say::field_named(&field.name)];
        lines.extend(self.link(sheet, column));
        lines.push(match column.unit() {
            Some(unit) => say::in_unit(self.say(&content), self.say(&unit)),
            None => say::content(self.say(&content)),
        });
        lines.extend(field.range.as_ref().map(|range| say::within(&range.text)));
        lines.extend(field.step.as_ref().map(|step| schema::step(&step.text)));
        lines.extend(self.choices(column).map(|values| say::one_of(&values)));
        lines.push(match (field.key, field.required) {
            (true, _) => say::is_key(),
            (false, true) => say::is_needed(),
            (false, false) => say::is_optional(),
        });
        lines.push(say::source(&format!("{}:{}", field.place.file, field.place.line)));
        lines.iter().map(|line| self.say(line)).collect::<Vec<_>>().join("\n")
    }

    /// The record type whose key a column holds, where its rows are parts of those.
    fn link(&self, sheet: &TemplateSheet, column: &TemplateColumn) -> Option<Message> {
        let parent = sheet.record.parent.as_ref()?;
        (parent.field == column.field.name).then(|| say::links_to(&parent.record))
    }

    fn choices(&self, column: &TemplateColumn) -> Option<String> {
        let (_, values) = self.lists.get(column.list?)?;
        Some(values.join(", "))
    }

    fn guide(&self) -> Vec<GuideLine> {
        let words = say::words(self.lang);
        let title = self.title.as_deref().unwrap_or(&self.pack);
        let mut lines = vec![GuideLine::Title(self.say(&say::title(title)).to_owned())];
        let text = |message: &Message| GuideLine::Text(self.say(message).to_owned());
        lines.extend(say::how_to().iter().map(text));
        lines.push(text(&say::of_pack(&self.pack, &self.fingerprint)));
        for sheet in &self.sheets {
            lines.push(GuideLine::Text(String::new()));
            let title = sheet.record.title.as_deref().unwrap_or(&sheet.record.name);
            lines.push(GuideLine::Title(self.say(&say::sheet_of(&sheet.name, title)).to_owned()));
            lines.extend(sheet.day.as_ref().map(|((row, column), _)| {
                text(&say::day_in(&sheet.name, &format!("{}{}", letters(*column), row + 1)))
            }));
            let never = sheet.record.impossible.iter();
            lines.extend(
                never.map(|never| text(&schema::never(&never.condition, never.reason.as_deref()))),
            );
            let header = [
                words.sheet,
                words.column,
                words.header,
                words.field,
                words.content,
                words.unit,
                words.needed,
                words.range,
                words.choices,
                words.example,
                words.place,
            ];
            lines.push(GuideLine::Header(header.map(str::to_owned).to_vec()));
            let rows = sheet.columns.iter().enumerate();
            lines.extend(rows.map(|(place, column)| self.row(sheet, place, column)));
        }
        lines
    }

    fn row(&self, sheet: &TemplateSheet, place: usize, column: &TemplateColumn) -> GuideLine {
        let words = say::words(self.lang);
        let (field, text) = (&column.field, |text: String| Cell::Text(Cow::Owned(text)));
        let needed = match (field.key, field.required) {
            (true, _) => words.key,
            (false, true) => words.needed,
            (false, false) => "",
        };
        let unit = column.unit().map(|unit| self.say(&unit).to_owned()).unwrap_or_default();
        let range = field.range.as_ref().map(|range| range.text.clone()).unwrap_or_default();
        let link = self.link(sheet, column);
        let content = link.unwrap_or_else(|| column.content());
        GuideLine::Row(vec![
            text(sheet.name.clone()),
            text(letters(place)),
            text(column.header.clone()),
            text(field.name.clone()),
            text(self.say(&content).to_owned()),
            text(unit),
            text(needed.to_owned()),
            text(range),
            text(self.choices(column).unwrap_or_default()),
            self.example(column),
            text(format!("{}:{}", field.place.file, field.place.line)),
        ])
    }

    /// The example as it is filled in.
    fn example(&self, column: &TemplateColumn) -> Cell<'static> {
        let Some(example) = &column.example else { return Cell::Blank };
        match &example.value {
            Value::Num(number) => match number.div(&column.scale) {
                Ok(number) => Cell::Measure(number, column.kind(), String::new()),
                Err(_) => Cell::Blank,
            },
            Value::Date(day) => Cell::Date(*day),
            Value::Bool(truth) => {
                let words = say::words(self.lang);
                Cell::Text(Cow::Borrowed(if *truth { words.yes } else { words.no }))
            }
            Value::Missing | Value::Code(_) | Value::Text(_) => {
                let name = |_, _| example.name.as_deref();
                let shown = show_value(&example.value, example.ty, self.lang, &[], name);
                Cell::Text(Cow::Owned(shown.text))
            }
        }
    }

    /// A line none of whose cells the reader takes for a header: such words are quoted.
    fn unlike_a_header(&self, line: GuideLine) -> GuideLine {
        let told = |text: String| match self.headers.contains(&key(&text)) {
            true => format!("“{text}”"),
            false => text,
        };
        match line {
            GuideLine::Title(text) => GuideLine::Title(told(text)),
            GuideLine::Text(text) => GuideLine::Text(told(text)),
            GuideLine::Header(cells) => GuideLine::Header(cells.into_iter().map(told).collect()),
            GuideLine::Row(cells) => GuideLine::Row(
                cells
                    .into_iter()
                    .map(|cell| match cell {
                        Cell::Text(text) => Cell::Text(Cow::Owned(told(text.into_owned()))),
                        other => other,
                    })
                    .collect(),
            ),
        }
    }
}

impl TemplateColumn {
    /// Words for what is filled in.
    fn content(&self) -> Message {
        say::content_of(self.ty, self.field.value_type.category.as_deref().unwrap_or(""))
    }

    /// Unit of the numbers.
    fn unit(&self) -> Option<Message> {
        match self.ty {
            Type::Number(unit) => say::unit(unit, self.unit.as_deref()),
            Type::Text | Type::Date | Type::YesNo | Type::Category(_) => None,
        }
    }

    fn kind(&self) -> Kind {
        match self.ty {
            // With a unit of its own it is a number like any other.
            Type::Number(Unit::Ratio) if self.unit.is_some() => Kind::Number,
            ty => kind(ty),
        }
    }

    fn entry(&self) -> Entry {
        let bounds = self.bounds.clone();
        match (self.list, self.ty) {
            (Some(list), _) => Entry::Choice(list),
            (None, Type::Date) => Entry::Date { bounds },
            (None, Type::Number(unit)) => Entry::Number {
                kind: self.kind(),
                whole: unit.is_whole() && self.scale == Num::ONE,
                scale: self.scale.clone(),
                bounds,
            },
            (None, Type::Text | Type::YesNo | Type::Category(_)) => Entry::Text,
        }
    }
}
