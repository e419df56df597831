//! A schema laid out for a reader.

use super::parts::*;
use crate::diag::{Message, schema as say, types};
use crate::explain::decision::{DecisionKind, TypedValue};
use crate::value::text::{plain_number, show_value};
use crate::value::{CategoryId, Lang, Type, Unit};

impl Schema {
    /// The schema as a text: record types with their fields, categories, parameters, functions,
    /// blocks, targets.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = Text { lines: Vec::new(), lang };
        text.line(0, &[&self.pack, self.title.as_deref().unwrap_or("")].join(" · "));
        text.days(0, self.effective);
        text.section(say::records(), &self.records, Text::record);
        text.section(say::categories(), &self.categories, Text::category);
        text.section(say::parameters(), &self.parameters, Text::parameter);
        text.section(say::functions(), &self.functions, Text::function);
        text.section(say::blocks(), &self.blocks, Text::block);
        text.section(say::targets(), &self.targets, Text::targets);
        text.lines.join("\n") + "\n"
    }

    /// The schema of one record type alone; none where there is no such type.
    pub fn only(mut self, record: &str) -> Option<Schema> {
        let wanted = crate::source::key(record);
        let is_wanted = |name: &str| crate::source::key(name) == wanted;
        self.records.retain(|record| is_wanted(&record.name));
        self.blocks.retain(|block| is_wanted(&block.record));
        self.targets.retain(|targets| is_wanted(&targets.record));
        (!self.records.is_empty()).then_some(self)
    }
}

struct Text {
    lines: Vec<String>,
    lang: Lang,
}

impl Text {
    fn line(&mut self, level: usize, words: &str) {
        self.lines.push(format!("{}{}", "  ".repeat(level), words.trim_end_matches([' ', '·'])));
    }

    fn say(&mut self, level: usize, message: &Message) {
        let words = message.get(self.lang).to_owned();
        self.line(level, &words);
    }

    fn days(&mut self, level: usize, days: Option<Days>) {
        if let Some(told) = days.and_then(|days| say::days(days.from, days.to)) {
            self.say(level, &told);
        }
    }

    fn section<T>(&mut self, title: Message, items: &[T], each: fn(&mut Text, &T)) {
        if items.is_empty() {
            return;
        }
        self.line(0, "");
        self.say(0, &title);
        items.iter().for_each(|item| each(self, item));
    }

    fn titled(&mut self, level: usize, name: &str, title: Option<&String>, more: &[&str]) {
        let title = title.map(|title| format!(": {title}")).unwrap_or_default();
        let more: String = more.iter().map(|word| format!(" · {word}")).collect();
        self.line(level, &format!("{name}{title}{more}"));
    }

    fn record(&mut self, record: &RecordSchema) {
        self.titled(1, &record.name, record.title.as_ref(), &[]);
        if let Some(parent) = &record.parent {
            self.say(2, &say::part_of(&parent.record, &parent.field));
            let complete = parent.complete_when.as_deref();
            complete.into_iter().for_each(|when| self.say(2, &say::complete_when(when)));
        }
        if let Some(day) = &record.monthly_by {
            self.say(2, &say::monthly_by(day));
        }
        if !record.parts.is_empty() {
            self.say(2, &say::parts(&record.parts.join(", ")));
        }
        self.say(2, &say::fields());
        record.fields.iter().for_each(|field| self.field(field));
        for never in &record.impossible {
            self.say(3, &say::never(&never.condition, never.reason.as_deref()));
        }
        if !record.derived.is_empty() {
            self.say(2, &say::derived());
        }
        for derived in &record.derived {
            let of = type_words(&derived.value_type);
            let of = if derived.list { say::list(&of) } else { of };
            self.line(3, &format!("{}: {}", derived.name, of.get(self.lang)));
        }
    }

    fn field(&mut self, field: &FieldSchema) {
        let mut words = vec![type_words(&field.value_type).get(self.lang).to_owned()];
        let marks = [(field.key, say::key()), (field.required, say::required())];
        let marks = marks.into_iter().filter(|(has, _)| *has);
        words.extend(marks.map(|(_, mark)| mark.get(self.lang).to_owned()));
        words.extend(field.range.as_ref().map(|range| range.text.clone()));
        let step = field.step.as_ref().map(|step| say::step(&step.text));
        words.extend(step.map(|step| step.get(self.lang).to_owned()));
        let change = field.change.and_then(say::change);
        words.extend(change.map(|change| change.get(self.lang).to_owned()));
        if !field.columns.is_empty() {
            let names: Vec<String> = field.columns.iter().map(|name| format!("“{name}”")).collect();
            words.push(say::columns(&names.join(", ")).get(self.lang).to_owned());
        }
        self.line(3, &format!("{}: {}", field.name, words.join(", ")));
    }

