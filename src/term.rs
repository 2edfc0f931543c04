//! The nouns of the field, shared by every stage. Each is a closed set of words; how they are spelled in a rule file
//! stands in `grammar/keywords.pest`, how they are spelled in JSON stands here and never changes.

use serde::Serialize;

/// The tier of government of a unit (cấp): provincial agency, district, commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// `cấp tỉnh`: the agencies of that tier (sở, ban).
    Province,
    /// `cấp huyện`.
    District,
    /// `cấp xã`.
    Commune,
    /// None of them: a branch, an agency of another ministry.
    Other,
}

/// The kind of a unit (loại đơn vị).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum UnitKind {
    Department,
    Board,
    District,
    Town,
    City,
    UrbanDistrict,
    Ward,
    Township,
    Commune,
    SpecialZone,
    Division,
    Branch,
    Agency,
    Bureau,
    Inspectorate,
    Office,
    Centre,
}

impl UnitKind {
    /// All kinds; a kind of two words before the kinds that are its parts.
    pub const ALL: [Self; 17] = [
        Self::Department,
        Self::Board,
        Self::District,
        Self::Town,
        Self::City,
        Self::UrbanDistrict,
        Self::Ward,
        Self::Township,
        Self::Commune,
        Self::SpecialZone,
        Self::Division,
        Self::Branch,
        Self::Agency,
        Self::Bureau,
        Self::Inspectorate,
        Self::Office,
        Self::Centre,
    ];

    /// The Vietnamese word, as it stands before a name: `thị xã`, `Sở`.
    pub fn vi(self) -> &'static str {
        match self {
            Self::Department => "Sở",
            Self::Board => "Ban",
            Self::District => "huyện",
            Self::Town => "thị xã",
            Self::City => "thành phố",
            Self::UrbanDistrict => "quận",
            Self::Ward => "phường",
            Self::Township => "thị trấn",
            Self::Commune => "xã",
            Self::SpecialZone => "đặc khu",
            Self::Division => "Phòng",
            Self::Branch => "Chi nhánh",
            Self::Agency => "Cục",
            Self::Bureau => "Vụ",
            Self::Inspectorate => "Thanh tra",
            Self::Office => "Văn phòng",
            Self::Centre => "Trung tâm",
        }
    }

    /// The tier that the kind implies: sở, ban: tỉnh; huyện, thị xã, thành phố, quận: huyện; xã, phường, thị trấn,
    /// đặc khu: xã; the rest: none.
    pub fn tier(self) -> Tier {
        match self {
            Self::Department | Self::Board => Tier::Province,
            Self::District | Self::Town | Self::City | Self::UrbanDistrict => Tier::District,
            Self::Ward | Self::Township | Self::Commune | Self::SpecialZone => Tier::Commune,
            _ => Tier::Other,
        }
    }
}

/// How a value is compared with its quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Comparator {
    /// `tối thiểu`
    #[serde(rename = ">=")]
    AtLeast,
    /// `trên`
    #[serde(rename = ">")]
    Above,
    /// `tối đa`
    #[serde(rename = "<=")]
    AtMost,
    /// `dưới`
    #[serde(rename = "<")]
    Below,
    /// `đúng bằng`
    #[serde(rename = "=")]
    Exactly,
}

impl Comparator {
    /// The sign: `≥`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::Above => ">",
            Self::AtMost => "≤",
            Self::Below => "<",
            Self::Exactly => "=",
        }
    }
}

/// What an evaluation says of a unit under a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// On the good side of the number (`vượt`).
    Exceeded,
    /// Reached; of `tối thiểu` and `tối đa`: exactly (`đạt`).
    Met,
    /// Missed (`chưa đạt`).
    NotMet,
    /// There is nothing to judge (`không phát sinh`): never 0 %, never 100 %.
    NoDossiers,
    /// It depends on a day, a list or a reading that is not known (`chưa xác định`).
    Undecided,
    /// The input lacks what the rule asks for (`không tính được`).
    NotComputable,
}

impl Verdict {
    /// All verdicts, from the best to what cannot be said.
    pub const ALL: [Self; 6] =
        [Self::Exceeded, Self::Met, Self::NotMet, Self::NoDossiers, Self::Undecided, Self::NotComputable];
}

/// What became of a dossier, as a test names it: the lines of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the words it spells")]
pub enum Fate {
    Supplied,
    Counted,
    BadRow,
    UnitUnknown,
    UnitNotBound,
    OutOfScope,
    Excluded,
    Uncovered,
    OutsideWindow,
    Pending,
    MissingData,
    OutsideDenominator,
}

/// Whether a quota binds (`giao`) or is an aim (`phấn đấu`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// `giao`
    Must,
    /// `phấn đấu`
    Aim,
}

/// A kind of provision (phần … đoạn), from the whole to the parts as they usually nest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum ProvisionKind {
    Part,
    Chapter,
    Section,
    Article,
    Clause,
    Point,
    Dash,
    Annex,
    Line,
    Paragraph,
}

impl ProvisionKind {
    /// The word in a citation: `Điều`, `khoản`.
    pub fn cited(self, lang: crate::lang::Lang) -> &'static str {
        let (vi, en) = match self {
            Self::Part => ("Phần", "Part"),
            Self::Chapter => ("Chương", "Chapter"),
            Self::Section => ("mục", "section"),
            Self::Article => ("Điều", "Article"),
            Self::Clause => ("khoản", "clause"),
            Self::Point => ("điểm", "point"),
            Self::Dash => ("gạch đầu dòng", "dash"),
            Self::Annex => ("Phụ lục", "Annex"),
            Self::Line => ("dòng", "line"),
            Self::Paragraph => ("đoạn", "paragraph"),
        };
        lang.pick(vi, en)
    }
}

/// By which date a dossier falls into a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// `ngày tiếp nhận`
    Received,
    /// `ngày giải quyết`
    Resolved,
}

/// What is counted: dossiers, procedures or units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum Noun {
    Dossiers,
    Procedures,
    Units,
}

/// A word that says something of a dossier or a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the word it spells")]
pub enum Word {
    FullyOnline,
    PaidOnline,
    Online,
    InPerson,
    ByPost,
    EndToEnd,
    Partial,
    Level3,
    Level4,
    Resolved,
    Late,
    OnTime,
    Early,
    Digitised,
    ElectronicResult,
    InForce,
    Offered,
}
