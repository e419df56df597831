//! Letters and explanation sheets as files: what stands in them, read back without the program.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

const RULES: &str = "bản ghi Đơn
  trường mã: chữ, khóa
  trường họ tên: chữ
  trường tuổi: số nguyên, bắt buộc, từ 0, cố định
  trường số tiền: tiền, bắt buộc, từ 0, bước 1 triệu đồng
  hiện theo họ tên
điều kiện Vay cho Đơn \"Cho vay hộ nghèo\"
  từ chối nếu số tiền > 50 triệu: \"Quá mức vay\"
  từ chối nếu tuổi < 18: \"Chưa đủ tuổi\"
kiểm tra Hồ sơ cho Đơn
  yêu cầu số tiền ≤ 40 triệu
    nếu không: \"Phải có người bảo lãnh\"
";
const PACK: &str = "[pack]
name = \"cho-vay\"
[report]
organisation = \"XÃ MẪU\"
motto = \"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\"
place = \"Xã Mẫu\"
contact = [\"Bà B\", \"0236 000 000\"]
signatures = [\"CHỦ TỊCH\"]
";
/// A and B are rejected, by the amount and by the age; C gets the loan but needs a guarantor; D is
/// wholly in order.
const RECORDS: &str = "mã;họ tên;tuổi;số tiền
A;Nguyễn Thị A;20;60.000.000
B;Trần <B> & con;17;10.000.000
C;Lê C;30;45.000.000
D;Võ D;40;5.000.000
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("luat")).unwrap();
    put("luat/pack.toml", PACK);
    put("luat/luat.luat", RULES);
    put("don.csv", RECORDS);
    folder
}

/// Runs the program; gives what it says on standard output, or on standard error where it failed.
fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let program = env!("CARGO_BIN_EXE_visao");
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

/// The paragraphs of a document with their styles, and its count of sections.
fn document(path: &Path) -> (Vec<(String, String)>, usize) {
    let mut zip = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut text = String::new();
    assert_eq!(zip.len(), 5);
    for part in 0..zip.len() {
        // Every part is well-formed XML.
        text.clear();
        zip.by_index(part).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    }
    text.clear();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let mut styles = String::new();
    zip.by_name("word/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
    let (mut paragraphs, mut sections) = (Vec::new(), 0);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(start) if start.name().as_ref() == "w:p" => {
                paragraphs.push((String::new(), String::new()));
            }
            Event::Start(start) if start.name().as_ref() == "w:sectPr" => sections += 1,
            Event::Empty(empty) if empty.name().as_ref() == "w:pStyle" => {
                let style = empty.try_get_attribute("w:val").unwrap().unwrap();
                let style = style.value.into_owned();
                assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "no style {style}");
                paragraphs.last_mut().unwrap().0 = style;
            }
            Event::Text(words) => {
                if let Some(last) = paragraphs.last_mut() {
                    last.1.push_str(&words);
                }
            }
            Event::GeneralRef(name) => {
                let sign = match name.as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("{other:?}"),
                };
                paragraphs.last_mut().unwrap().1.push(sign);
            }
            _ => {}
        }
    }
    (paragraphs, sections)
}

fn of_style(paragraphs: &[(String, String)], wanted: &str) -> Vec<String> {
    let of = paragraphs.iter().filter(|(style, _)| style == wanted);
    of.map(|(_, words)| words.replace('\u{a0}', " ")).collect()
}

#[test]
fn a_letter_as_a_document_says_what_was_worked_out_by_hand() {
    let folder = folder();
    let wanted = ["vi-sao", "luat", "don.csv", "--chua-dat", "--thu", "-o", "thu.docx"];
    run(folder.path(), &wanted).unwrap();
    let (paragraphs, sections) = document(&folder.path().join("thu.docx"));
    // A, B and C; D has nothing to be told.
    assert_eq!(sections, 3);
    let to: Vec<String> = of_style(&paragraphs, "VisaoBody")
        .into_iter()
        .filter(|words| words.starts_with("Kính gửi"))
        .collect();
    assert_eq!(
        to,
        [
            "Kính gửi: Đơn Nguyễn Thị A (mã A)",
            "Kính gửi: Đơn Trần <B> & con (mã B)",
            "Kính gửi: Đơn Lê C (mã C)"
        ]
    );
    let items = of_style(&paragraphs, "VisaoItem");
    assert_eq!(
        items,
        [
            // A asks for ten million too much for the loan, twenty too much without a guarantor.
            "1. Quá mức vay; số tiền = 60.000.000 đ",
            "- số tiền giảm 10.000.000 đ, còn 50.000.000 đ; khi đó kết quả là: đủ điều kiện",
            "1. Phải có người bảo lãnh; số tiền = 60.000.000 đ",
            "- số tiền giảm 20.000.000 đ, còn 40.000.000 đ; khi đó kết quả là: đạt",
            // B is too young, which nobody changes.
            "1. Chưa đủ tuổi; tuổi = 17",
            "- Chưa đủ tuổi: tuổi = 17",
            // C.
            "1. Phải có người bảo lãnh; số tiền = 45.000.000 đ",
            "- số tiền giảm 5.000.000 đ, còn 40.000.000 đ; khi đó kết quả là: đạt",
        ]
    );
    assert_eq!(of_style(&paragraphs, "VisaoSignature"), ["CHỦ TỊCH"; 3]);
    let body = of_style(&paragraphs, "VisaoBody");
    let none = "Chúng tôi đã xét mọi số liệu có thể thay đổi và không thấy cách nào để được kết quả tốt hơn.";
    assert_eq!(body.iter().filter(|words| *words == none).count(), 1);
    assert!(body.iter().any(|words| words.ends_with("xin liên hệ: Bà B, 0236 000 000")));
    assert_eq!(
        of_style(&paragraphs, "VisaoUnderHead")[..2],
        ["Số: ……………", "Xã Mẫu, ngày …… tháng …… năm ………"]
    );
}

