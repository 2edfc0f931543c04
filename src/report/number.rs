//! Numbers as people read them: `135.361`, `59,995 %` in Vietnamese; `135,361`, `59.995%` in English.

use num_bigint::BigInt;

use crate::check::program::{Form, Fraction};
use crate::eval::{Goal, Numbers, percent_text, quota_text};
use crate::lang::Lang;
use crate::text::group_thousands;

/// A count with its thousands apart.
pub fn count(number: u128, lang: Lang) -> String {
    let text = group_thousands(&number.to_string());
    lang.pick(text.clone(), text.replace('.', ","))
}

/// A whole number, perhaps below zero, with its thousands apart.
pub fn whole(number: i128, lang: Lang) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", count(number.unsigned_abs(), lang))
}

/// The number of a quota: a percentage, or a number with the decimals that it has.
pub fn amount(amount: Fraction, form: Form, lang: Lang) -> String {
    if form.takes_percent() {
        return percent(&quota_text(amount), lang);
    }
    decimal(&quota_text(amount / Fraction::from_integer(100)), lang)
}

/// What was measured, as one number: a percentage, or a number with two decimals (with more where it takes more not to
/// cross the quota). None of a count, which is its numerator, and of what divides by nothing.
pub fn value(numbers: &Numbers, goal: &Goal, lang: Lang) -> Option<String> {
    let (above, below) = goal.exact(numbers);
    match goal.form {
        Form::Count(_) if numbers.mean.is_none() => None,
        it if it.takes_percent() => percent_text(&above, &below, goal.amount).map(|it| percent(&it, lang)),
        _ => {
            let hundred = Fraction::from_integer(100);
            let quota = goal.amount.map(|it| it / hundred);
            percent_text(&above, &(below * 100u32), quota).map(|it| decimal(&it, lang))
        }
    }
}

/// A number that is already text with a dot.
pub fn decimal(text: &str, lang: Lang) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |it| ("−", it));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let whole = group_thousands(whole);
    let mark = if decimals.is_empty() { "" } else { "," };
    let vi = format!("{sign}{whole}{mark}{decimals}");
    lang.pick(vi.clone(), vi.replace('.', "_").replace(',', ".").replace('_', ","))
}

/// A percentage that is already text with a dot.
pub fn percent(text: &str, lang: Lang) -> String {
    lang.pick(format!("{}%", text.replace('.', ",")), format!("{text}%"))
}

/// The distance of a share from its quota in percentage points, with a sign.
pub fn points((above, below): &(BigInt, BigInt), quota: Fraction, lang: Lang) -> Option<String> {
    let (n, d) = (BigInt::from(*quota.numer()), BigInt::from(*quota.denom()));
    let above = above * &d - below * &n;
    let sign = match above.sign() {
        num_bigint::Sign::Minus => "−",
        num_bigint::Sign::NoSign => "",
        num_bigint::Sign::Plus => "+",
    };
    let size = BigInt::from(above.magnitude().clone());
    // A distance that is not nothing is not printed as nothing.
    let text = percent_text(&size, &(below * d), Some(Fraction::from_integer(0)))?;
    Some(format!("{sign}{}", lang.pick(text.replace('.', ","), text)))
}
