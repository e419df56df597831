//! `explain`, `vì-sao`: why a record got its result.

use super::{Failure, Outcome, grade, input, load, print_out, report, text, texts};
use crate::data::out::write_whole;
use crate::engine::Records;
use crate::explain::{Explanation, document, html_page};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, asked: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, asked)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let wanted = input::wanted(matches, lang)?;
    let all = input::read(&packs, &wanted, lang)?;
    for batch in all.iter().flat_map(Records::batches) {
        batch.report().warnings.iter().for_each(|warning| report::tell(warning, lang));
    }
    let mut explanations: Vec<Explanation> = Vec::new();
    for id in texts(matches, "id") {
        let before = explanations.len();
        for records in &all {
            for stretch in records.with_key(id) {
                let Some(batch) = records.batches().get(stretch.batch) else { continue };
                batch.each(stretch.places, |reader, run, identity, wanted| explanations.extend(reader.explanations(run, identity, wanted)));
            }
        }
        if explanations.len() == before {
            return Err(grade::no_such_key(&all, id, lang));
        }
    }
    let shown = show(matches, output.as_deref(), &explanations, lang);
    match &output {
        Some(path) => {
            let inputs = input::paths(&packs, &wanted.data);
            let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
            write_whole(path, &inputs, |to| Ok(to.write_all(shown.as_bytes())?)).map_err(|error| Failure::write_file(path, error, lang))?;
        }
        None => print_out(&shown),
    }
    let faulty = explanations.iter().any(|explanation| explanation.decision.status == crate::eval::Status::DataError);
    Ok(if faulty { Outcome::Found } else { Outcome::Clean })
}

fn show(matches: &ArgMatches, output: Option<&Path>, explanations: &[Explanation], lang: Lang) -> String {
    let ending = output.and_then(|path| path.extension()).and_then(|ending| ending.to_str()).unwrap_or("");
    match (text(matches, "format"), ending) {
        ("json", _) | ("", "json") => wire::explanations(explanations, lang).map(|json| json + "\n").unwrap_or_default(),
        ("html", _) | ("", "html" | "htm") => html_page(explanations, lang),
        (_, _) => document(explanations, lang).text(output.is_none() && std::io::stdout().is_terminal()),
    }
}
