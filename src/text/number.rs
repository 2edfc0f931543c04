//! Numbers as Vietnamese writes them: `1.000` is a thousand, `59,5` has a decimal.

/// A decimal number: `digits` ÷ 10^`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// All digits.
    pub digits: i64,
    /// How many of them stand after the comma.
    pub scale: u32,
}

/// Why a number is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// `17.24`, `1.5`: a dot where Vietnamese has a comma.
    DecimalDot,
    /// `1.004873`: a procedure code outside quotes.
    Code,
    /// `1,000,000` or `12,34,5`: commas between thousands.
    ManyCommas,
    /// More digits than any count has.
    TooLong,
}

impl Decimal {
    /// Reads `1.000`, `59,5`, `12`; digits, dots and commas only.
    pub fn parse(text: &str) -> Result<Self, NumberFault> {
        let (whole, decimals) = match text.split_once(',') {
            Some((_, rest)) if rest.contains([',', '.']) => return Err(NumberFault::ManyCommas),
            Some((whole, rest)) => (whole, rest),
            None => (text, ""),
        };
        let mut groups = whole.split('.');
        let first = groups.next().unwrap_or_default();
        for group in groups {
            match group.len() {
                3 if (1..=3).contains(&first.len()) => {}
                6 if first.len() == 1 => return Err(NumberFault::Code),
                _ => return Err(NumberFault::DecimalDot),
            }
        }
        if decimals.len() > 9 {
            return Err(NumberFault::TooLong);
        }
        let digits: String = whole.chars().filter(|it| *it != '.').chain(decimals.chars()).collect();
        let digits = digits.parse().map_err(|_| NumberFault::TooLong)?;
        Ok(Self { digits, scale: decimals.len() as u32 })
    }

    /// The whole number, if there is nothing after the comma.
    pub fn whole(self) -> Option<i64> {
        (self.scale == 0).then_some(self.digits)
    }

    /// The number with a comma before its decimals and nothing between its thousands.
    pub fn text(self) -> String {
        let digits = format!("{:0>width$}", self.digits, width = self.scale as usize + 1);
        let (whole, decimals) = digits.split_at(digits.len() - self.scale as usize);
        if decimals.is_empty() { whole.to_owned() } else { format!("{whole},{decimals}") }
    }

    /// The reduced fraction.
    pub fn fraction(self) -> num_rational::Ratio<i128> {
        num_rational::Ratio::new(self.digits.into(), 10i128.pow(self.scale))
    }
}

/// A whole number with dots between thousands: `135.361`.
pub fn group_thousands(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |it| ("-", it));
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_the_vietnamese_way() {
        assert_eq!(Decimal::parse("1.000"), Ok(Decimal { digits: 1000, scale: 0 }));
        assert_eq!(Decimal::parse("135.361"), Ok(Decimal { digits: 135_361, scale: 0 }));
        assert_eq!(Decimal::parse("59,5"), Ok(Decimal { digits: 595, scale: 1 }));
        assert_eq!(Decimal::parse("05"), Ok(Decimal { digits: 5, scale: 0 }));
        assert_eq!(Decimal::parse("17.24"), Err(NumberFault::DecimalDot));
        assert_eq!(Decimal::parse("1.5"), Err(NumberFault::DecimalDot));
        assert_eq!(Decimal::parse("1.004873"), Err(NumberFault::Code));
        assert_eq!(Decimal::parse("1,000,000"), Err(NumberFault::ManyCommas));
        assert_eq!(Decimal::parse("99999999999999999999"), Err(NumberFault::TooLong));
        assert_eq!(group_thousands("1234567"), "1.234.567");
        assert_eq!(group_thousands("123"), "123");
    }
}
