//! The language reference runs: see tests/spec/README.md for the form of its blocks.

use crate::literate::{Block, Page, Section, files};
use crate::outcome;
use std::collections::BTreeSet;
use visao::Error;
use visao::data::DataFile;
use visao::engine::{Batch, Findings, Further, InputFile, Query, RecordView, Rules};
use visao::explain::Length;
use visao::load::Memory;
use visao::sheets::TargetSheet;
use visao::value::text::{parse_date, show_date};
use visao::value::{Date, Lang};
use visao::{Numbers, Ratios, Readings, TotalRows};

#[test]
fn the_language_reference_runs() {
    let mut wrong = Vec::new();
    for path in files("tests/spec", "md") {
        let mut page = Page::read(&path);
        for section in std::mem::take(&mut page.sections) {
            run(&mut page, &section);
        }
        wrong.extend(page.settle());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The files given so far, what became of them, and the records given.
#[derive(Default)]
struct Bench {
    files: Vec<(String, String)>,
    loaded: Option<Result<Rules, Error>>,
    records: Vec<serde_json::Value>,
    data: Vec<DataFile>,
    readings: Readings,
    about: String,
    /// The day of the run, where a block of data says one.
    day: Option<Date>,
}

/// What was said of the rules of a section.
#[derive(Default)]
pub struct Said {
    pub codes: BTreeSet<String>,
    /// The messages as an English reader sees them.
    pub english: String,
}

/// Runs the blocks of a section; gives what was said of its rules.
pub fn run(page: &mut Page, section: &Section) -> Said {
    let mut bench = Bench::default();
    let mut said = Said::default();
    for block in &section.blocks {
        let place = format!("{}:{} ({})", page.path.display(), block.line, section.heading);
        match (block.word.as_str(), named(block)) {
            (_, Some(name)) => bench.take_file(name, &text(block)),
            ("errors", _) => {
                page.answer(block, &bench.errors(&block.rest));
                said.codes.extend(bench.codes());
                said.english += &bench.errors("en");
            }
            ("check", _) => {
                page.answer(block, &bench.check(&block.rest));
                said.codes.extend(bench.codes_of_check(&block.rest));
                said.english += &bench.check(&format!("{} en", block.rest));
            }
            ("record", _) => bench.take_records(block, &place),
            ("csv" | "jsonl", _) => bench.take_data(block),
            ("result", _) => page.answer(block, &either(bench.result())),
            ("targets", _) => page.answer(block, &either(bench.targets(&block.rest))),
            ("records", _) => page.answer(block, &either(bench.table(block))),
            ("json", _) => page.answer(block, &either(bench.json())),
            ("why", _) => page.answer(block, &either(bench.why(false, &block.rest))),
            ("ways", _) => page.answer(block, &either(bench.why(true, &block.rest))),
            ("letter", _) => page.answer(block, &either(bench.letter(&block.rest))),
            ("counts", _) => page.answer(block, &either(bench.counts())),
            ("formatted", _) => page.answer(block, &bench.formatted(&block.rest)),
            ("examples", _) => page.answer(block, &either(bench.rules().map(outcome::examples))),
            ("coverage", _) => page.answer(block, &either(bench.rules().map(outcome::coverage))),
            ("sh" | "text" | "none", _) => {}
            (other, _) => panic!("{place}: no block is called `{other}`"),
        }
    }
    let run = section.blocks.iter().any(|block| named(block).is_none());
    assert!(
        run || section.blocks.is_empty(),
        "{}: {}: rules of which nothing is asked",
        page.path.display(),
        section.heading
    );
    said
}

/// The day of a record that has its own, behind a blank.
fn own_day(batch: &Batch, record: &RecordView<'_, '_>) -> Option<String> {
    let day = record.as_of().filter(|_| batch.is_by_day());
    batch.is_by_day().then(|| day.map_or_else(String::new, |day| format!(" {}", show_date(day))))
}

/// What came out, or why nothing could.
fn either(outcome: Result<String, String>) -> String {
    outcome.unwrap_or_else(|refusal| refusal)
}

/// What was said, without blanks at the ends of lines.
fn clean(text: &str) -> String {
    let text: String = unicode_normalization::UnicodeNormalization::nfc(text).collect();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The name of the file that a block holds, if it holds one.
fn named(block: &Block) -> Option<&str> {
    let usual = match block.word.as_str() {
        "luat" => "luat.luat",
        "toml" => "pack.toml",
        "rhai" => "ham.rhai",
        "txt" => "van-ban.txt",
        "rows" => "muc-vay.csv",
        _ => return None,
    };
    Some(if block.rest.is_empty() || block.rest == "NFD" { usual } else { &block.rest })
}

fn text(block: &Block) -> String {
    use unicode_normalization::UnicodeNormalization;
    if block.rest == "NFD" { block.body.nfd().collect() } else { block.body.clone() }
}

/// What a check finds: `cliffs 10` asks for steps of more than ten points too, `confined` for
/// records that no change lifts.
fn checked(rules: &Rules, asked: &str) -> Findings {
    let words: Vec<&str> = asked.split_whitespace().collect();
    match words.as_slice() {
        ["cliffs", over, ..] => {
            let over = visao::Num::from_i64(over.parse().unwrap());
            rules.check_further(&Further::default().cliffs(&over))
        }
        ["confined", ..] => rules.check_further(&Further::default().confined()),
        _ => rules.check(),
    }
}

impl Bench {
    /// A file after an outcome begins a new pack.
    fn take_file(&mut self, name: &str, body: &str) {
        if self.loaded.is_some() {
            *self = Bench::default();
        }
        self.files.push((name.to_owned(), body.to_owned()));
    }

    fn loaded(&mut self) -> Option<&Result<Rules, Error>> {
        if self.loaded.is_none() && !self.files.is_empty() {
            self.loaded = Some(Rules::from_files(&self.files.iter().cloned().collect::<Memory>()));
        }
        self.loaded.as_ref()
    }

    fn rules(&mut self) -> Result<&Rules, String> {
        match self.loaded() {
            Some(Ok(rules)) => Ok(rules),
            Some(Err(refused)) => Err(format!("{refused:#}")),
            None => Err("no rules stand before this block".into()),
        }
    }

    /// What was said of the rules, in the language asked for or the pack's.
    fn errors(&mut self, lang: &str) -> String {
        let lang = if lang == "en" { Some(Lang::En) } else { None };
        clean(&match self.loaded() {
            Some(Err(refused)) => refused.render(lang.unwrap_or(refused.lang()), false),
            Some(Ok(rules)) => visao::diag::render::text(
                rules.findings(),
                rules.sources(),
                lang.unwrap_or(rules.lang()),
                false,
            ),
            None => String::new(),
        })
    }

    /// What `check` finds in the rules, with `cliffs 10` the steps of more points too.
    fn check(&mut self, asked: &str) -> String {
        let is_english = asked.ends_with("en");
        let Ok(rules) = self.rules() else {
            return self.errors(if is_english { "en" } else { "" });
        };
        let (found, own) = (checked(rules, asked), rules.lang());
        let lang = if is_english { Lang::En } else { own };
        clean(&visao::diag::render::text(&found.diagnostics, &found.sources, lang, false))
    }

    fn codes_of_check(&mut self, asked: &str) -> BTreeSet<String> {
        let rules = self.rules().unwrap_or_else(|refusal| panic!("{refusal}"));
        checked(rules, asked).diagnostics.iter().map(|finding| finding.code.to_owned()).collect()
    }

    /// The rule files as `visao fmt` leaves them, or why it leaves them alone.
    fn formatted(&mut self, keywords: &str) -> String {
        let keywords = [("vi", Lang::Vi), ("en", Lang::En)]
            .into_iter()
            .find(|(word, _)| *word == keywords)
            .map(|(_, lang)| lang);
        self.loaded();
        let files = self.files.iter().cloned().collect::<Memory>();
        let told = |refused: Error| format!("{refused:#}");
        match visao::engine::formatted(&files, keywords) {
            Ok(all) => all
                .into_iter()
                .map(|file| file.after.unwrap_or_else(told))
                .collect::<Vec<_>>()
                .join("\n")
                .trim_end()
                .to_owned(),
            Err(refused) => told(refused),
        }
    }

    fn codes(&self) -> Vec<String> {
        let found = match &self.loaded {
            Some(Err(refused)) => refused.diagnostics(),
            Some(Ok(rules)) => rules.findings(),
            None => &[],
        };
        found.iter().map(|finding| finding.code.to_owned()).collect()
    }

    /// `to, numbers plain`: the file's name, and what is said of the way it is read.
    fn take_data(&mut self, block: &Block) {
        let mut parts = block.rest.split(',').map(str::trim);
        let name = parts.next().unwrap_or_default();
        for part in parts {
            match part {
                "numbers vi" => self.readings.numbers = Some(Numbers::Vi),
                "numbers plain" => self.readings.numbers = Some(Numbers::Plain),
                "ratios fraction" => self.readings.ratios = Some(Ratios::Fraction),
                "ratios percent" => self.readings.ratios = Some(Ratios::Percent),
                "total-rows skip" => self.readings.total_rows = Some(TotalRows::Skip),
                day if day.starts_with("ngày ") => {
                    self.day = parse_date(day.trim_start_matches("ngày "));
                    assert!(self.day.is_some(), "no day is {day}");
                }
                other => panic!("nothing is read `{other}`"),
            }
        }
        self.data.push(DataFile::bytes(format!("{name}.{}", block.word), block.body.as_bytes()));
    }

    fn take_records(&mut self, block: &Block, place: &str) {
        self.about = block.rest.clone();
        self.data.clear();
        self.records = serde_json::Deserializer::from_str(&block.body)
            .into_iter()
            .map(|record| record.unwrap_or_else(|error| panic!("{place}: {error}")))
            .collect();
    }

    /// The question that a block's words ask: a record type, `ngày 30/06/2023`.
    fn query(&mut self, about: &str) -> Result<(Query, Lang), String> {
        let (readings, day) = (self.readings, self.day);
        let rules = self.rules()?;
        let parts = about.split(',').map(str::trim).filter(|part| !part.is_empty());
        let mut query = rules.query().lenient().readings(readings);
        if let Some(day) = day {
            query = query.date(day);
        }
        for part in parts {
            query = match part.strip_prefix("ngày ") {
                Some(day) => query.date(parse_date(day).ok_or(day)?),
                None => query.record(part).map_err(|error| error.to_string())?,
            };
        }
        Ok((query, rules.lang()))
    }

    fn result(&mut self) -> Result<String, String> {
        let (query, lang) = self.query(&self.about.clone())?;
        let mut shown = Vec::new();
        for record in &self.records {
            match query.grade(record) {
                Ok(decisions) => {
                    shown.extend(decisions.iter().map(|decision| outcome::decision(decision, lang)))
                }
                Err(error) => shown.push(format!("{error}\n")),
            }
        }
        if !self.data.is_empty() && self.about.is_empty() && self.rules()?.model().records.len() > 1
        {
            return self.results_of_types(&query, lang);
        }
        if !self.data.is_empty() {
            let batch = query.read(&self.data, None).map_err(|error| told(&error, lang))?;
            batch.each(0..batch.records(), |record| {
                let day = own_day(&batch, record);
                shown.extend(record.decisions().iter().map(|decision| match &day {
                    Some(day) => {
                        format!("{}{day} · {}", decision.record, outcome::decision(decision, lang))
                    }
                    None => outcome::decision(decision, lang),
                }));
            });
        }
        Ok(shown.join("\n"))
    }

    /// Everything decided of records of several types, read in one run.
    fn results_of_types(&self, query: &Query, lang: Lang) -> Result<String, String> {
        let dataset = query.read_all(&self.given(), None).map_err(|error| told(&error, lang))?;
        let mut shown = Vec::new();
        for batch in dataset.batches() {
            batch.each(0..batch.records(), |record| {
                let decisions = record.decisions();
                let day = own_day(batch, record).unwrap_or_default();
                shown.extend(decisions.iter().map(|decision| {
                    format!("{}{day} · {}", decision.record, outcome::decision(decision, lang))
                }));
            });
        }
        shown.extend(dataset.warnings().iter().map(|warning| warning.get(lang).to_owned() + "\n"));
        Ok(shown.join("\n"))
    }

    fn given(&self) -> Vec<InputFile> {
        self.data.iter().map(|file| InputFile { record: None, file: file.clone() }).collect()
    }

    /// What came of the targets: as a table, or of one unit as it is explained.
    fn targets(&mut self, about: &str) -> Result<String, String> {
        let (day, unit) = if about.starts_with("ngày ") { (about, "") } else { ("", about) };
        let (query, lang) = self.query(day)?;
        let dataset = query.read_all(&self.given(), None).map_err(|error| told(&error, lang))?;
        let mut text = Vec::new();
        for mut outcomes in dataset.targets() {
            if unit.is_empty() {
                visao::data::out::write_table(
                    TargetSheet::new(&outcomes, lang).grid_of_units(),
                    &mut text,
                )
                .unwrap();
            } else {
                outcomes.retain(|outcome| outcome.is_of(unit));
                let short = outcomes[0].fingerprint[..12].to_owned();
                text.extend(
                    visao::report::document(&outcomes, lang)
                        .text(false)
                        .replace(&short, "…")
                        .into_bytes(),
                );
            }
        }
        let text = String::from_utf8(text).unwrap();
        Ok(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
    }

    /// A table of inputs and, right of `⇒`, what comes out of them.
    fn table(&mut self, block: &Block) -> Result<String, String> {
        let (query, lang) = self.query(&block.rest)?;
        let rows: Vec<Vec<String>> = block.body.lines().map(cells).collect();
        let header = rows.first().cloned().unwrap_or_default();
        let given = header.iter().position(|name| name == "⇒").ok_or("no column is headed by ⇒")?;
        // Read as a file would be: cells in the pack's language. The number keeps rows apart that
        // would otherwise be blank.
        let line = |row: &Vec<String>, first: String| {
            std::iter::once(&first)
                .chain(&row[..given])
                .map(|cell| format!("\"{cell}\""))
                .collect::<Vec<_>>()
                .join(";")
        };
        let csv = rows.iter().enumerate().map(|(number, row)| {
            line(row, if number == 0 { "#".into() } else { number.to_string() }) + "\n"
        });
        let file = DataFile::bytes("records.csv", csv.collect::<String>().into_bytes());
        let batch = query.read(&[file], None).map_err(|error| told(&error, lang))?;
        let mut shown = vec![header.clone()];
        let mut given_rows = rows[1..].iter();
        batch.each(0..batch.records(), |record| {
            let row = given_rows.next().expect("a row a record");
            let decisions = record.decisions();
            let outcomes =
                header[given + 1..].iter().map(|name| outcome::one(&decisions, name, lang));
            shown.push(
                row[..given].iter().cloned().chain([String::new()]).chain(outcomes).collect(),
            );
        });
        assert_eq!(shown.len(), rows.len());
        Ok(aligned(&shown))
    }

    fn json(&mut self) -> Result<String, String> {
        let (query, lang) = self.query(&self.about.clone())?;
        let mut lines = Vec::new();
        for record in &self.records {
            for decision in query.grade(record).map_err(|error| error.to_string())? {
                let value = visao::wire::decision_value(&decision, lang).unwrap();
                lines.push(
                    serde_json::to_string_pretty(&value)
                        .unwrap()
                        .replace(&*decision.fingerprint, "…"),
                );
            }
        }
        Ok(lines.join("\n"))
    }

    /// The explanations of the records, at full length where that is asked; with what would change each outcome, the sentence in brief
    /// goes first.
    fn why(&mut self, ways: bool, about: &str) -> Result<String, String> {
        assert!(!self.records.is_empty(), "an explanation of no record");
        let (query, lang) = self.query(&self.about.clone())?;
        let query = if ways { query.ways() } else { query };
        let length = if about == "full" { Length::Full } else { Length::Normal };
        let mut explained = Vec::new();
        for record in &self.records {
            explained.extend(query.explain(record).map_err(|error| error.to_string())?);
        }
        let brief = explained.iter().filter(|_| ways).map(|one| format!("{}\n", one.brief(lang)));
        let brief = brief.collect::<String>();
        Ok(format!("{brief}{}", outcome::explanations(&explained, length, lang)))
    }

    /// The letters that tell the records their results; `en` in English.
    fn letter(&mut self, about: &str) -> Result<String, String> {
        let (query, lang) = self.query(&self.about.clone())?;
        let lang = if about == "en" { Lang::En } else { lang };
        let (query, office) = (query.ways().lang(lang), self.rules()?.office());
        let mut letters = Vec::new();
        for record in &self.records {
            let explained = query.explain(record).map_err(|error| error.to_string())?;
            letters.push(visao::explain::letter(&explained, &office, lang));
        }
        let text = visao::paper::text(&letters, false);
        let short = self.rules()?.fingerprint()[..12].to_owned();
        let text = text.replace(&short, "…");
        Ok(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
    }

    fn counts(&mut self) -> Result<String, String> {
        let (query, lang) = self.query(&self.about.clone())?;
        let batch = query.read(&self.data, None).map_err(|error| told(&error, lang))?;
        Ok(outcome::counts(&batch, lang))
    }
}

fn told(error: &Error, lang: Lang) -> String {
    error.messages().iter().map(|message| message.get(lang)).collect::<Vec<_>>().join("\n")
}

fn cells(line: &str) -> Vec<String> {
    line.trim()
        .trim_start_matches('|')
        .trim_end_matches('|')
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// Rows of cells as a table whose columns stand below each other.
fn aligned(rows: &[Vec<String>]) -> String {
    let width = |cell: &str| unicode_width::UnicodeWidthStr::width(cell);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|place| {
            rows.iter().filter_map(|row| row.get(place)).map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, wide)| format!(" {cell}{} ", " ".repeat(wide - width(cell))));
        format!("|{}|\n", cells.collect::<Vec<_>>().join("|"))
    };
    rows.iter().map(line).collect()
}
