//! Who comes before whom.

use super::YearForm;
use super::table::{YearTable, column, text};
use crate::data::out::{Cell, Column, Kind};
use crate::diag::Message;
use crate::diag::ranking::{self as say, Words, words};
use crate::explain::decision::{NamedValue, name_of_record};
use crate::ranking::{Ranked, Ranking, Unranked};
use crate::sheets::kind;
use crate::value::{Lang, Num, Value};

/// The table of a ranking; in a workbook those without a rank have one of their own.
pub(super) fn tables(ranking: &Ranking, form: YearForm, lang: Lang) -> Vec<YearTable> {
    let sheet = Sheet { ranking, lang, words: words(lang) };
    let ranked = sheet.ranked();
    match form {
        YearForm::Screen => ranked.with_note(sheet.note()).for_screen(),
        YearForm::Page => vec![ranked.with_note(sheet.note())],
        YearForm::Workbook => {
            let name = say::sheet(&ranking.block).get(lang).to_owned();
            std::iter::once(ranked.named(name)).chain(sheet.unranked()).collect()
        }
    }
}

struct Sheet<'r> {
    ranking: &'r Ranking,
    lang: Lang,
    words: &'static Words,
}

impl Sheet<'_> {
    fn ranked(&self) -> YearTable {
        let words = self.words;
        let has_before = self.ranking.ranked.iter().any(|one| one.rank_before.is_some());
        let has_result = self.ranking.ranked.iter().any(|one| one.result.is_some());
        let mut columns = vec![column(words.rank, Kind::Number), self.name_column()];
        if has_result {
            columns.push(column(words.result, Kind::Text));
        }
        columns.extend(self.value_columns());
        if has_before {
            columns.push(column(words.rank_before, Kind::Number));
        }
        columns.push(column(words.notes, Kind::Text));
        let rows = self.ranking.ranked.iter().map(|one| {
            let mut row = vec![count(one.rank), text(self.name(&one.name, &one.shown))];
            if has_result {
                row.push(one.result.as_deref().map_or(Cell::Blank, text));
            }
            row.extend(one.values.iter().map(|value| self.value(value)));
            if has_before {
                row.push(one.rank_before.map_or(Cell::Blank, count));
            }
            row.push(if one.tied { text(words.tied) } else { Cell::Blank });
            row
        });
        let by =
            self.ranking.keys.iter().map(|key| self.said(&say::in_order(&key.name, key.ascending)));
        let by = by.collect::<Vec<_>>().join(", ");
        let heading = say::heading(&self.ranking.block, &by, self.ranking.month);
        YearTable::new(self.said(&heading), columns, self.lang).with_rows(rows.collect())
    }

    /// Those that have no rank, with why.
    fn unranked(&self) -> Option<YearTable> {
        let columns = vec![self.name_column(), column(self.words.why, Kind::Text)];
        let rows = self
            .ranking
            .unranked
            .iter()
            .map(|one| vec![text(self.name(&one.name, &one.shown)), text(self.said(&one.why))]);
        let heading = self.said(&say::unranked(&self.ranking.block));
        let table = YearTable::new(heading, columns, self.lang).with_rows(rows.collect());
        (!self.ranking.unranked.is_empty()).then_some(table)
    }

    /// Those that have no rank, a line each, and what that means for the others.
    fn note(&self) -> String {
        let all = &self.ranking.unranked;
        if all.is_empty() {
            return String::new();
        }
        let line = |one: &Unranked| {
            let name = self.name(&one.name, &one.shown);
            self.said(&say::not_ranked(&name, &one.why))
        };
        let change = self.said(&say::may_change(all.len()));
        all.iter().map(line).chain([change]).collect::<Vec<_>>().join("\n")
    }

    fn name_column(&self) -> Column {
        let ranking = self.ranking;
        column(ranking.by.as_deref().unwrap_or(&ranking.record_type), Kind::Text)
    }

    fn name(&self, name: &str, shown: &[NamedValue]) -> String {
        name_of_record(name, shown, self.lang)
    }

    fn value_columns(&self) -> Vec<Column> {
        let first: Option<&Ranked> = self.ranking.ranked.first();
        let keys = self.ranking.keys.iter().enumerate();
        keys.map(|(place, key)| {
            let value = first.and_then(|one| one.values.get(place));
            let kind = value.map_or(Kind::Number, |value| kind(value.datum.ty));
            let title = key.title.as_ref().map(|title| format!("{}. {title}", key.name));
            column(title.unwrap_or_else(|| key.name.to_string()), kind)
        })
        .collect()
    }

    fn value(&self, named: &NamedValue) -> Cell<'static> {
        let shown = named.datum.words(self.lang);
        match &named.datum.value {
            Value::Num(number) => Cell::Measure(number.clone(), kind(named.datum.ty), shown),
            Value::Date(day) => Cell::Date(*day),
            Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => text(shown),
        }
    }

    fn said(&self, message: &Message) -> String {
        message.get(self.lang).to_owned()
    }
}

fn count(count: usize) -> Cell<'static> {
    Cell::Number(Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX)))
}
