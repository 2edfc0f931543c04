//! The words of reports, in both languages.

use crate::eval::Reason;
use crate::lang::Lang;
use crate::term::{Comparator, Force, Tier, Verdict};

/// A verdict.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    let (vi, en) = match verdict {
        Verdict::Exceeded => ("vượt", "exceeded"),
        Verdict::Met => ("đạt", "met"),
        Verdict::NotMet => ("chưa đạt", "not met"),
        Verdict::NoDossiers => ("không phát sinh", "no dossiers"),
        Verdict::Undecided => ("chưa xác định", "undecided"),
        Verdict::NotComputable => ("không tính được", "not computable"),
    };
    lang.pick(vi, en)
}

/// A reason of the ledger.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    let (vi, en) = match reason {
        Reason::BadRow => ("dòng hỏng", "bad row"),
        Reason::UnitUnknown => ("đơn vị không có trong sổ", "unit unknown"),
        Reason::UnitNotBound => ("đơn vị không được giao chỉ tiêu", "unit not bound"),
        Reason::OutOfScope => ("ngoài phạm vi", "out of scope"),
        Reason::Excluded => ("loại trừ có nêu lý do", "stated exclusion"),
        Reason::ProcedureUncovered => ("thủ tục không có kỳ tính", "procedure without a window"),
        Reason::OutsideWindow => ("ngoài kỳ tính", "outside the window"),
        Reason::Pending => ("còn chờ (tùy ngày chưa rõ)", "pending (an unknown day decides)"),
        Reason::MissingData => ("thiếu dữ liệu", "missing data"),
        Reason::OutsideDenominator => ("ngoài mẫu số", "outside the denominator"),
    };
    lang.pick(vi, en)
}

/// A comparator.
pub fn comparator(comparator: Comparator, lang: Lang) -> &'static str {
    let (vi, en) = match comparator {
        Comparator::AtLeast => ("tối thiểu", "at least"),
        Comparator::Above => ("trên", "above"),
        Comparator::AtMost => ("tối đa", "at most"),
        Comparator::Below => ("dưới", "below"),
        Comparator::Exactly => ("đúng bằng", "exactly"),
    };
    lang.pick(vi, en)
}

/// A force, before a comparator: `giao`, `phấn đấu`.
pub fn force(force: Force, lang: Lang) -> &'static str {
    match force {
        Force::Must => lang.pick("giao", "assigned"),
        Force::Aim => lang.pick("phấn đấu", "aim"),
    }
}

/// A tier as JSON has it.
pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Province => "province",
        Tier::District => "district",
        Tier::Commune => "commune",
        Tier::Other => "other",
    }
}
