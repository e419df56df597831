//! Outcomes of targets laid out for a reader.

use super::outcome::{
    Amount, Distance, Extent, IndicatorOutcome, IndicatorStatus, LevelOutcome, PeriodOutcome,
    RecordContribution, RecordRemedy, Remedy, RemedyProof, TargetOutcome,
};
use crate::diag::explanation;
use crate::diag::margins::{self, together};
use crate::diag::remedies;
use crate::diag::target::{self as say, Words, words};
use crate::diag::timing::period_asked;
use crate::explain::decision::{SourceLine, Status, name_of_record};
use crate::explain::{Grounds, show_bounds};
use crate::interval::Interval;
use crate::markup::{self, Document, Role, run};
use crate::source::key;
use crate::value::text::{show_amount, show_date};
use crate::value::{Lang, Num, Truth, Type, Unit};

/// Records to work on that are named on a screen; all are in a table.
const REMEDIES: usize = 10;

/// The value of an indicator, with the digits it takes not to contradict what is required.
pub fn show_value(indicator: &IndicatorOutcome, lang: Lang) -> String {
    let required: Vec<&Num> = indicator.levels.iter().flat_map(|level| &level.numbers).collect();
    match (&indicator.value, &indicator.range) {
        (Some(value), _) => show_number(value, indicator.ty, lang, &required),
        (None, Some(range)) => {
            let shown = show_bounds(range, indicator.ty, lang, &required);
            if indicator.may_be_undefined {
                say::or_none(&shown).get(lang).to_owned()
            } else {
                shown
            }
        }
        (None, None) => say::no_value().get(lang).to_owned(),
    }
}

/// `tháng 3/2023: 96%`: a period with the value of the indicator in it, and with what it requires
/// where that was another then.
pub fn show_period(indicator: &IndicatorOutcome, period: &PeriodOutcome, lang: Lang) -> String {
    let required: Vec<&Num> = indicator.levels.iter().flat_map(|level| &level.numbers).collect();
    let value = match (&period.value, &period.range) {
        _ if !period.has_rows => say::no_rows().get(lang).to_owned(),
        (Some(value), _) => show_number(value, indicator.ty, lang, &required),
        (None, Some(range)) => show_bounds(range, indicator.ty, lang, &required),
        (None, None) => words(lang).not_applicable.to_owned(),
    };
    let name = period_asked(&period.name, period.to, period.asked);
    let required = match &period.required {
        Some(required) => format!(" ({})", required.join("; ")),
        None => String::new(),
    };
    format!("{}: {value}{required}", name.get(lang))
}

/// The periods that do not meet a requirement, by its place, or leave it open.
pub fn show_missed_periods(indicator: &IndicatorOutcome, level: usize, lang: Lang) -> String {
    let missed = indicator.periods.iter().filter(|period| match period.met.get(level) {
        Some(Some(Truth::False | Truth::Missing | Truth::Fault)) => true,
        Some(Some(Truth::True) | None) | None => false,
    });
    missed.map(|period| show_period(indicator, period, lang)).collect::<Vec<_>>().join("; ")
}

/// Distance to a requirement, in the indicator's unit.
pub fn show_distance(indicator: &IndicatorOutcome, distance: &Distance, lang: Lang) -> String {
    show_bounds(&distance.by, indicator.ty, lang, &[])
}

/// Change that the sum above the line needs.
pub fn show_change(
    outcome: &TargetOutcome,
    indicator: &IndicatorOutcome,
    distance: &Distance,
    amount: &Amount,
    lang: Lang,
) -> String {
    let shown = show_number(&amount.number, amount.ty, lang, &[]);
    if amount.records {
        let record = &outcome.record_type;
        let title = indicator.title.as_deref().map(say::without_number_of);
        let title = title.filter(|title| key(title).starts_with(&format!("{} ", key(record))));
        return say::change_of_records(distance.too_high, &shown, record, title)
            .get(lang)
            .to_owned();
    }
    let extent = match amount.extent {
        Extent::Exactly => say::EXACTLY,
        Extent::AtLeast => say::AT_LEAST,
        Extent::MoreThan => say::MORE_THAN,
    };
    say::change(distance.too_high, extent, &shown).get(lang).to_owned()
}

