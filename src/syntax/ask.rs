//! The tree of a question: what is typed at the prompt, with the parts of rule files inside it.

use super::ast::{At, Count, Expr, Group, GroupTerm, Name, Number, Operator, Period, Text};
use crate::term::{Comparator, Noun, Verdict};
use crate::text::Decimal;

/// A question, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What is asked.
    pub is: AskIs,
    /// Where.
    pub at: At,
}

/// The forms of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum AskIs {
    /// `a >= b`, `a tối thiểu b`
    Compare(Comparator, Box<Ask>, Box<Ask>),
    /// `a + b`
    Binary(Operator, Box<Ask>, Box<Ask>),
    /// `lớn nhất (a; b)` (true) or `nhỏ nhất (a; b)`
    Widest(bool, Vec<Ask>),
    /// `bình quân trực_tuyến của các huyện`
    Gathered(Gather, Box<Measured>),
    /// `số đơn vị chưa đạt`
    HowMany(Chosen),
    /// `chỉ tiêu của …`, `kết quả trực_tuyến của …`, `khoảng cách của …`
    About(About, Option<Name>, Option<Chosen>),
    /// `55% của …`
    Portion(Decimal, Box<Ask>),
    /// `1.234 hồ sơ`
    Quantity(Number, Noun),
    /// `trực_tuyến của "Sở Y tế" quý I`, or a name alone
    Measured(Box<Measured>),
    /// Units.
    Chosen(Chosen),
    /// A date, a number, a percentage, a provision: as in rule files.
    Expr(Expr),
    /// `_`: the value of the last answer.
    Last,
}

/// How several values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum Gather {
    Total,
    Average,
    Largest,
    Smallest,
    /// All counts together: `tính chung`.
    Pooled,
}

/// What is asked of results beside their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum About {
    Quota,
    Verdict,
    Gap,
}

/// `hồ sơ trực tuyến [theo x] [của …] [thủ tục "…"] [quý I]`
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are the parts of the sentence above")]
pub struct Measured {
    pub what: What,
    pub by: Option<Name>,
    pub of: Option<Chosen>,
    pub procedure: Option<Text>,
    pub period: Option<Period>,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is what it says")]
pub enum What {
    Count(Count),
    Name(Name),
}

/// `đơn vị chưa đạt thuộc cấp huyện trừ "…"`, `các huyện chưa đạt`
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Among which units; none: all that a quota binds.
    pub among: Option<Group>,
    /// Which of them.
    pub only: Option<If>,
    /// Without these.
    pub except: Vec<GroupTerm>,
    /// Where.
    pub at: At,
}

/// A condition on units.
#[derive(Debug, Clone, PartialEq)]
pub enum If {
    /// All of them.
    All(Vec<If>),
    /// Any of them.
    Any(Vec<If>),
    /// `không …`
    Not(Box<If>),
    /// `chưa đạt [x]`
    Verdict(Verdict, Option<Name>),
    /// `có x dưới 50%`
    Value(What, Comparator, Box<Ask>),
    /// `thuộc cấp huyện`, `thuộc "huyện Diên Khánh"`
    Inside(GroupTerm),
}
