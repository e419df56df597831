//! Papers as an editable document (Office Open XML, ISO/IEC 29500), the least of it that word
//! processors ask for: a section a paper, so that each begins a page of its own.

use super::WriteError;
use crate::markup::{Document, Inline, Line, Role, visible};
use crate::paper::{Paper, PaperPart};
use crate::value::Lang;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io::{self, Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Width of the text on A4 between its margins, in twentieths of a point.
const WIDTH: usize = 9638;
/// Columns of a letterhead: the office, the longer motto.
const HEAD: [usize; 2] = [4338, 5300];
/// Columns of the lines of an explanation: words, figure, place.
const COLUMNS: [usize; 3] = [5953, 1417, 2268];

/// Writes papers as one document; two of the same papers are the same bytes.
///
/// # Errors
/// Those of `to`.
pub fn write(papers: &[Paper], lang: Lang, to: &mut dyn Write) -> Result<(), WriteError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let undated = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let styles = STYLES.replace("{lang}", language(lang));
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/document.xml", document(papers)?),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles),
    ];
    for (name, text) in parts {
        zip.start_file(name, undated).map_err(io::Error::from)?;
        zip.write_all(text.as_bytes())?;
    }
    let whole = zip.finish().map_err(io::Error::from)?.into_inner();
    Ok(to.write_all(&whole)?)
}

const fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi-VN",
        Lang::En => "en-GB",
    }
}

type Xml = Writer<Vec<u8>>;

