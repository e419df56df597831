//! Rules from text and from a folder in memory, and what a mistake looks like: `cargo run --example
//! in_memory`

use visao::{Lang, Memory, Rules};

const MANIFEST: &str = "[pack]\nname = \"bua-an\"\nlanguage = \"vi\"\n";
const MEALS: &str = r#"
bản ghi Em "Học sinh bán trú"
  trường tên: chữ, khóa
  trường số ngày ăn: số nguyên, từ 0
  trường thu nhập: tiền, từ 0

điều kiện Miễn tiền ăn cho Em
  yêu cầu số ngày ăn từ 10
    nếu không: "Ăn tại trường chưa đủ 10 ngày"
  từ chối nếu thu nhập > 1,5 triệu: "Thu nhập trên mức hỗ trợ"
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let from_text = Rules::from_text(MEALS)?;
    let folder: Memory = [("pack.toml", MANIFEST), ("bua-an.luat", MEALS)].into_iter().collect();
    let from_folder = Rules::from_files(&folder)?;
    println!(
        "{}: {} block; {}: the same rules",
        from_folder.name(),
        from_folder.model().blocks.len(),
        from_text.name()
    );

    let child = serde_json::json!({ "tên": "Lan", "số ngày ăn": 9, "thu nhập": "1500000.5" });
    for decision in from_folder.grade(&child)? {
        println!("{}: {}", decision.record, decision.verdict.as_deref().unwrap_or("-"));
        decision.reasons.iter().for_each(|reason| {
            println!("  {}:{} {}", reason.clause.file, reason.clause.line, reason.text)
        });
    }

    if let Err(refused) = Rules::from_text(&MEALS.replace("1,5 triệu", "1.5 triệu")) {
        println!("{}", refused.render(Lang::En, false));
    }
    Ok(())
}