/// A unit's name; the whole set as the head of a row.
pub fn show_unit(outcome: &TargetOutcome) -> String {
    let mut letters = outcome.unit.chars();
    match letters.next() {
        Some(first) if outcome.is_total => first.to_uppercase().chain(letters).collect(),
        Some(_) | None => outcome.unit.to_string(),
    }
}

/// `đạt mức phấn đấu`, `không đạt`, `chưa xác định (từ không đạt đến đạt mức giao)`, or why there
/// is none.
pub fn show_verdict(outcome: &TargetOutcome, lang: Lang) -> String {
    let named = outcome
        .indicators
        .iter()
        .flat_map(|indicator| &indicator.levels)
        .filter_map(|level| level.name.as_ref());
    let levels: Vec<&str> = named.map(AsRef::as_ref).collect();
    let shown = |name: &str| {
        if levels.contains(&name) {
            say::reached(name).get(lang).to_owned()
        } else {
            name.to_owned()
        }
    };
    let words = words(lang);
    match (&outcome.verdict, &outcome.verdict_range) {
        (Some(verdict), _) => shown(verdict),
        (None, Some((low, high))) => {
            say::undetermined_between(&shown(low), &shown(high)).get(lang).to_owned()
        }
        (None, None) if outcome.status == Status::DataError => words.data_error.to_owned(),
        (None, None) => words.not_applicable.to_owned(),
    }
}

/// `2 Tổ là đủ, ít hơn thì không được`: what records take to meet a requirement.
pub fn show_remedy(outcome: &TargetOutcome, remedy: &Remedy, lang: Lang) -> String {
    let (count, record) = (remedy.records.len(), &outcome.record_type);
    let told = match remedy.proof {
        RemedyProof::Fewest => remedies::fewest(count, record),
        RemedyProof::MayBeFewer => remedies::perhaps_fewer(count, record),
        RemedyProof::Impossible => remedies::impossible(record),
        RemedyProof::NotFound => remedies::not_found(),
        RemedyProof::Open => remedies::open(),
        RemedyProof::NoSum => remedies::no_sum(),
    };
    let told = if remedy.is_cut { remedies::cut(&told) } else { told };
    let mut told = vec![told.get(lang)];
    let may_be_better = matches!(remedy.proof, RemedyProof::MayBeFewer | RemedyProof::NotFound);
    if remedy.rests_on_others && may_be_better {
        told.push(margins::words(lang).others_not_looked_at);
    }
    told.join("; ")
}

/// The changes of a record, in words.
pub fn show_changes(one: &RecordRemedy, lang: Lang) -> String {
    let changes: Vec<String> = one.changes.iter().map(|change| change.words(lang)).collect();
    together(&changes, lang)
}

/// The records without a unit, at most so many by name.
pub fn show_strays(outcome: &TargetOutcome, most: usize, lang: Lang) -> String {
    let row = |row: u32| format!(" ({} {row})", words(lang).row);
    let named = outcome
        .strays
        .iter()
        .take(most)
        .map(|stray| (name_of_record(&stray.record, &stray.shown, lang), stray))
        .map(|(name, stray)| format!("{name}{}", stray.row.map(row).unwrap_or_default()));
    let named: Vec<String> = named.collect();
    let more = outcome.records.without_unit.saturating_sub(named.len() as u64);
    let shown = named.join(", ");
    if more == 0 { shown } else { say::and_others(&shown, more).get(lang).to_owned() }
}

/// A value or a range of values, with the digits it takes not to contradict these numbers; nothing
/// where there is none.
pub fn show_level(
    (value, range): (Option<&Num>, Option<&Interval>),
    ty: Type,
    numbers: &[&Num],
    lang: Lang,
) -> String {
    match (value, range) {
        (Some(value), _) => show_number(value, ty, lang, numbers),
        (None, Some(range)) => show_bounds(range, ty, lang, numbers),
        (None, None) => String::new(),
    }
}

