//! The two languages in which the program speaks.

/// A language of messages and reports. Vietnamese comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language of a code such as `vi`, `en`, `en_US.UTF-8`.
    pub fn of_code(code: &str) -> Option<Self> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The one of two spellings that belongs to this language.
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Say {
    /// The Vietnamese sentence.
    pub vi: String,
    /// The English sentence.
    pub en: String,
}

impl Say {
    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}

/// Makes a [`Say`]: both literals are formatted with the same names, and one that is missing does not compile.
macro_rules! say {
    ($vi:literal, $en:literal $(, $($arg:tt)*)?) => {
        $crate::lang::Say { vi: format!($vi $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}
pub(crate) use say;
