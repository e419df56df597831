//! Levels of targets by unit and month.

use super::YearForm;
use super::table::{YearTable, column, text};
use crate::data::out::{Cell, Column, Kind};
use crate::diag::months::{self as say, Words, words};
use crate::diag::target;
use crate::months::{Change, IndicatorYear, Level, LevelStatus, TargetYear, UnitYear};
use crate::report::show_level;
use crate::sheets::kind;
use crate::value::{Date, Lang, Num};
use std::collections::BTreeSet;

/// The tables of some targets.
pub(super) fn tables(targets: &TargetYear, form: YearForm, lang: Lang) -> Vec<YearTable> {
    let sheet = Sheet { targets, lang, words: words(lang) };
    match form {
        YearForm::Screen => {
            let all = sheet.indicators().into_iter();
            all.flat_map(|one| {
                let levels = sheet.levels(Some(one), false).for_screen();
                levels.into_iter().chain([sheet.trend(one)])
            })
            .collect()
        }
        YearForm::Page => {
            sheet.indicators().into_iter().map(|one| sheet.levels(Some(one), true)).collect()
        }
        YearForm::Workbook => vec![sheet.levels(None, true), sheet.rows()],
    }
}

struct Sheet<'t> {
    targets: &'t TargetYear,
    lang: Lang,
    words: &'static Words,
}