fn document(papers: &[Paper]) -> io::Result<String> {
    let mut xml = Writer::new(Vec::new());
    xml.get_mut().extend_from_slice(HEADER.as_bytes());
    let root = xml.create_element("w:document").with_attribute(("xmlns:w", NAMESPACE));
    root.write_inner_content(|xml| {
        xml.create_element("w:body").write_inner_content(|xml| {
            let last = papers.len().saturating_sub(1);
            for (place, paper) in papers.iter().enumerate() {
                write_paper(xml, paper)?;
                if place < last {
                    // A section ends in its last paragraph, which is as small as one can be.
                    let end = |xml: &mut Xml| section(xml);
                    paragraph(xml, "VisaoEnd", end, &Inline::new())?;
                } else {
                    section(xml)?;
                }
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(String::from_utf8_lossy(&xml.into_inner()).into_owned())
}

fn section(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("w:sectPr").write_inner_content(|xml| {
        element(xml, "w:type", &[("w:val", "nextPage")])?;
        element(xml, "w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
        let margins =
            [("w:top", "1134"), ("w:right", "851"), ("w:bottom", "1134"), ("w:left", "1417")];
        let others = [("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")];
        element(xml, "w:pgMar", &[margins.as_slice(), others.as_slice()].concat())
    })?;
    Ok(())
}

fn write_paper(xml: &mut Xml, paper: &Paper) -> io::Result<()> {
    let under = paper.under_head.each_ref().map(std::slice::from_ref);
    let head = paper.head.each_ref().map(Vec::as_slice);
    side_by_side(xml, &HEAD, &[(&head, "VisaoHead"), (&under, "VisaoUnderHead")])?;
    for (place, line) in paper.title.iter().enumerate() {
        let style = if place == 0 { "VisaoTitle" } else { "VisaoSubtitle" };
        plain(xml, style, line)?;
    }
    for part in &paper.parts {
        match part {
            PaperPart::Paragraph(words) => paragraph(xml, "VisaoBody", nothing, words)?,
            PaperPart::Heading(words) => paragraph(xml, "VisaoHeading", nothing, words)?,
            PaperPart::Item(mark, words) => {
                let lead = crate::markup::run(Role::Plain, format!("{mark}\u{a0}"));
                let words = [vec![lead], words.clone()].concat();
                paragraph(xml, "VisaoItem", nothing, &words)?;
            }
            PaperPart::Lines(document) => lines(xml, document)?,
        }
    }
    let signed: Vec<&[String]> = paper.signatures.iter().map(std::slice::from_ref).collect();
    let widths = vec![WIDTH / signed.len().max(1); signed.len()];
    side_by_side(xml, &widths, &[(&signed, "VisaoSignature")])?;
    if !paper.foot.is_empty() {
        plain(xml, "VisaoFoot", &paper.foot)?;
    }
    Ok(())
}

/// Columns of lines beside each other, in rows of a style each; nothing of rows that are empty.
fn side_by_side(xml: &mut Xml, widths: &[usize], rows: &[(&[&[String]], &str)]) -> io::Result<()> {
    let is_filled =
        |columns: &[&[String]]| columns.iter().any(|lines| lines.iter().any(|one| !one.is_empty()));
    let rows: Vec<_> = rows.iter().filter(|(columns, _)| is_filled(columns)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    table(xml, widths, |xml| {
        rows.iter().try_for_each(|(columns, style)| {
            row(xml, |xml| {
                columns.iter().zip(widths).try_for_each(|(lines, width)| {
                    cell(xml, *width, 1, |xml| match lines.is_empty() {
                        true => plain(xml, style, ""),
                        false => lines.iter().try_for_each(|line| plain(xml, style, line)),
                    })
                })
            })
        })
    })
}

/// Lines in their three columns; words take the room of a figure or place that is not there.
fn lines(xml: &mut Xml, document: &Document) -> io::Result<()> {
    if document.lines.is_empty() {
        return Ok(());
    }
    let [words, figure, place] = COLUMNS;
    table(xml, &COLUMNS, |xml| {
        document.lines.iter().try_for_each(|line| {
            let style = style_of(line);
            let left = |xml: &mut Xml| paragraph(xml, style, nothing, &line.left);
            row(xml, |xml| {
                if line.figure.is_empty() && line.place.is_empty() {
                    return cell(xml, words + figure + place, 3, left);
                }
                if line.figure.is_empty() {
                    cell(xml, words + figure, 2, left)?;
                } else {
                    cell(xml, words, 1, left)?;
                    let numbers =
                        |xml: &mut Xml| paragraph(xml, "VisaoFigure", nothing, &line.figure);
                    cell(xml, figure, 1, numbers)?;
                }
                let style = if line.level < 2 { "VisaoPlace" } else { "VisaoInnerPlace" };
                cell(xml, place, 1, |xml| paragraph(xml, style, nothing, &line.place))
            })
        })
    })?;
    // Two tables that touch would be one.
    plain(xml, "VisaoEnd", "")
}

fn style_of(line: &Line) -> &'static str {
    match line.level {
        0 => "VisaoLine0",
        1 => "VisaoLine1",
        2 => "VisaoLine2",
        _ => "VisaoLine3",
    }
}

fn table(
    xml: &mut Xml,
    widths: &[usize],
    rows: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element("w:tbl").write_inner_content(|xml| {
        xml.create_element("w:tblPr").write_inner_content(|xml| {
            let width = widths.iter().sum::<usize>().to_string();
            element(xml, "w:tblW", &[("w:w", &width), ("w:type", "dxa")])?;
            element(xml, "w:tblLayout", &[("w:type", "fixed")])
        })?;
        xml.create_element("w:tblGrid").write_inner_content(|xml| {
            widths
                .iter()
                .try_for_each(|width| element(xml, "w:gridCol", &[("w:w", &width.to_string())]))
        })?;
        rows(xml)
    })?;
    Ok(())
}

fn row(xml: &mut Xml, cells: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.create_element("w:tr").write_inner_content(|xml| {
        xml.create_element("w:trPr").write_inner_content(|xml| element(xml, "w:cantSplit", &[]))?;
        cells(xml)
    })?;
    Ok(())
}

fn cell(
    xml: &mut Xml,
    width: usize,
    columns: usize,
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element("w:tc").write_inner_content(|xml| {
        xml.create_element("w:tcPr").write_inner_content(|xml| {
            element(xml, "w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if columns > 1 {
                element(xml, "w:gridSpan", &[("w:val", &columns.to_string())])?;
            }
            Ok(())
        })?;
        content(xml)
    })?;
    Ok(())
}

fn plain(xml: &mut Xml, style: &str, text: &str) -> io::Result<()> {
    paragraph(xml, style, nothing, &vec![crate::markup::run(Role::Plain, text)])
}

fn nothing(_: &mut Xml) -> io::Result<()> {
    Ok(())
}

fn paragraph(
    xml: &mut Xml,
    style: &str,
    more: impl FnOnce(&mut Xml) -> io::Result<()>,
    words: &Inline,
) -> io::Result<()> {
    xml.create_element("w:p").write_inner_content(|xml| {
        xml.create_element("w:pPr").write_inner_content(|xml| {
            element(xml, "w:pStyle", &[("w:val", style)])?;
            more(xml)
        })?;
        let written = words.iter().filter(|one| !one.text.is_empty());
        written.into_iter().try_for_each(|one| {
            xml.create_element("w:r").write_inner_content(|xml| {
                properties(xml, one.role)?;
                let text = visible(&one.text);
                let text = text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
                xml.create_element("w:t")
                    .with_attribute(("xml:space", "preserve"))
                    .write_text_content(BytesText::new(&text))?;
                Ok(())
            })?;
            Ok(())
        })
    })?;
    Ok(())
}

/// Look of a run by its role.
fn properties(xml: &mut Xml, role: Role) -> io::Result<()> {
    let (is_bold, is_italic, colour) = match role {
        Role::Plain | Role::Person => return Ok(()),
        Role::Strong => (true, false, None),
        Role::Good => (false, false, Some("156D2D")),
        Role::Bad => (false, false, Some("A3161D")),
        Role::Note => (false, true, Some("7A4B00")),
        Role::Faint => (false, false, Some("666666")),
        Role::Quote => (false, true, None),
    };
    xml.create_element("w:rPr").write_inner_content(|xml| {
        if is_bold {
            element(xml, "w:b", &[])?;
        }
        if is_italic {
            element(xml, "w:i", &[])?;
        }
        colour.map_or(Ok(()), |colour| element(xml, "w:color", &[("w:val", colour)]))
    })?;
    Ok(())
}

fn element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_empty()?;
    Ok(())
}

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>
<Default Extension=\"xml\" ContentType=\"application/xml\"/>
<Override PartName=\"/word/document.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>
<Override PartName=\"/word/styles.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>
</Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">
<Relationship Id=\"rId1\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
Target=\"word/document.xml\"/>
</Relationships>";
const DOCUMENT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">
<Relationship Id=\"rId1\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" \
Target=\"styles.xml\"/>
</Relationships>";
const STYLES: &str = include_str!("styles.xml");
