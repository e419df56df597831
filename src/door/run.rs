//! A request carried out.

use super::answer::{Answer, Failure};
use super::ask::{Ask, Command, RulesFrom, language};
use super::bounds::Bounds;
use super::kept::Kept;
use crate::data::objects::Pairs;
use crate::diag::door as say;
use crate::diag::{Error, ErrorKind, Message};
use crate::engine::{Dataset, ExampleResult, Further, Limits, Query, Rules};
use crate::load::Memory;
use crate::report::TargetOutcome;
use crate::value::Lang;
use crate::wire;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Carries a request out.
pub(super) fn run(json: &str, kept: &Kept, bounds: &Bounds) -> String {
    let pairs = bounds.check(json).and_then(|()| Ask::pairs(json));
    let pairs = pairs.and_then(|pairs| Ok((language(&pairs)?, pairs)));
    let (lang, answer) = match pairs {
        Ok((lang, pairs)) => (lang, carried_out(pairs, lang, kept, bounds)),
        Err(refusal) => (None, Err(Failure::from(refusal))),
    };
    answer.unwrap_or_else(|failure| failure.answer(lang)).line()
}

fn carried_out(
    pairs: Pairs<'_>,
    lang: Option<Lang>,
    kept: &Kept,
    bounds: &Bounds,
) -> Result<Answer, Failure> {
    answer(&Ask::read(pairs, lang)?, kept, bounds)
}

fn answer(ask: &Ask<'_>, kept: &Kept, bounds: &Bounds) -> Result<Answer, Failure> {
    match ask.command {
        Command::Version => Ok(Answer::version(bounds)),
        Command::Load => load(ask, kept, bounds),
        Command::Unload => unload(ask, kept),
        Command::Grade => grade(ask, &rules(ask, kept)?, bounds),
        Command::Explain => explain(ask, &rules(ask, kept)?, bounds),
        Command::Report => report(ask, &rules(ask, kept)?, bounds),
        Command::Check => check(ask, kept),
        Command::Schema => schema(ask, &rules(ask, kept)?),
        Command::Test => test(ask, &rules(ask, kept)?),
    }
}

/// The rules of a request: those kept under its name, or those of its files.
fn rules(ask: &Ask<'_>, kept: &Kept) -> Result<Rules, Failure> {
    match ask.rules()? {
        RulesFrom::Loaded(name) => kept.get(&name).ok_or_else(|| say::not_loaded(&name).into()),
        RulesFrom::Files(files) => Ok(from_files(files)?),
    }
}

fn from_files(files: Vec<(String, String)>) -> Result<Rules, Error> {
    Rules::from_files(&files.into_iter().collect::<Memory>())
}

fn raw(json: String) -> Result<Box<RawValue>, serde_json::Error> {
    RawValue::from_string(json)
}

fn findings(rules: &Rules, lang: Option<Lang>) -> Result<Box<RawValue>, serde_json::Error> {
    let lang = lang.unwrap_or(rules.lang());
    wire::diagnostics(rules.findings(), lang).and_then(raw)
}

fn load(ask: &Ask<'_>, kept: &Kept, bounds: &Bounds) -> Result<Answer, Failure> {
    let name = ask.text("name")?;
    let files: Memory = ask.files()?.into_iter().collect();
    let before = name.as_ref().and_then(|name| kept.get(name));
    let rules = match before {
        Some(before) => before.reread(&files)?,
        None => Rules::from_files(&files)?,
    };
    let findings = findings(&rules, ask.lang)?;
    let (pack, fingerprint) = (rules.name().to_owned(), rules.fingerprint().to_owned());
    let rules = kept.keep(name, rules, bounds.packs)?;
    Ok(Answer::Loaded { rules, pack, fingerprint, findings })
}

fn unload(ask: &Ask<'_>, kept: &Kept) -> Result<Answer, Failure> {
    let name = ask.text("rules")?.ok_or_else(|| say::missing_key("rules", &say::a_text()))?;
    if kept.remove(&name) {
        Ok(Answer::Unloaded { rules: name })
    } else {
        Err(say::not_loaded(&name).into())
    }
}

