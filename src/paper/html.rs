//! Papers as an HTML page for A4.

use super::{Paper, PaperPart};
use crate::markup::{self, Document, Inline, Line, escape};

/// Papers as one page of HTML, each printed on pages of its own.
pub fn html_page(papers: &[Paper], lang: &str, title: &str) -> String {
    let body: String = papers.iter().map(paper).collect();
    markup::page(lang, title, STYLE, &body)
}

fn paper(paper: &Paper) -> String {
    let mut body = String::from("<section class=\"paper\">\n");
    body.push_str(&pair("head", &paper.head.each_ref().map(|lines| joined(lines))));
    body.push_str(&pair("under-head", &paper.under_head.each_ref().map(|text| escape(text))));
    for (place, line) in paper.title.iter().enumerate() {
        let level = if place == 0 { "h1" } else { "h2" };
        body.push_str(&format!("<{level}>{}</{level}>\n", escape(line)));
    }
    for part in &paper.parts {
        match part {
            PaperPart::Paragraph(words) => body.push_str(&format!("<p>{}</p>\n", inline(words))),
            PaperPart::Heading(words) => {
                body.push_str(&format!("<p class=\"heading\">{}</p>\n", inline(words)));
            }
            PaperPart::Item(mark, words) => body.push_str(&format!(
                "<div class=\"item\"><span>{}</span><span>{}</span></div>\n",
                escape(mark),
                inline(words)
            )),
            PaperPart::Lines(document) => body.push_str(&document.html()),
        }
    }
    let signatures: Vec<String> = paper.signatures.iter().map(|name| escape(name)).collect();
    body.push_str(&pair("signatures", &signatures));
    if !paper.foot.is_empty() {
        body.push_str(&format!("<p class=\"foot\">{}</p>\n", escape(&paper.foot)));
    }
    body.push_str("</section>\n");
    body
}

/// Words with their roles, as [`Document::html`] writes those of a line.
fn inline(words: &Inline) -> String {
    let document = Document { lines: vec![Line::words(0, words.clone())] };
    let html = document.html();
    let inner = html.split_once("<span class=\"left\">").map_or("", |(_, inner)| inner);
    inner.strip_suffix("</span></div>\n").unwrap_or(inner).to_owned()
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br>")
}

/// Columns beside each other; nothing where all are empty.
fn pair(class: &str, columns: &[String]) -> String {
    if columns.iter().all(String::is_empty) {
        return String::new();
    }
    let columns: String = columns.iter().map(|column| format!("<div>{column}</div>")).collect();
    format!("<div class=\"{class}\">{columns}</div>\n")
}

const STYLE: &str = "\
@page { size: A4; margin: 20mm 15mm 20mm 25mm; }
body { font-family: 'Times New Roman', serif; font-size: 13pt; line-height: 1.35; max-width: \
                     170mm; margin: 1em auto; }
.paper { break-after: page; }
.paper:last-child { break-after: auto; }
@media screen { .paper + .paper { margin-top: 3em; border-top: 1px dashed #999; } }
.head, .under-head { display: flex; justify-content: space-between; text-align: center; }
.head > div, .under-head > div { width: 48%; }
.head { font-weight: bold; }
.under-head { margin: .3em 0 1em; font-style: italic; }
h1 { font-size: 15pt; text-align: center; margin: .8em 0 .1em; }
h2 { font-size: 13pt; text-align: center; margin: .1em 0; }
h2 + p { margin-top: 1em; }
p { margin: .4em 0; text-align: justify; }
.heading { margin-top: .8em; font-weight: bold; break-after: avoid; }
.item { display: flex; gap: .6em; padding-left: 1em; break-inside: avoid; text-align: justify; }
.signatures { display: flex; justify-content: space-around; text-align: center; margin: 2em 0 5em; \
                     font-weight: bold; break-inside: avoid; }
.foot { color: #666; font-size: 10pt; }
.line { display: flex; gap: 1em; break-inside: avoid; }
.left { flex: 1; }
.figure { min-width: 4em; text-align: right; font-variant-numeric: tabular-nums; }
.place { min-width: 9em; color: #555; font-size: 11pt; }
.level-0 { margin-top: 1.5em; border-bottom: 1px solid #999; }
.level-1 { margin-top: .6em; padding-left: 1em; }
.level-2 { padding-left: 2.2em; }
.level-3 { padding-left: 3.4em; }
.strong { font-weight: bold; }
.good { color: #156d2d; }
.bad { color: #a3161d; }
.note { color: #7a4b00; font-style: italic; }
.faint { color: #666; }
.quote { font-style: italic; }
";
