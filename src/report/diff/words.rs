//! The words of a comparison that only people read.

use super::{DiffReport, amount};
use crate::check::program::{Form, Fraction};
use crate::diff::{Change, Kind, Listing, MatchedBy, RulePart, Why};
use crate::lang::Lang;
use crate::term::{Basis, Comparator, Force};
use crate::text::Days;

impl DiffReport<'_> {
    /// A list in full: its number and its title.
    pub fn list_in_full(&self, listing: &Listing) -> String {
        let old = listing.old.map(|it| self.old.program.list(it));
        let Some(list) = listing.new.map(|it| self.new.program.list(it)).or(old) else { return String::new() };
        let name = list.number.clone().unwrap_or_else(|| format!("{} ({})", list.name, number_unknown(self.lang)));
        list.title.as_ref().map_or_else(|| name.clone(), |it| format!("{name} “{it}”"))
    }

    /// The difference of the numbers, where there is one to speak of: percentage points or dossiers, with a sign.
    pub fn difference(&self, change: &Change) -> Option<String> {
        let (old, new) = (change.old.as_ref()?, change.new.as_ref()?);
        if old.form != new.form || change.why.contains(&Why::Base) {
            return None;
        }
        let difference = new.amount? - old.amount?;
        let zero = Fraction::from_integer(0);
        let (sign, size) = match difference.cmp(&zero) {
            std::cmp::Ordering::Less => ("−", zero - difference),
            std::cmp::Ordering::Equal => ("", difference),
            std::cmp::Ordering::Greater => ("+", difference),
        };
        let size = amount(size, old.form, self.lang);
        Some(format!("{sign}{}", size.trim_end_matches('%')))
    }

    /// How two quotas compare, and why, where it is not the number.
    pub fn comparison(&self, change: &Change) -> String {
        let mut out = kind(change.kind, self.lang).to_owned();
        let why: Vec<&str> = change.why.iter().filter_map(|it| why(*it, change, self.lang)).collect();
        if !why.is_empty() {
            out += &format!(": {}", why.join(", "));
        }
        let bound = match change.kind {
            Kind::Added if !change.unit.bound_before => {
                Some(self.lang.pick("trước không được giao", "was not bound before"))
            }
            Kind::Dropped if !change.unit.bound_after => Some(self.lang.pick("không còn được giao", "no longer bound")),
            _ => None,
        };
        if let Some(bound) = bound {
            out += &format!(": {bound}");
        }
        if change.moved {
            out += self.lang.pick("; đổi nhóm", "; other group");
        }
        out
    }
}

/// In place of the number of an instrument.
pub fn number_unknown(lang: Lang) -> &'static str {
    lang.pick("số chưa rõ", "number unknown")
}

/// Both ends of an assessment period.
pub fn period(period: Option<Days>, lang: Lang) -> String {
    let unknown = || lang.pick("chưa rõ", "unknown").to_owned();
    period.map_or_else(unknown, |it| format!("{} – {}", it.from.vi(), it.to.vi()))
}

/// How two quotas compare.
pub fn kind(kind: Kind, lang: Lang) -> &'static str {
    let (vi, en) = match kind {
        Kind::Stricter => ("chặt hơn", "stricter"),
        Kind::Looser => ("nhẹ hơn", "looser"),
        Kind::Same => ("như cũ", "same"),
        Kind::Added => ("mới", "new"),
        Kind::Dropped => ("bỏ", "dropped"),
        Kind::NotComparable => ("không so được", "not comparable"),
    };
    lang.pick(vi, en)
}

/// What makes it so; the number alone needs no words.
pub fn why(why: Why, change: &Change, lang: Lang) -> Option<&'static str> {
    let binds = change.new.as_ref().is_some_and(|it| it.force == Force::Must);
    let exact = change.new.as_ref().is_some_and(|it| matches!(it.comparator, Comparator::Above | Comparator::Below));
    let (vi, en) = match why {
        Why::Number => return None,
        Why::Comparator if exact => ("đúng con số chưa đủ", "the number itself is no longer enough"),
        Why::Comparator => ("đúng con số là đủ", "the number itself is now enough"),
        Why::Force if binds => ("từ phấn đấu thành giao", "an aim became binding"),
        Why::Force => ("từ giao thành phấn đấu", "binding became an aim"),
        Why::Base => ("đo cái khác", "measures something else"),
        Why::Grain => ("chấm theo cách khác", "judged in another way"),
        Why::Days => ("chỉ tiêu của những ngày khác", "a quota of other days"),
        Why::Unknown => ("con số chưa rõ", "a number is unknown"),
        Why::Exactly => ("đúng bằng một số khác", "exactly another number"),
        Why::Mixed => ("mặt này chặt hơn, mặt kia nhẹ hơn", "stricter in one way, looser in another"),
    };
    Some(lang.pick(vi, en))
}

/// What kind of number a value is.
pub fn form(form: Form, lang: Lang) -> &'static str {
    let (vi, en) = match form {
        Form::Share(_) => ("tỷ lệ", "share"),
        Form::Count(_) => ("số lượng", "count"),
        Form::Mean => ("bình quân mỗi thủ tục", "mean per procedure"),
        Form::Ratio => ("tỷ số", "ratio"),
        Form::Number => ("con số", "number"),
        Form::Points => ("điểm", "points"),
    };
    lang.pick(vi, en)
}

/// By which date dossiers fall into a period.
pub fn basis(basis: Basis, lang: Lang) -> &'static str {
    match basis {
        Basis::Received => lang.pick("theo ngày tiếp nhận", "by date received"),
        Basis::Resolved => lang.pick("theo ngày giải quyết", "by date resolved"),
    }
}

/// Why two indicators belong together, and what that says of them.
pub fn matched(by: MatchedBy, lang: Lang) -> &'static str {
    let (vi, en) = match by {
        MatchedBy::Meaning => ("định nghĩa như cũ", "defined as before"),
        MatchedBy::Lists => ("định nghĩa chỉ khác danh mục", "defined as before but for the lists"),
        MatchedBy::Name => ("cùng tên", "of the same name"),
        MatchedBy::OnlyOne => ("mỗi bản chỉ có một chỉ số cho các đơn vị này", "the only one for these units in each"),
    };
    lang.pick(vi, en)
}

/// The name of a kind of rules of counting.
pub fn part(part: RulePart, lang: Lang) -> &'static str {
    let (vi, en) = match part {
        RulePart::Scope => ("Phạm vi", "Scope"),
        RulePart::Window => ("Kỳ tính", "Counting windows"),
        RulePart::Exclusion => ("Loại trừ", "Exclusions"),
        RulePart::Rounding => ("Làm tròn", "Rounding"),
    };
    lang.pick(vi, en)
}