fn check(ask: &Ask<'_>, kept: &Kept) -> Result<Answer, Failure> {
    match rules(ask, kept) {
        Ok(rules) => {
            let lang = ask.lang.unwrap_or(rules.lang());
            let over = ask.cliffs()?;
            let mut further = Further::default();
            if let Some(over) = &over {
                further = further.cliffs(over);
            }
            if ask.truth("confined")? {
                further = further.confined();
            }
            let findings = wire::diagnostics(&rules.check_further(&further).diagnostics, lang)?;
            Ok(Answer::Checked { sound: true, findings: raw(findings)? })
        }
        Err(Failure::Error(error)) if error.kind() == ErrorKind::Load => {
            let lang = ask.lang.unwrap_or(error.lang());
            let findings = wire::diagnostics(error.diagnostics(), lang)?;
            Ok(Answer::Checked { sound: false, findings: raw(findings)? })
        }
        Err(failure) => Err(failure),
    }
}

/// The records of a request, read and linked, and the question about them.
fn data(ask: &Ask<'_>, rules: &Rules, bounds: &Bounds) -> Result<(Dataset, Lang), Failure> {
    let lists = ask.records()?;
    let given: usize = lists.iter().map(|(_, list)| list.len()).sum();
    if given > bounds.records {
        return Err(say::too_many_records(bounds.records).into());
    }
    let lang = ask.lang.unwrap_or(rules.lang());
    let mut builder = question(ask, rules)?.lang(lang).dataset();
    for (name, list) in lists {
        builder = builder.add(&name, list)?;
    }
    let data = builder.finish()?;
    let records: usize = data.batches().map(|batch| batch.records()).sum();
    if records > bounds.records {
        return Err(say::too_many_records(bounds.records).into());
    }
    Ok((data, lang))
}

fn question(ask: &Ask<'_>, rules: &Rules) -> Result<Query, Failure> {
    let mut query = rules.query();
    if let Some(day) = ask.date()? {
        query = query.date(day);
    }
    if ask.truth("lenient")? {
        query = query.lenient();
    }
    query = ask.ways()?.into_iter().fold(query, Query::ways_up_to);
    for block in ask.texts("blocks")? {
        query = query.block(&block)?;
    }
    Ok(query)
}

fn grade(ask: &Ask<'_>, rules: &Rules, bounds: &Bounds) -> Result<Answer, Failure> {
    let (data, lang) = data(ask, rules, bounds)?;
    let mut decisions = Vec::new();
    for batch in data.decided().flat_map(|records| records.batches()) {
        for decision in batch.decisions_within(0..batch.records(), &Limits::default()) {
            decisions.push(raw(wire::decision_line(&decision?, lang)?)?);
        }
    }
    Ok(Answer::Graded {
        decisions,
        targets: targets(&data.targets(), lang)?,
        warnings: warnings(&data, lang),
    })
}

fn explain(ask: &Ask<'_>, rules: &Rules, bounds: &Bounds) -> Result<Answer, Failure> {
    let ids = ask.texts("ids")?;
    let most = if ask.ways()?.is_some() { bounds.ways } else { bounds.explained };
    let (data, lang) = data(ask, rules, bounds)?;
    let (mut explained, mut left) = (Vec::new(), most);
    for batch in data.decided().flat_map(|records| records.batches()) {
        let places: Vec<usize> = if ids.is_empty() {
            (0..batch.records()).collect()
        } else {
            ids.iter().flat_map(|id| batch.with_key(id)).collect()
        };
        left = left.checked_sub(places.len()).ok_or_else(|| say::too_many_records(most))?;
        explained.extend(places.into_iter().flat_map(|place| batch.explanations(place..place + 1)));
    }
    Ok(Answer::Explained {
        explanations: raw(wire::explanations(&explained, lang)?)?,
        targets: targets(&data.targets(), lang)?,
        warnings: warnings(&data, lang),
    })
}

