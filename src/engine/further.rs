//! What `check` looks for where that is asked.

use super::Rules;
use super::batch::Batch;
use crate::analysis::{Confined, Held};
use crate::diag::{Diagnostic, Meaning, Message, confined as say};
use crate::value::{Lang, Num};

/// Findings that a check looks for only where that is asked: every scorecard has bounds, and of a
/// record that cannot change it may well be meant that it cannot.
///
/// ```
/// let rules = visao::Rules::from_text("bản ghi Tổ
///   trường mã: chữ, khóa
///   trường số buổi: số nguyên, bắt buộc, từ 0
/// bảng điểm Chấm cho Tổ, thang 20 điểm
///   tiêu chí 1 \"Họp\", tối đa 20 điểm
///     theo số buổi
///     từ 10   được 20 điểm
///     còn lại được 5 điểm
/// ")?;
/// let ten = visao::Num::from_i64(10);
/// let found = rules.check_further(&visao::engine::Further::default().cliffs(&ten)).diagnostics;
/// let cliff = found[0].meaning.as_ref().and_then(|meaning| meaning.cliff.as_ref()).unwrap();
/// let points = cliff.sides.each_ref().map(|side| side.points.to_i64());
/// assert_eq!((&*cliff.field, points), ("số buổi", [Some(5), Some(20)]));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "it says what to look for, and looks for nothing"]
pub struct Further<'f> {
    pub(super) over: Option<&'f Num>,
    pub(super) data: &'f [&'f Batch],
    pub(super) confined: bool,
}

impl<'f> Further<'f> {
    /// Steps: two records that differ in one field, by one grain of it, and whose points of a
    /// criterion, or totals where no criterion makes the step alone, are further apart than this,
    /// or whose grades are two or more apart.
    pub fn cliffs(self, over: &'f Num) -> Further<'f> {
        Further { over: Some(over), ..self }
    }

    /// Counts the records of these data beside each step, of those that were read by the rules; the
    /// steps that most stand beside come first.
    pub fn beside(self, data: &'f [&'f Batch]) -> Further<'f> {
        Further { data, ..self }
    }

    /// Records of less than the best result that no change lifts which the marks of fields permit:
    /// `cố định`, `chỉ tăng`, `chỉ giảm`.
    pub fn confined(self) -> Further<'f> {
        Further { confined: true, ..self }
    }
}

impl Rules {
    /// Records that no permitted change lifts, as a finding.
    pub(super) fn held(&self, found: &Confined) -> Diagnostic {
        let block = &self.model().blocks[found.block];
        let result = match found.held {
            Held::Verdict(verdict) => {
                let word = |lang| block.verdict_word(verdict, lang).to_owned();
                Message { vi: word(Lang::Vi), en: word(Lang::En) }
            }
            Held::Grade(grade) => {
                let name = self.grade_named(found.block, grade).unwrap_or_default();
                Message { vi: name.clone(), en: name }
            }
        };
        let region = found.zone.as_ref().and_then(|zone| self.region(block.record, zone));
        let mut meaning = Meaning::new("confined", Vec::new());
        meaning.region.clone_from(&region);
        meaning.witness = Some(self.record(&found.witness));
        let values = self.values(&found.witness);
        let name = &block.name;
        say::confined(name.span, &name.text, &result, region.as_ref(), &values).meaning(meaning)
    }
}