pub(super) fn show_number(number: &Num, ty: Type, lang: Lang, line: &[&Num]) -> String {
    let unit = match ty {
        Type::Number(unit) => unit,
        Type::Text | Type::Date | Type::YesNo | Type::Category(_) => Unit::Number,
    };
    let shown = show_amount(number, unit, lang, line);
    if shown.rounded { format!("≈{}", shown.text) } else { shown.text }
}

impl Words {
    /// Status of an indicator at one level, or as such where nothing is required of it.
    pub fn standing(&self, status: &IndicatorStatus, met: Option<Option<Truth>>) -> &'static str {
        match status {
            IndicatorStatus::NotApplicable => self.not_applicable,
            IndicatorStatus::NotDue => self.not_due_yet,
            IndicatorStatus::Fault(_) => self.data_error,
            IndicatorStatus::Met
            | IndicatorStatus::NotMet
            | IndicatorStatus::Undetermined
            | IndicatorStatus::NoRequirement => match met {
                Some(Some(Truth::True)) => self.met,
                Some(Some(Truth::False)) => self.not_met,
                Some(Some(Truth::Missing | Truth::Fault) | None) => self.undetermined,
                None => self.no_requirement,
            },
        }
    }
}

/// Outcomes of targets as a document.
pub fn document(outcomes: &[TargetOutcome], lang: Lang) -> Document {
    let mut document = Document::default();
    for outcome in outcomes {
        Page {
            outcome,
            lang,
            words: words(lang),
            more: explanation::words(lang),
            document: &mut document,
        }
        .lay_out();
    }
    document
}

struct Page<'p> {
    outcome: &'p TargetOutcome,
    lang: Lang,
    words: &'static Words,
    more: &'static explanation::Words,
    document: &'p mut Document,
}