/// What came of targets, with the records to work on where those are asked for, their levels and
/// the records from month to month where there are months, and rankings.
fn report(ask: &Ask<'_>, rules: &Rules, bounds: &Bounds) -> Result<Answer, Failure> {
    let with_work = ask.truth("work")?;
    let (data, lang) = data(ask, rules, bounds)?;
    let records: usize = data.batches().map(|batch| batch.records()).sum();
    if with_work && records > bounds.explained {
        return Err(say::too_many_records(bounds.explained).into());
    }
    let outcomes = if with_work { data.targets_with_remedies(&|_| true) } else { data.targets() };
    let year = data.year_of(&outcomes);
    let levels = year.targets.iter().map(wire::level_lines);
    let of_year = levels.chain(year.blocks.iter().map(wire::move_lines));
    let of_year = of_year.collect::<Result<Vec<Vec<String>>, serde_json::Error>>()?;
    let rankings = data.rankings_of(&outcomes);
    let rankings = rankings.iter().map(|one| wire::ranking_line(one, lang).and_then(raw));
    Ok(Answer::Reported {
        targets: targets(&outcomes, lang)?,
        months: of_year.into_iter().flatten().map(raw).collect::<Result<_, _>>()?,
        rankings: rankings.collect::<Result<_, _>>()?,
        warnings: warnings(&data, lang),
    })
}

fn targets(
    outcomes: &[Vec<TargetOutcome>],
    lang: Lang,
) -> Result<Vec<Box<RawValue>>, serde_json::Error> {
    let told = outcomes.iter().flatten().map(|outcome| wire::target_line(outcome, lang));
    told.map(|line| line.and_then(raw)).collect()
}

fn warnings(data: &Dataset, lang: Lang) -> Vec<String> {
    let read = data.batches().flat_map(|batch| &batch.report().warnings);
    let linked = data.warnings();
    read.chain(&linked).map(|message: &Message| message.get(lang).to_owned()).collect()
}

fn schema(ask: &Ask<'_>, rules: &Rules) -> Result<Answer, Failure> {
    let schema = rules.schema();
    let record = ask.text("record")?;
    let known = || {
        let names: Vec<&str> = schema.records.iter().map(|record| record.name.as_str()).collect();
        say::other_value("record", &say::one_of(&names.join(", ")))
    };
    let schema = match ask.text("of")?.as_deref() {
        Some("rules") | None => match &record {
            Some(record) => serde_json::to_value(schema.clone().only(record).ok_or_else(known)?)?,
            None => serde_json::to_value(&schema)?,
        },
        Some("inputs") => record.and_then(|record| schema.input(&record)).ok_or_else(known)?,
        Some("outputs") => schema.output(),
        Some(_) => {
            return Err(say::other_value("of", &say::one_of("rules, inputs, outputs")).into());
        }
    };
    Ok(Answer::Schema { schema })
}

fn test(ask: &Ask<'_>, rules: &Rules) -> Result<Answer, Failure> {
    let lang = ask.lang.unwrap_or(rules.lang());
    let results = rules.test(ask.date()?);
    let passed = results.iter().filter(|result| result.misses.is_empty()).count();
    let coverage = if ask.truth("coverage")? {
        Some(wire::coverages(&[rules.coverage(ask.date()?)])?)
    } else {
        None
    };
    Ok(Answer::Tested {
        passed,
        failed: results.len() - passed,
        examples: results.iter().map(|result| example(rules, result, lang)).collect(),
        coverage,
    })
}

fn example(rules: &Rules, result: &ExampleResult, lang: Lang) -> Value {
    let source = &rules.sources()[result.span.source];
    let line = |at: u32| source.line_column(at).line;
    let misses: Vec<Value> = result
        .misses
        .iter()
        .map(|miss| json!({ "line": line(miss.span.start), "found": miss.found.get(lang) }))
        .collect();
    json!({
        "title": result.title, "file": source.name(), "line": line(result.span.start),
        "passed": misses.is_empty(), "misses": misses,
    })
}
