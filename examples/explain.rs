//! Explains one record, given as JSON, for people and for programs: `cargo run --example explain`

use visao::{Date, Rules, wire};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = Rules::load("rules/2023")?;
    let group = serde_json::json!({
        "mã tổ": "0480369",
        "quận": "Hải Châu",
        "số phiên giao dịch": 6,
        "số phiên tham gia": 6,
        "dư nợ": "812000000",
        "nợ quá hạn": 3_200_000,
        "gốc đến hạn": 40_000_000,
        "gốc đã thu": 40_000_000,
        "lãi phải thu": 5_000_000,
        "lãi đã thu": 4_999_999.99,
        "số thành viên": 50,
        "số thành viên gửi": 49,
        "số dư tiết kiệm": null,
    });
    let mut query = rules.query().block("Chấm điểm tổ")?;
    if let Some(day) = Date::from_ymd(2023, 6, 30) {
        query = query.date(day);
    }
    let explanations = query.explain(&group)?;
    explanations.iter().for_each(|explanation| println!("{explanation}\n"));
    println!("{}", wire::explanations(&explanations, rules.lang())?);
    Ok(())
}