impl<'t> Sheet<'t> {
    /// The indicators of all units, each once.
    fn indicators(&self) -> Vec<&'t IndicatorYear> {
        let mut all: Vec<&IndicatorYear> = Vec::new();
        for indicator in self.targets.units.iter().flat_map(|unit| &unit.indicators) {
            if !all.iter().any(|one| one.label == indicator.label) {
                all.push(indicator);
            }
        }
        all
    }

    /// The units of one indicator, or of all.
    fn rows_of(
        &self,
        one: Option<&'t IndicatorYear>,
    ) -> impl Iterator<Item = (&'t UnitYear, &'t IndicatorYear)> {
        self.targets.units.iter().flat_map(move |unit| {
            let own = unit.indicators.iter();
            let own = own.filter(move |own| one.is_none_or(|one| one.label == own.label));
            own.map(move |own| (unit, own))
        })
    }

    /// Levels month by month: of one indicator, or of all with their names; with how the latest
    /// compares and the months that were missed.
    fn levels(&self, one: Option<&'t IndicatorYear>, whole: bool) -> YearTable {
        let mut columns = vec![self.unit_column()];
        if one.is_none() {
            columns.push(column(self.words.indicator, Kind::Text));
            columns.push(column(self.words.required, Kind::Text));
        }
        let months = self.targets.months.iter();
        columns.extend(months.map(|month| column(self.said(&say::in_month(*month)), Kind::Number)));
        if whole {
            columns.extend(self.trend_columns(one));
        }
        let rows = self.rows_of(one).map(|(unit, own)| {
            let mut row = vec![self.unit(unit)];
            if one.is_none() {
                row.push(text(name(own)));
                row.push(text(self.required(own)));
            }
            row.extend(own.levels.iter().map(|level| self.level(own, level)));
            if whole {
                row.extend(self.trend_cells(own, one));
            }
            row
        });
        let heading = match one {
            Some(one) => {
                say::levels_of_indicator(&self.targets.block, &name(one), &self.requirement(one))
            }
            None => say::levels_of(&self.targets.block),
        };
        let table = YearTable::new(self.said(&heading), columns, self.lang);
        let notes = [self.signs(one), if whole { self.note_on_before(one) } else { String::new() }];
        let notes = notes.into_iter().filter(|note| !note.is_empty());
        table.with_rows(rows.collect()).with_note(notes.collect::<Vec<_>>().join(". "))
    }

    /// The latest month of an indicator against before, and the months that were missed.
    fn trend(&self, one: &'t IndicatorYear) -> YearTable {
        let latest = self.targets.latest;
        let columns = [vec![self.unit_column()], self.trend_columns(Some(one))];
        let rows = self
            .rows_of(Some(one))
            .map(|(unit, own)| [vec![self.unit(unit)], self.trend_cells(own, Some(one))].concat());
        let heading = say::trend_of(&self.targets.block, &name(one), latest);
        let table = YearTable::new(self.said(&heading), columns.concat(), self.lang);
        table.with_rows(rows.collect()).with_note(self.note_on_before(Some(one)))
    }

    /// Columns of the comparisons; of one indicator that is required otherwise of each unit, what
    /// is required comes first.
    fn trend_columns(&self, one: Option<&'t IndicatorYear>) -> Vec<Column> {
        let latest = self.latest();
        let since = |change: Option<&Change>, else_said: &str| {
            let since = change.and_then(|change| change.since);
            since.map_or_else(|| else_said.to_owned(), |day| self.said(&say::since(day)))
        };
        let month = since(latest.map(|one| &one.against_month), self.words.against_month);
        let year = since(latest.map(|one| &one.against_year), self.words.against_year);
        let compared = [month.as_str(), year.as_str(), self.words.missed, self.words.without_data];
        let required = self.differs(one).then_some(self.words.required);
        let headers = required.into_iter().chain(compared);
        headers.map(|header| column(header, Kind::Text)).collect()
    }

    /// A level of the latest month, whose comparisons name the other months.
    fn latest(&self) -> Option<&'t Level> {
        let all = self.targets.units.iter().flat_map(|unit| &unit.indicators);
        all.into_iter().find_map(|one| one.on(self.targets.latest))
    }

    fn trend_cells(
        &self,
        own: &IndicatorYear,
        one: Option<&'t IndicatorYear>,
    ) -> Vec<Cell<'static>> {
        let latest = own.on(self.targets.latest);
        let change = |pick: fn(&Level) -> &Change| {
            latest.map_or(Cell::Blank, |level| text(self.change(own, level, pick(level))))
        };
        let days = |levels: &mut dyn Iterator<Item = &Level>| {
            let days: Vec<Date> = levels.map(|level| level.month).collect();
            match days.as_slice() {
                [] => Cell::Blank,
                days => text(self.said(&say::count_of_months(days))),
            }
        };
        let compared = [
            change(|level| &level.against_month),
            change(|level| &level.against_year),
            days(&mut own.missed()),
            days(&mut own.without_data()),
        ];
        let required = self.differs(one).then(|| text(self.required(own)));
        required.into_iter().chain(compared).collect()
    }

    /// A row a month, for a workbook to sort and filter by.
    fn rows(&self) -> YearTable {
        let words = self.words;
        let columns = vec![
            self.unit_column(),
            column(words.indicator, Kind::Text),
            column(words.month, Kind::Date),
            column(words.value, Kind::Number),
            column(words.required, Kind::Text),
            column(words.result, Kind::Text),
            column(words.against_month, Kind::Number),
            column(words.against_year, Kind::Number),
        ];
        let rows = self.rows_of(None).flat_map(|(unit, own)| {
            own.levels.iter().map(move |level| {
                let amount = |change: &Change| match &change.change {
                    Some(number) => self.measure(own, number),
                    None => text(self.change(own, level, change)),
                };
                let shown = self.shown(own, level);
                vec![
                    self.unit(unit),
                    text(name(own)),
                    Cell::Date(level.month),
                    match &level.value {
                        Some(value) => Cell::Measure(value.clone(), kind(own.ty), shown),
                        None => text(shown),
                    },
                    text(self.required(own)),
                    text(self.status(level)),
                    amount(&level.against_month),
                    amount(&level.against_year),
                ]
            })
        });
        let heading = self.said(&say::rows_of(&self.targets.block));
        YearTable::new(heading, columns, self.lang).with_rows(rows.collect())
    }

    fn measure(&self, own: &IndicatorYear, number: &Num) -> Cell<'static> {
        let shown = show_level((Some(number), None), own.ty, &[], self.lang);
        Cell::Measure(number.clone(), kind(own.ty), shown)
    }

    fn unit_column(&self) -> Column {
        column(self.targets.by.as_deref().unwrap_or(self.words.unit), Kind::Text)
    }

    fn unit(&self, unit: &UnitYear) -> Cell<'static> {
        text(if unit.is_total { self.words.whole } else { unit.unit.as_ref() })
    }

    fn said(&self, message: &crate::diag::Message) -> String {
        message.get(self.lang).to_owned()
    }

    /// The value of a month, a sign before it or in its place where it does not meet what is
    /// required.
    fn level(&self, own: &IndicatorYear, level: &Level) -> Cell<'static> {
        let shown = self.shown(own, level);
        text(match (sign(level.status), shown.is_empty()) {
            (None, _) => shown,
            (Some(sign), true) => sign.to_string(),
            (Some(sign), false) => format!("{sign} {shown}"),
        })
    }

    fn shown(&self, own: &IndicatorYear, level: &Level) -> String {
        let numbers: Vec<&Num> = own.numbers.iter().collect();
        show_level((level.value.as_ref(), level.range.as_ref()), own.ty, &numbers, self.lang)
    }

    fn change(&self, own: &IndicatorYear, level: &Level, change: &Change) -> String {
        let words = self.words;
        match &change.change {
            Some(number) if number.is_zero() => words.unchanged.to_owned(),
            Some(number) => {
                let amount = show_level((Some(&number.abs()), None), own.ty, &[], self.lang);
                self.said(&say::changed(*number < Num::ZERO, &amount, change.is_better))
            }
            None if level.status == LevelStatus::NoData => String::new(),
            None if change.then == LevelStatus::NoData => words.no_data.to_owned(),
            None => words.not_comparable.to_owned(),
        }
    }

    fn status(&self, level: &Level) -> String {
        let words = target::words(self.lang);
        let told = match level.status {
            LevelStatus::Met => match &level.reached {
                Some(reached) => return self.said(&target::reached(reached)),
                None => words.met,
            },
            LevelStatus::NotMet => words.not_met,
            LevelStatus::Undetermined => words.undetermined,
            LevelStatus::NotApplicable => words.not_applicable,
            LevelStatus::NotDue => words.not_due_yet,
            LevelStatus::NoRequirement => words.no_requirement,
            LevelStatus::DataError => words.data_error,
            LevelStatus::NoData => self.words.no_data,
        };
        told.to_owned()
    }

    fn required(&self, own: &IndicatorYear) -> String {
        let told = own.required.iter().map(|(level, required)| match level {
            Some(level) => self.said(&say::required_at(level, required)),
            None => required.to_string(),
        });
        told.collect::<Vec<_>>().join("; ")
    }

    /// Returns `true` if an indicator is required otherwise of one unit than of another.
    fn differs(&self, one: Option<&'t IndicatorYear>) -> bool {
        one.is_some_and(|one| self.requirements(one).len() > 1)
    }

    /// Requirement of an indicator where it is the same of every unit; empty else.
    fn requirement(&self, one: &'t IndicatorYear) -> String {
        if self.differs(Some(one)) { String::new() } else { self.required(one) }
    }

    /// Requirements of an indicator of all units, each once.
    fn requirements(&self, one: &'t IndicatorYear) -> BTreeSet<String> {
        self.rows_of(Some(one)).map(|(_, own)| self.required(own)).collect()
    }

    /// The signs that occur, and what they mean.
    fn signs(&self, one: Option<&'t IndicatorYear>) -> String {
        let words = target::words(self.lang);
        let all = [
            (LevelStatus::NotMet, words.not_met),
            (LevelStatus::Undetermined, words.undetermined),
            (LevelStatus::NotApplicable, words.not_applicable),
            (LevelStatus::NotDue, words.not_due_yet),
            (LevelStatus::DataError, words.data_error),
            (LevelStatus::NoData, self.words.no_data),
        ];
        let occurs = |status: LevelStatus| {
            let mut levels = self.rows_of(one).flat_map(|(_, own)| &own.levels);
            levels.any(|level| level.status == status)
        };
        let shown = all.into_iter().filter(|(status, _)| occurs(*status));
        let shown: Vec<(char, &str)> =
            shown.filter_map(|(status, meaning)| Some((sign(status)?, meaning))).collect();
        say::signs(&shown)
    }

    /// Remark on values of before the period, where any is compared with.
    fn note_on_before(&self, one: Option<&'t IndicatorYear>) -> String {
        let before = self.targets.months.first();
        let compared = self.rows_of(one).flat_map(|(_, own)| own.on(self.targets.latest));
        let mut changes = compared.flat_map(|level| [&level.against_month, &level.against_year]);
        match changes.any(|one| one.change.is_some() && one.since.as_ref() < before) {
            true => self.said(&say::by_own_rules(&self.targets.pack)),
            false => String::new(),
        }
    }
}

/// Sign of a month that does not meet what is required; none of one that does.
fn sign(status: LevelStatus) -> Option<char> {
    match status {
        LevelStatus::Met | LevelStatus::NoRequirement => None,
        LevelStatus::NotMet => Some('✗'),
        LevelStatus::Undetermined => Some('?'),
        LevelStatus::NotApplicable => Some('/'),
        LevelStatus::NotDue => Some('…'),
        LevelStatus::DataError => Some('!'),
        LevelStatus::NoData => Some('–'),
    }
}

/// `a. Tổ loại tốt`
fn name(indicator: &IndicatorYear) -> String {
    format!("{}. {}", indicator.label, indicator.title.as_deref().unwrap_or(&indicator.formula))
}
