//! What declared columns say of units: a number, yes or no, a date.

use super::When;
use super::columns;
use crate::check::program::{ColumnId, Fraction};
use crate::lang::{Say, say};
use crate::syntax::ast::ColumnForm;
use crate::text::{Day, Days, Decimal};

/// A value of a declared column for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitValue {
    /// Index into the units of the tally.
    pub unit: u32,
    /// The column.
    pub column: ColumnId,
    /// The days that it is for; where the file has no such column: any.
    pub when: When,
    /// What it is.
    pub value: UnitFact,
}

/// What a column says of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitFact {
    /// A number.
    Number(Fraction),
    /// Yes or no.
    Is(bool),
    /// A date.
    On(Day),
}

/// Reads a cell of a declared column; the inner nothing: it is empty, which is not a zero.
pub fn fact(form: ColumnForm, cell: &str) -> Result<Option<UnitFact>, Say> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let fact = match form {
        ColumnForm::Number | ColumnForm::ClosingNumber => number(cell).map(UnitFact::Number),
        ColumnForm::YesNo => crate::world::yes_or_no(cell).map(UnitFact::Is),
        ColumnForm::Date => columns::day(cell).map(UnitFact::On),
    };
    let wanted = match form {
        ColumnForm::Number | ColumnForm::ClosingNumber => {
            say!("không phải một số như 1.000 hay 59,5", "not a number like 1.000 or 59,5")
        }
        ColumnForm::YesNo => say!("cần `có` hoặc `không`", "`yes` or `no` is needed"),
        ColumnForm::Date => say!("không phải một ngày có trong lịch", "not a day of the calendar"),
    };
    fact.map(Some).ok_or(wanted)
}

fn number(cell: &str) -> Option<Fraction> {
    if cell.bytes().all(|it| it.is_ascii_digit()) {
        return cell.parse::<i64>().ok().map(|it| Fraction::from_integer(i128::from(it)));
    }
    let (sign, digits) = cell.strip_prefix('-').map_or((1, cell), |it| (-1, it));
    let starts = digits.starts_with(|it: char| it.is_ascii_digit());
    Decimal::parse(digits).ok().filter(|_| starts).map(|it| it.fraction() * Fraction::from_integer(sign))
}

/// The value of a column over a period: numbers are summed, a closing number is the last one. None: nothing was
/// supplied. Errors: days of a value that the period cuts.
pub fn over<'v>(
    values: impl Iterator<Item = &'v UnitValue>,
    form: ColumnForm,
    period: Days,
) -> Result<Option<UnitFact>, Days> {
    let mut sum: Option<Fraction> = None;
    let mut last: Option<(Day, UnitFact)> = None;
    for it in values {
        let end = match it.when {
            When::In(days) if form == ColumnForm::Number && days.meet(period).is_empty() => continue,
            When::In(days) if form == ColumnForm::Number && !period.holds(days) => return Err(days),
            When::In(days) if days.to > period.to => continue,
            When::In(days) => days.to,
            When::Never | When::Unsaid => Day::FIRST,
        };
        if let (ColumnForm::Number, UnitFact::Number(number)) = (form, it.value) {
            sum = Some(sum.unwrap_or_default() + number);
        }
        if last.is_none_or(|held| held.0 <= end) {
            last = Some((end, it.value));
        }
    }
    Ok(if form == ColumnForm::Number { sum.map(UnitFact::Number) } else { last.map(|it| it.1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_summed_and_closing_numbers_are_the_last() {
        let year = Days::months(2024, 1, 12).expect("a year");
        let month = |month, number| UnitValue {
            unit: 0,
            column: ColumnId(0),
            when: When::In(Days::month(2024, month).expect("a month")),
            value: UnitFact::Number(Fraction::from_integer(number)),
        };
        let values = [month(1, 3), month(2, 5), month(12, 4)];
        let number = |it| Ok(Some(UnitFact::Number(Fraction::from_integer(it))));
        assert_eq!(over(values.iter(), ColumnForm::Number, year), number(12));
        assert_eq!(over(values.iter(), ColumnForm::ClosingNumber, year), number(4));
        let spring = Days::months(2024, 1, 2).expect("two months");
        assert_eq!(over(values.iter(), ColumnForm::Number, spring), number(8));
        assert_eq!(over(values.iter(), ColumnForm::ClosingNumber, spring), number(5));
        let cut = Days::new(spring.from, spring.to.plus(-1));
        assert!(over(values.iter(), ColumnForm::Number, cut).is_err());
        assert_eq!(over([].iter(), ColumnForm::Number, year), Ok(None));
    }
}