#[test]
fn an_explanation_as_a_document_holds_its_lines() {
    let folder = folder();
    let wanted = ["vi-sao", "luat", "don.csv", "--ma", "B", "--khoi", "Vay"];
    run(folder.path(), &[wanted.as_slice(), &["-o", "to.docx"]].concat()).unwrap();
    let text = run(folder.path(), &wanted).unwrap();
    let (paragraphs, sections) = document(&folder.path().join("to.docx"));
    assert_eq!(sections, 1);
    assert_eq!(of_style(&paragraphs, "VisaoTitle"), ["TỜ GIẢI TRÌNH KẾT QUẢ"]);
    // Every word of the text stands in the document.
    let all: String = paragraphs.iter().map(|(_, words)| format!("{words} ")).collect();
    let missing = text.split_whitespace().find(|word| !all.contains(word));
    assert_eq!(missing, None);
    // Two runs give the same bytes.
    let first = std::fs::read(folder.path().join("to.docx")).unwrap();
    run(folder.path(), &[wanted.as_slice(), &["-o", "to-2.docx"]].concat()).unwrap();
    assert!(first == std::fs::read(folder.path().join("to-2.docx")).unwrap());
}

#[test]
fn a_page_has_a_section_a_letter() {
    let folder = folder();
    let wanted = ["vi-sao", "luat", "don.csv", "--ma", "A", "--ma", "B", "--thu", "-o", "thu.html"];
    run(folder.path(), &wanted).unwrap();
    let page = std::fs::read_to_string(folder.path().join("thu.html")).unwrap();
    assert_eq!(page.matches("<section class=\"paper\">").count(), 2);
    assert!(page.contains(".paper { break-after: page; }") && page.contains("size: A4"));
    assert!(page.contains("Kính gửi: Đơn Trần &lt;B&gt; &amp; con (mã B)"));
    assert!(page.contains("<div>CHỦ TỊCH</div>"));
    let sheet = ["vi-sao", "luat", "don.csv", "--ma", "A", "--ma", "B", "-o", "to.html"];
    run(folder.path(), &sheet).unwrap();
    let page = std::fs::read_to_string(folder.path().join("to.html")).unwrap();
    // Two records, two blocks each.
    assert_eq!(page.matches("<section class=\"paper\">").count(), 4);
    assert!(page.contains("<div>XÃ MẪU</div>") && page.contains("TỜ GIẢI TRÌNH KẾT QUẢ"));
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = folder();
    let said = |more: &[&str]| {
        let arguments = [&["vi-sao", "luat", "don.csv"], more].concat();
        run(folder.path(), &arguments).unwrap_err()
    };
    assert!(said(&["--ma", "A", "--thu", "--dang", "json"]).contains("thư không ghi ra JSON"));
    assert!(said(&["--ma", "A", "--dang", "docx"]).contains("-o thu.docx"));
    assert!(said(&["--thu"]).contains("--ma"));
    std::fs::write(folder.path().join("don.csv"), "mã;họ tên;tuổi;số tiền\nD;D;40;5000000\n")
        .unwrap();
    assert!(said(&["--chua-dat"]).contains("không có gì để kể"));
}

/// An independent reader opens the document: python-docx, where `VISAO_PYTHON` or `python3` has it.
#[test]
fn python_docx_reads_a_letter() {
    let python = std::env::var("VISAO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python).args(["-c", "import docx"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: {python} has no python-docx; set VISAO_PYTHON to one that has");
        return;
    }
    let folder = folder();
    let wanted = ["vi-sao", "luat", "don.csv", "--chua-dat", "--thu", "-o", "thu.docx"];
    run(folder.path(), &wanted).unwrap();
    let script = "import docx
d = docx.Document('thu.docx')
print(len(d.sections), len(d.tables), [s.page_width.mm for s in d.sections][0])
print(d.tables[0].cell(0, 0).text, '|', d.tables[0].cell(1, 1).text)
print([p.text for p in d.paragraphs if p.text.startswith('Kính gửi')][1])
";
    let output = Command::new(&python)
        .args(["-X", "utf8", "-c", script])
        .current_dir(folder.path())
        .output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    // A letterhead and a row of signatures each.
    assert!(lines[0].starts_with("3 6 210.0"), "{said}");
    assert_eq!(lines[1], "XÃ MẪU | Xã Mẫu, ngày …… tháng …… năm ………");
    assert_eq!(lines[2], "Kính gửi: Đơn Trần <B> & con (mã B)");
}
