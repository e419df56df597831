//! Results of tests as JUnit XML, which build servers read. It has no schema of its own; what is
//! written here is what the readers' schemas have in common, and no time, as no clock is read.

use super::WriteError;
use crate::markup::visible;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io::{self, Write};

/// Test cases of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suite {
    /// Name of the file.
    pub name: String,
    /// Cases in the order written.
    pub cases: Vec<Case>,
}

/// Test case with its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Name of the case.
    pub name: String,
    /// Name of what it tests, by which readers group cases.
    pub class: String,
    /// Result of the case.
    pub result: CaseResult,
}

/// Result of a test case: a message on one line, and all that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseResult {
    /// It came out as expected.
    Passed,
    /// It came out otherwise.
    Failed(String, String),
    /// It could not be run.
    Error(String, String),
    /// It was left out.
    Skipped(String),
}

/// Writes suites as one document.
///
/// # Errors
/// Those of `to`.
pub fn write(suites: &[Suite], to: &mut dyn Write) -> Result<(), WriteError> {
    writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let mut xml: To<'_> = Writer::new_with_indent(to, b' ', 2);
    let all = suites.iter().flat_map(|suite| &suite.cases);
    let root = Counts::of(all).attributes().into_iter().take(Counts::COMMON);
    xml.create_element("testsuites")
        .with_attributes(borrowed(&root.collect::<Vec<_>>()))
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| write_suite(suite, xml)))?;
    writeln!(xml.get_mut())?;
    Ok(())
}

type To<'t> = Writer<&'t mut dyn Write>;

fn write_suite(suite: &Suite, xml: &mut To<'_>) -> io::Result<()> {
    let name = visible(&suite.name);
    let counts = Counts::of(suite.cases.iter()).attributes();
    xml.create_element("testsuite")
        .with_attribute(("name", &*name))
        .with_attributes(borrowed(&counts))
        .write_inner_content(|xml| suite.cases.iter().try_for_each(|case| write_case(case, xml)))?;
    Ok(())
}

fn write_case(case: &Case, xml: &mut To<'_>) -> io::Result<()> {
    let (name, class) = (visible(&case.name), visible(&case.class));
    let element =
        xml.create_element("testcase").with_attributes([("classname", &*class), ("name", &*name)]);
    let told = |kind: &'static str, message: &str, text: &str, xml: &mut To<'_>| {
        let (message, text) = (visible(message), visible(text));
        let element = xml.create_element(kind).with_attribute(("message", &*message));
        match text.is_empty() {
            true => element.write_empty().map(drop),
            false => element.write_text_content(BytesText::new(&text)).map(drop),
        }
    };
    match &case.result {
        CaseResult::Passed => element.write_empty(),
        CaseResult::Failed(message, text) => {
            element.write_inner_content(|xml| told("failure", message, text, xml))
        }
        CaseResult::Error(message, text) => {
            element.write_inner_content(|xml| told("error", message, text, xml))
        }
        CaseResult::Skipped(message) => {
            element.write_inner_content(|xml| told("skipped", message, "", xml))
        }
    }
    .map(drop)
}

/// Numbers of cases by their results.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    /// So many of the attributes may stand at the root, too.
    const COMMON: usize = 3;

    fn of<'c>(cases: impl Iterator<Item = &'c Case>) -> Counts {
        let mut counts = Counts::default();
        for case in cases {
            counts.tests += 1;
            match case.result {
                CaseResult::Passed => {}
                CaseResult::Failed(..) => counts.failures += 1,
                CaseResult::Error(..) => counts.errors += 1,
                CaseResult::Skipped(_) => counts.skipped += 1,
            }
        }
        counts
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        let Counts { tests, failures, errors, skipped } = self;
        let counts =
            [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)];
        counts.into_iter().map(|(name, count)| (name, count.to_string())).collect()
    }
}

fn borrowed<'a>(
    attributes: &'a [(&'static str, String)],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str()))
}
