//! Numbers as people read them: `135.361`, `59,995 %` in Vietnamese; `135,361`, `59.995%` in English.

use crate::check::program::Fraction;
use crate::eval::percent_text;
use crate::lang::Lang;
use crate::text::group_thousands;

/// A count with its thousands apart.
pub fn count(number: u128, lang: Lang) -> String {
    let text = group_thousands(&number.to_string());
    lang.pick(text.clone(), text.replace('.', ","))
}

/// A percentage that is already text with a dot.
pub fn percent(text: &str, lang: Lang) -> String {
    lang.pick(format!("{}%", text.replace('.', ",")), format!("{text}%"))
}

/// The distance of a share from its quota in percentage points, with a sign.
pub fn points(numerator: u128, denominator: u128, quota: Fraction, lang: Lang) -> Option<String> {
    use num_bigint::BigInt;
    if denominator == 0 {
        return None;
    }
    let (n, d) = (BigInt::from(*quota.numer()), BigInt::from(*quota.denom()));
    let above = BigInt::from(numerator) * &d - BigInt::from(denominator) * &n;
    let sign = match above.sign() {
        num_bigint::Sign::Minus => "−",
        num_bigint::Sign::NoSign => "",
        num_bigint::Sign::Plus => "+",
    };
    let whole = u128::try_from(BigInt::from(denominator) * d).ok()?;
    let size = u128::try_from(above.magnitude().clone()).ok()?;
    // A distance that is not nothing is not printed as nothing.
    let text = percent_text(size, whole, Some(Fraction::from_integer(0)))?;
    Some(format!("{sign}{}", lang.pick(text.replace('.', ","), text)))
}
