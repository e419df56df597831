//! An explanation in one sentence, for whoever is told the result.

use super::Explanation;
use super::decision::{DecisionKind, Status};
use crate::diag::{Message, margins as say};
use crate::markup::{Document, Line, Role, run};
use crate::model::Verdict;
use crate::value::text::{show_date, show_points};
use crate::value::{Date, Lang};
use std::collections::{BTreeMap, BTreeSet};

/// Explanations in one sentence each. Where blocks say different things of a record, each names its
/// block; what they all say of it is said once. A record of several months names its days.
pub(super) fn lines(explanations: &[Explanation], lang: Lang) -> Document {
    let mut document = Document::default();
    let is_of_one = |a: &Explanation, b: &Explanation| {
        let record = |one: &Explanation| {
            let decision = &one.decision;
            (decision.record_type.clone(), decision.record.clone(), decision.as_of)
        };
        record(a) == record(b)
    };
    let mut days: BTreeMap<(&str, &str), BTreeSet<Option<Date>>> = BTreeMap::new();
    for Explanation { decision, .. } in explanations {
        let record = (&*decision.record_type, decision.record.as_str());
        days.entry(record).or_default().insert(decision.as_of);
    }
    for of_one in explanations.chunk_by(is_of_one) {
        let told: Vec<String> = of_one.iter().map(|one| one.told(lang)).collect();
        let is_one = told.windows(2).all(|pair| pair.first() == pair.last());
        let count = if is_one { 1 } else { told.len() };
        for (one, told) in of_one.iter().zip(told).take(count) {
            let block = one.decision.title.as_ref().or(one.decision.block.as_ref());
            let block = block.filter(|_| !is_one).map(|block| format!(", {block}"));
            let Explanation { decision, .. } = one;
            let (ty, record) = (&decision.record_type, &decision.record);
            let is_again = days.get(&(&**ty, record.as_str())).is_some_and(|days| days.len() > 1);
            let day =
                decision.as_of.filter(|_| is_again).map(|day| format!(", {}", show_date(day)));
            let (day, block) = (day.unwrap_or_default(), block.unwrap_or_default());
            let text = format!("{ty} {record}{day}{block}: {told}");
            document.push(Line::words(0, vec![run(Role::Plain, text)]));
        }
    }
    document
}

impl Explanation {
    /// The result in one sentence a person can be told: why it is no better, and what would make it
    /// so, where that was asked for by [`Query::ways`](crate::Query::ways).
    ///
    /// ```
    /// let rules = visao::Rules::from_text("bản ghi Đơn
    ///   trường mã: chữ, khóa
    ///   trường số tiền: tiền, từ 0
    /// điều kiện Vay cho Đơn
    ///   từ chối nếu số tiền > 50 triệu: \"quá mức vay\"
    /// ")?;
    /// let loan = serde_json::json!({ "mã": "D1", "số tiền": 60_000_000 });
    /// let told = rules.query().ways().explain(&loan)?[0].brief(visao::Lang::Vi);
    /// assert_eq!(
    ///     told,
    ///     "Đơn D1: từ chối, lý do: quá mức vay; số tiền giảm 10.000.000 đ, còn 50.000.000 đ thì đủ \
    ///      điều kiện"
    /// );
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn brief(&self, lang: Lang) -> String {
        format!("{} {}: {}", self.decision.record_type, self.decision.record, self.told(lang))
    }

    /// What is told of the record in that sentence.
    fn told(&self, lang: Lang) -> String {
        let decision = &self.decision;
        let result = match decision.status {
            Status::DataError => {
                let errors = decision.errors.iter().map(|error| error.words(lang));
                say::data_error(&errors.collect::<Vec<_>>().join("; "))
            }
            Status::Decided => say::because(self.outcome(lang).get(lang), &self.reasons()),
            Status::NotApplicable | Status::Undetermined => self.plainly(lang),
        };
        let parts = [Some(result.get(lang).to_owned()), self.needed(lang), self.way(lang)];
        parts.into_iter().flatten().collect::<Vec<String>>().join("; ")
    }

    /// The result without its reasons, and what the next better one takes.
    pub(super) fn standing(&self, lang: Lang) -> String {
        let result = self.plainly(lang).get(lang).to_owned();
        let parts = [Some(result), self.needed(lang)];
        parts.into_iter().flatten().collect::<Vec<String>>().join("; ")
    }

    fn plainly(&self, lang: Lang) -> Message {
        match self.decision.status {
            Status::DataError => say::data_error(""),
            Status::NotApplicable => say::not_applicable(),
            Status::Undetermined => say::undetermined(&self.decision.missing.join(", ")),
            Status::Decided => self.outcome(lang),
        }
    }

    fn outcome(&self, lang: Lang) -> Message {
        let decision = &self.decision;
        let points = decision.points.as_ref().zip(decision.max_points.as_ref());
        let points = points.map(|(own, most)| [show_points(own, lang), show_points(most, lang)]);
        let verdict = decision.verdict.as_deref();
        match decision.kind {
            DecisionKind::Scorecard => say::graded(verdict, points.as_ref()),
            DecisionKind::Eligibility | DecisionKind::Check | DecisionKind::Record => {
                say::verdict(verdict.unwrap_or(Verdict::Met.word(true, lang)))
            }
        }
    }

    /// The reasons that are against the record, in the order written.
    fn reasons(&self) -> Vec<&str> {
        let against = |line: &&super::Line| line.fires() && !line.idle && line.kind.is_against();
        let lines = self.caps.iter().chain(&self.clauses).filter(against);
        lines.map(|line| &*line.text).collect()
    }

    fn needed(&self, lang: Lang) -> Option<String> {
        let ways = self.ways.as_ref()?;
        let (to, needed) = ways.to.as_ref().zip(ways.needed.as_ref())?;
        Some(say::needs(to, &show_points(needed, lang)).get(lang).to_owned())
    }

    fn way(&self, lang: Lang) -> Option<String> {
        let ways = self.ways.as_ref()?;
        if let Some(way) = ways.ways.first() {
            let changes: Vec<String> =
                way.changes.iter().map(|change| change.words(lang)).collect();
            let changes = say::together(&changes, lang);
            return Some(say::would(&changes, &way.result).get(lang).to_owned());
        }
        if ways.to.is_some() {
            return ways.extent_of_none(lang).map(str::to_owned);
        }
        ways.may_lose.first().map(|slack| slack.words(lang))
    }
}