impl Page<'_> {
    fn lay_out(&mut self) {
        let outcome = self.outcome;
        self.heading();
        let title = outcome.title.as_deref().unwrap_or(&outcome.block);
        self.line(1, Role::Plain, title, Some(&outcome.clause));
        self.counts();
        outcome.indicators.iter().for_each(|indicator| self.indicator(indicator));
        self.grounds(1, &outcome.grounds);
        let short: String = outcome.fingerprint.chars().take(12).collect();
        self.line(1, Role::Faint, &format!("{}: {short}", self.more.fingerprint), None);
    }

    fn heading(&mut self) {
        let outcome = self.outcome;
        let mut left = vec![
            run(Role::Strong, format!("{} · {}", outcome.block, show_unit(outcome))),
            run(Role::Plain, " · "),
        ];
        let role = match outcome.status {
            Status::Decided => Role::Strong,
            Status::DataError => Role::Bad,
            Status::Undetermined | Status::NotApplicable => Role::Note,
        };
        let verdict = show_verdict(outcome, self.lang);
        left.push(run(
            role,
            if outcome.verdict.is_some() { verdict.to_uppercase() } else { verdict },
        ));
        let mut place = outcome.pack.to_string();
        if let Some(day) = outcome.as_of {
            place.push_str(&format!(" · {}", show_date(day)));
        }
        self.document.push(markup::Line {
            level: 0,
            left,
            figure: Vec::new(),
            place: vec![run(Role::Faint, place)],
        });
    }

    fn line(&mut self, level: usize, role: Role, text: &str, place: Option<&SourceLine>) {
        let place = place.iter().map(|clause| at(clause)).collect();
        self.document.push(markup::Line {
            level,
            left: vec![run(role, text)],
            figure: Vec::new(),
            place,
        });
    }

    fn counts(&mut self) {
        let (counts, words) = (self.outcome.records, self.words);
        let all = [
            (
                counts.records + counts.perhaps,
                words.records(counts.records + counts.perhaps),
                Role::Plain,
            ),
            (counts.undetermined, words.undetermined_records, Role::Note),
            (counts.data_errors, words.faulty(counts.data_errors), Role::Note),
            (counts.without_unit, words.without_unit, Role::Note),
        ];
        let shown =
            all.iter().enumerate().filter(|(place, (count, _, _))| *place == 0 || *count > 0);
        let mut left = vec![run(Role::Plain, format!("{}: ", self.outcome.record_type))];
        for (place, (count, what, role)) in shown {
            left.push(run(*role, format!("{}{count} {what}", if place > 0 { "; " } else { "" })));
        }
        if !self.outcome.strays.is_empty() {
            left.push(run(
                Role::Note,
                format!(": {}", show_strays(self.outcome, usize::MAX, self.lang)),
            ));
        }
        self.document.push(markup::Line::words(1, left));
    }

    fn indicator(&mut self, indicator: &IndicatorOutcome) {
        let title = indicator.title.as_deref().unwrap_or(&indicator.formula);
        let value = show_value(indicator, self.lang);
        let standing = self.words.standing(
            &indicator.status,
            match indicator.levels.as_slice() {
                [] => None,
                levels => Some(levels.first().and_then(|level| level.met)),
            },
        );
        let standing = indicator
            .level
            .as_ref()
            .map_or(standing.to_owned(), |level| say::reached(level).get(self.lang).to_owned());
        self.document.push(markup::Line {
            level: 1,
            left: vec![
                run(Role::Strong, format!("{}. {title}", indicator.label)),
                run(role_of(&indicator.status), format!(": {standing}")),
            ],
            figure: vec![run(Role::Strong, value.as_str())],
            place: vec![at(&indicator.clause)],
        });
        if let IndicatorStatus::Fault(message) = &indicator.status {
            self.line(2, Role::Bad, message.get(self.lang), None);
        }
        let working = indicator.working.as_ref().map(|working| equal(working)).unwrap_or_default();
        self.line(
            2,
            Role::Plain,
            &format!("{}{working}{}", indicator.formula, equal(&value)),
            None,
        );
        if let Some(count) = indicator.not_due.filter(|count| *count > 0) {
            self.line(2, Role::Note, say::left_out(count).get(self.lang), None);
        }
        for level in &indicator.levels {
            self.level(indicator, level);
            level.remedy.iter().for_each(|remedy| self.remedy(remedy));
        }
        self.periods(indicator);
        self.rows(indicator);
        self.contributions(&indicator.contributions);
        self.grounds(2, &indicator.grounds);
    }

    fn periods(&mut self, indicator: &IndicatorOutcome) {
        for period in &indicator.periods {
            let role = match period.met.first() {
                Some(Some(Truth::True)) => Role::Good,
                Some(Some(Truth::False)) => Role::Bad,
                Some(Some(Truth::Missing | Truth::Fault) | None) | None => Role::Note,
            };
            let shown = show_period(indicator, period, self.lang);
            self.line(3, role, &shown, None);
        }
    }

    fn level(&mut self, indicator: &IndicatorOutcome, level: &LevelOutcome) {
        let name = level.name.as_ref().map_or_else(
            || self.words.required.to_owned(),
            |name| format!("{} {name}", self.words.level),
        );
        let standing = self.words.standing(&indicator.status, Some(level.met));
        let role = match level.met {
            Some(Truth::True) => Role::Good,
            Some(Truth::False) => Role::Bad,
            Some(Truth::Missing | Truth::Fault) | None => Role::Note,
        };
        let mut left =
            vec![run(Role::Plain, format!("{name} ")), run(Role::Quote, level.required.as_ref())];
        left.push(run(role, format!(": {standing}")));
        if let Some(distance) = &level.distance {
            left.push(run(Role::Plain, format!("; {}", self.short(indicator, distance))));
            if let Some(amount) = &distance.numerator {
                left.push(run(
                    Role::Plain,
                    format!(
                        "; {}",
                        show_change(self.outcome, indicator, distance, amount, self.lang)
                    ),
                ));
            }
        }
        self.document.push(markup::Line {
            level: 2,
            left,
            figure: Vec::new(),
            place: vec![at(&level.clause)],
        });
    }

    /// The records to work on, each with its changes.
    fn remedy(&mut self, remedy: &Remedy) {
        let told = show_remedy(self.outcome, remedy, self.lang);
        let end = if remedy.records.is_empty() { "" } else { ":" };
        self.line(3, Role::Note, &format!("{told}{end}"), None);
        for one in remedy.records.iter().take(REMEDIES) {
            let row =
                one.row.map_or_else(String::new, |row| format!(" ({} {row})", self.words.row));
            self.document.push(markup::Line::words(
                4,
                vec![
                    run(Role::Strong, name_of_record(&one.record, &one.shown, self.lang)),
                    run(Role::Faint, row),
                    run(Role::Plain, format!(": {}", show_changes(one, self.lang))),
                ],
            ));
        }
        let more = remedy.records.len().saturating_sub(REMEDIES);
        if more > 0 {
            let more = say::and_more_records(more);
            self.line(4, Role::Faint, more.get(self.lang), None);
        }
    }

    /// `còn cách 0,1%`; of a value on the very limit, what it takes.
    fn short(&self, indicator: &IndicatorOutcome, distance: &Distance) -> String {
        if distance.is_touching() {
            return say::touching(distance.too_high, &show_value(indicator, self.lang))
                .get(self.lang)
                .to_owned();
        }
        match (&distance.by.lower, &distance.by.upper) {
            (Some(low), Some(high)) if low != high => {
                let shown = |end: &Num| show_number(end, indicator.ty, self.lang, &[]);
                say::short_between(&shown(low), &shown(high)).get(self.lang).to_owned()
            }
            _ => format!("{} {}", self.words.short, show_distance(indicator, distance, self.lang)),
        }
    }

    /// The rows of the table that the requirements stand in, each once; a requirement that stands
    /// alone is quoted already.
    fn rows(&mut self, indicator: &IndicatorOutcome) {
        let mut quoted: Vec<&SourceLine> = Vec::new();
        for level in indicator.levels.iter().filter(|level| level.in_table) {
            if !quoted.contains(&&level.clause) {
                quoted.push(&level.clause);
                let lead = run(Role::Faint, format!("{}: ", self.words.threshold));
                self.document.push(markup::Line::words(
                    2,
                    vec![lead, run(Role::Quote, format!("“{}”", level.clause.text))],
                ));
            }
        }
    }

    fn contributions(&mut self, greatest: &[RecordContribution]) {
        if greatest.is_empty() {
            return;
        }
        self.line(2, Role::Plain, &format!("{}:", self.words.weigh), None);
        for one in greatest {
            let row =
                one.row.map_or_else(String::new, |row| format!(" ({} {row})", self.words.row));
            let amount = if one.amount.records {
                String::new()
            } else {
                format!("  {}", show_number(&one.amount.number, one.amount.ty, self.lang, &[]))
            };
            self.document.push(markup::Line::words(
                3,
                vec![
                    run(Role::Strong, name_of_record(&one.record, &one.shown, self.lang)),
                    run(Role::Plain, amount),
                    run(Role::Faint, row),
                ],
            ));
        }
    }

    fn grounds(&mut self, level: usize, grounds: &Grounds) {
        crate::explain::push_grounds(self.document, level, grounds, self.lang);
    }
}

/// ` = 98%`, ` ≈ 94,545%`
pub(super) fn equal(shown: &str) -> String {
    shown.strip_prefix('≈').map_or_else(|| format!(" = {shown}"), |rounded| format!(" ≈ {rounded}"))
}

fn at(clause: &SourceLine) -> markup::Run {
    run(Role::Faint, format!("{}:{}", clause.file, clause.line))
}

fn role_of(status: &IndicatorStatus) -> Role {
    match status {
        IndicatorStatus::Met => Role::Good,
        IndicatorStatus::NotMet | IndicatorStatus::Fault(_) => Role::Bad,
        IndicatorStatus::Undetermined
        | IndicatorStatus::NotApplicable
        | IndicatorStatus::NotDue
        | IndicatorStatus::NoRequirement => Role::Note,
    }
}