    fn category(&mut self, category: &CategorySchema) {
        let ordered = say::ordered();
        let more = if category.ordered { vec![ordered.get(self.lang)] } else { Vec::new() };
        self.titled(1, &category.name, None, &more);
        for value in &category.values {
            let code = value.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
            let days = say::days(value.days.from, value.days.to);
            let days = days.map(|days| format!(", {}", days.get(self.lang))).unwrap_or_default();
            let also = say::also_named(&value.also);
            let also = also.map(|also| format!(", {}", also.get(self.lang))).unwrap_or_default();
            self.line(2, &format!("{}{code}{also}{days}", value.name));
        }
    }

    fn parameter(&mut self, parameter: &ParameterSchema) {
        let of = type_words(&parameter.value_type);
        self.line(1, &format!("{}: {}", parameter.name, of.get(self.lang)));
        for dated in &parameter.values {
            let days = say::days(dated.days.from, dated.days.to);
            let days = days.map(|days| days.get(self.lang).to_owned()).unwrap_or_default();
            let value = dated.value.as_ref().map(|value| self.value(value)).unwrap_or_default();
            self.line(2, &format!("{days}: {value}"));
        }
    }

    fn value(&self, value: &TypedValue) -> String {
        let name = |_: CategoryId, _: u32| value.name.as_deref();
        show_value(&value.value, value.ty, self.lang, &[], name).text
    }

    fn function(&mut self, function: &FunctionSchema) {
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|part| format!("{}: {}", part.name, type_words(&part.value_type).get(self.lang)))
            .collect();
        let result = type_words(&function.result);
        let parameters = parameters.join("; ");
        self.line(1, &format!("{}({parameters}): {}", function.name, result.get(self.lang)));
    }

    fn block(&mut self, block: &BlockSchema) {
        let points = block.max_points.as_ref().map(|points| plain_number(points).0);
        let kind = match block.kind {
            DecisionKind::Scorecard | DecisionKind::Record => {
                say::scorecard(&points.unwrap_or_default())
            }
            DecisionKind::Eligibility => say::eligibility(),
            DecisionKind::Check => say::check(),
        };
        let about = say::about(&block.record);
        let more = [about.get(self.lang), kind.get(self.lang)];
        self.titled(1, &block.name, block.title.as_ref(), &more);
        let is_graded = block.grades.is_some();
        let words = block.verdicts.iter().map(|verdict| match is_graded {
            true => verdict.word.clone(),
            false => format!("{} ({})", verdict.word, verdict.code),
        });
        let words: Vec<String> = words.collect();
        if !words.is_empty() {
            self.say(2, &say::verdicts(&words.join(", ")));
        }
    }

    fn targets(&mut self, targets: &TargetSchema) {
        let mut more = vec![say::about(&targets.record).get(self.lang).to_owned()];
        more.extend(targets.by.as_ref().map(|by| say::by(by).get(self.lang).to_owned()));
        more.extend(targets.total.then(|| say::total().get(self.lang).to_owned()));
        let more: Vec<&str> = more.iter().map(String::as_str).collect();
        self.titled(1, &targets.name, targets.title.as_ref(), &more);
        for indicator in &targets.indicators {
            let of = type_words(&indicator.value_type);
            let title = indicator.title.as_ref().map(|title| format!(" {title}"));
            let title = title.unwrap_or_default();
            self.line(2, &format!("{}{title}: {}", indicator.label, of.get(self.lang)));
        }
    }
}

/// A type in words; of a category, its name.
fn type_words(of: &ValueType) -> Message {
    let unit = match of.unit {
        None => Unit::Number,
        Some(UnitKind::Integer) => Unit::Integer,
        Some(UnitKind::Year) => Unit::Year,
        Some(UnitKind::Ratio) => Unit::Ratio,
        Some(UnitKind::Money) => Unit::Money,
        Some(UnitKind::Points) => Unit::Points,
        Some(UnitKind::Days) => Unit::Days,
        Some(UnitKind::Months) => Unit::Months,
    };
    match of.kind {
        ValueKind::Text => types::of(Type::Text, ""),
        ValueKind::Number => types::of(Type::Number(unit), ""),
        ValueKind::Date => types::of(Type::Date, ""),
        ValueKind::YesNo => types::of(Type::YesNo, ""),
        ValueKind::Category => types::of_category(of.category.as_deref().unwrap_or("")),
    }
}
