//! Papers as text.

use super::{Paper, PaperPart};
use crate::markup::{Document, Inline, Line, Role, run, wrapped};
use unicode_width::UnicodeWidthStr;

/// Columns of a line of text.
const WIDTH: usize = 80;

/// Papers as text, one below the other; `styled` adds the colours of a terminal.
pub fn text(papers: &[Paper], styled: bool) -> String {
    let mut out = String::new();
    for (place, paper) in papers.iter().enumerate() {
        if place > 0 {
            out.push_str(&format!("\n{}\n\n", "─".repeat(WIDTH)));
        }
        push_paper(&mut out, paper, styled);
    }
    out
}

fn push_paper(out: &mut String, paper: &Paper, styled: bool) {
    push_columns(out, &paper.head.each_ref().map(Vec::as_slice));
    if paper.under_head.iter().any(|text| !text.is_empty()) {
        push_columns(out, &paper.under_head.each_ref().map(std::slice::from_ref));
        out.push('\n');
    }
    for line in &paper.title {
        out.push_str(centred(line, WIDTH).trim_end());
        out.push('\n');
    }
    if !paper.title.is_empty() {
        out.push('\n');
    }
    for part in &paper.parts {
        match part {
            PaperPart::Paragraph(words) => push_wrapped(out, "", words, styled),
            PaperPart::Heading(words) => {
                out.push('\n');
                push_wrapped(out, "", words, styled);
            }
            PaperPart::Item(mark, words) => {
                push_wrapped(out, &format!("  {mark} "), words, styled);
            }
            PaperPart::Lines(document) => out.push_str(&document.text(styled)),
        }
    }
    if !paper.signatures.is_empty() {
        out.push('\n');
        let width = WIDTH / paper.signatures.len().max(1);
        let line: String = paper.signatures.iter().map(|name| centred(name, width)).collect();
        out.push_str(line.trim_end());
        out.push_str("\n\n\n\n");
    }
    if !paper.foot.is_empty() {
        push_wrapped(out, "", &vec![run(Role::Faint, paper.foot.as_str())], styled);
    }
}

/// Words in lines of the width of the text, those below the first as far in as the words begin.
fn push_wrapped(out: &mut String, lead: &str, words: &Inline, styled: bool) {
    let indent = lead.width();
    for (place, line) in wrapped(words, WIDTH.saturating_sub(indent)).into_iter().enumerate() {
        let before = if place == 0 { lead.to_owned() } else { " ".repeat(indent) };
        let mut left = vec![run(Role::Plain, before)];
        left.extend(line);
        let document = Document { lines: vec![Line::words(0, left)] };
        out.push_str(&document.text(styled));
    }
}

/// Two columns of lines beside each other, each in the middle of its half.
fn push_columns(out: &mut String, columns: &[&[String]; 2]) {
    let [left, right] = columns;
    for place in 0..left.len().max(right.len()) {
        let cell =
            |column: &[String]| centred(column.get(place).map_or("", String::as_str), WIDTH / 2);
        let line = format!("{}{}", cell(left), cell(right));
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A text in the middle of so many columns, and at least one blank behind it.
fn centred(text: &str, width: usize) -> String {
    let room = width.saturating_sub(text.width());
    let before = room / 2;
    format!("{}{text}{}", " ".repeat(before), " ".repeat((room - before).max(1)))
}
