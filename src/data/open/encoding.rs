//! Encodings of text: bytes that are no UTF-8 are read in the encoding under which most words are Vietnamese.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// How letters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8, also with a mark at its beginning.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// The Vietnamese page of Windows; its tones are letters of their own.
    Windows1258,
    /// TCVN3, called ABC: fonts like .VnTime.
    Tcvn3,
    /// VNI for Windows: fonts like VNI-Times.
    Vni,
}

/// Those in which each letter is a byte or two.
const OF_BYTES: [Encoding; 3] = [Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni];

impl Encoding {
    /// All of them, with their names for people.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Utf8, "utf-8"),
        (Self::Utf16Le, "utf-16le"),
        (Self::Utf16Be, "utf-16be"),
        (Self::Windows1258, "windows-1258"),
        (Self::Tcvn3, "tcvn3"),
        (Self::Vni, "vni"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }

    /// The encoding of a name; `abc` is TCVN3.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = if name == "abc" { "tcvn3" } else { &name };
        Self::ALL.iter().find(|it| it.1 == name || it.1.replace('-', "") == name).map(|it| it.0)
    }

    /// The text of bytes, composed; none: they are not in this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        let of_pairs = |read: fn([u8; 2]) -> u16| {
            let units = bytes.chunks(2).map(|it| match it {
                [one, two] => read([*one, *two]),
                _ => 0xd800,
            });
            char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
        };
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Utf16Le => of_pairs(u16::from_le_bytes),
            Self::Utf16Be => of_pairs(u16::from_be_bytes),
            Self::Windows1258 => Some(Cow::Owned(windows_1258(bytes))),
            Self::Tcvn3 | Self::Vni => self.of_letters(&western(bytes)).map(Cow::Owned),
        }
    }

    /// The Vietnamese that a font of this encoding shows for western letters; none: it has no such letters.
    pub fn of_letters(self, letters: &str) -> Option<String> {
        match self {
            Self::Tcvn3 => Some(letters.chars().map(tcvn3).collect()),
            Self::Vni => Some(vni(letters)),
            _ => None,
        }
    }
}

/// A byte as the western letter that it is where nothing else is known.
fn western(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn windows_1258(bytes: &[u8]) -> String {
    encoding_rs::WINDOWS_1258.decode_without_bom_handling(bytes).0.nfc().collect()
}

/// The encoding of bytes: what a mark says, UTF-8 if they are that, or else a vote of all words; and the bytes without
/// the mark. None: no encoding makes Vietnamese of them, or two do.
pub fn of_bytes(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
    for (mark, encoding) in [
        (&b"\xef\xbb\xbf"[..], Encoding::Utf8),
        (&b"\xff\xfe"[..], Encoding::Utf16Le),
        (&b"\xfe\xff"[..], Encoding::Utf16Be),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return Some((encoding, rest));
        }
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|it| **it == 0).count();
    if head.len() >= 4 && zeros(1) * 4 > head.len() && zeros(0) == 0 {
        return Some((Encoding::Utf16Le, bytes));
    }
    if head.len() >= 4 && zeros(0) * 4 > head.len() && zeros(1) == 0 {
        return Some((Encoding::Utf16Be, bytes));
    }
    // No text holds zeros; what no encoding explains is not tried long.
    if head.contains(&0) {
        return None;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some((Encoding::Utf8, bytes));
    }
    winner(OF_BYTES.map(|it| (it, it.decode(bytes).map_or(0, |it| score(&it))))).map(|it| (it, bytes))
}

/// The font encoding in which the letters of a column are Vietnamese, when they are none as they stand.
pub fn of_font(column: &str) -> Option<Encoding> {
    let western = |it: char| it.is_ascii() || ('\u{a0}'..='\u{ff}').contains(&it);
    if column.is_ascii() || !column.chars().all(western) {
        return None;
    }
    let as_it_stands = score(column);
    let fonts = [Encoding::Tcvn3, Encoding::Vni];
    winner(fonts.map(|it| (it, it.of_letters(column).map_or(0, |it| score(&it) - as_it_stands.max(0)))))
}

/// The one with the most points, when it has some and no other has as many.
fn winner<const N: usize>(votes: [(Encoding, i64); N]) -> Option<Encoding> {
    let best = votes.iter().max_by_key(|it| it.1).filter(|it| it.1 > 0)?;
    (votes.iter().filter(|it| it.1 == best.1).count() == 1).then_some(best.0)
}

/// Words with accents that are Vietnamese syllables, less twice those that are none.
fn score(text: &str) -> i64 {
    let words = text.split(|it: char| it.is_ascii() && !it.is_ascii_alphabetic()).filter(|it| !it.is_ascii());
    words.map(|it| if is_syllable(it) { 1 } else { -2 }).sum()
}

const FIRSTS: &str = " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x ";
const MIDDLES: &str = " a ă â e ê i o ô ơ u ư y ia iê ya yê ua uô ưa ươ oa oă oe oo uâ uê uy uya uyê ai ao au ay âu ây \
    eo êu iu iêu yêu oai oao oay oeo oi ôi ơi ui uôi ưi ươi ưu ươu uây uyu uơ ";
const LASTS: &str = " c ch m n ng nh p t ";

/// Whether a word is written as one Vietnamese syllable: first consonants, vowels with one tone, last consonants.
fn is_syllable(word: &str) -> bool {
    let is_tone = |it: char| matches!(it, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let mut capitals = word.chars().skip(1).filter(|it| it.is_uppercase()).count();
    if capitals + 1 == word.chars().count() {
        capitals = 0;
    }
    let apart: String = word.nfd().collect();
    let plain: String = apart.chars().filter(|it| !is_tone(*it)).nfc().flat_map(char::to_lowercase).collect();
    if capitals > 0 || apart.chars().filter(|it| is_tone(*it)).count() > 1 {
        return false;
    }
    let is_one_of = |list: &str, part: &str| part.is_empty() || list.contains(&format!(" {part} "));
    let is_vowel = |it: char| "aăâeêioôơuưy".contains(it);
    let cuts = plain.char_indices().map(|it| it.0);
    cuts.filter(|at| *at <= 4).any(|at| {
        let (first, rest) = plain.split_at(at);
        let end = rest.find(|it| !is_vowel(it)).unwrap_or(rest.len());
        let (middle, last) = rest.split_at(end);
        !middle.is_empty() && is_one_of(FIRSTS, first) && is_one_of(MIDDLES, middle) && is_one_of(LASTS, last)
    })
}

/// Whether a letter is written in Vietnamese.
pub fn is_vietnamese(letter: char) -> bool {
    letter.is_ascii() || letter.to_lowercase().all(|it| TCVN3.contains(it))
}

/// The letter that TCVN3 has at a place above ASCII.
fn tcvn3(letter: char) -> char {
    let at = (letter as usize).checked_sub(0xa1);
    at.and_then(|it| TCVN3.chars().nth(it)).filter(|it| *it != '·').unwrap_or(letter)
}

/// From 0xA1; `·` where there is none.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđẰ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ";

/// A letter alone.
const VNI_LETTERS: [(char, char); 10] = [
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('ñ', 'đ'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('ð', 'đ'),
];

/// What stands behind a vowel.
const VNI_MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{323}\u{302}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{323}\u{306}"),
];

fn vni(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    for letter in letters.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        if let Some((_, mark)) = VNI_MARKS.iter().find(|it| it.0 == small) {
            out += mark;
        } else if let Some((_, it)) = VNI_LETTERS.iter().find(|it| it.0 == small) {
            if letter.is_uppercase() { out.extend(it.to_uppercase()) } else { out.push(*it) }
        } else {
            out.push(letter);
        }
    }
    out.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Sở Nội vụ, Huyện Diên Khánh, phường Vĩnh Phước, ưu tiên, Đồng Tháp, ở Sỹ";

    #[test]
    fn every_encoding_is_told_by_its_words() {
        let bytes = TEXT.as_bytes();
        assert_eq!(of_bytes(bytes), Some((Encoding::Utf8, bytes)));
        let of = |bytes: &[u8]| of_bytes(bytes).and_then(|it| it.0.decode(it.1).map(|text| (it.0, text.into_owned())));
        let le: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&[b"\xff\xfe", le.as_slice()].concat()), Some((Encoding::Utf16Le, TEXT.to_owned())));
        let tcvn3: Vec<u8> = TEXT
            .chars()
            .map(|it| match TCVN3.chars().position(|at| at == it) {
                Some(at) => at as u8 + 0xa1,
                None => it as u8,
            })
            .collect();
        assert_eq!(of(&tcvn3), Some((Encoding::Tcvn3, TEXT.to_owned())));
        // `Sôû Noäi vuï, Huyeän Dieân Khaùnh` as VNI fonts store it.
        let vni = "Sôû Noäi vuï, Huyeän Dieân Khaùnh, phöôøng Vónh Phöôùc, öu tieân, Ñoàng Thaùp, ôû Syõ";
        let bytes: Vec<u8> = vni.chars().map(|it| it as u8).collect();
        assert_eq!(of(&bytes), Some((Encoding::Vni, TEXT.to_owned())));
        assert_eq!(of_font(vni), Some(Encoding::Vni));
        assert_eq!(of_font(TEXT), None);
        assert_eq!(of_font("Nội, café"), None);
        // Windows writes the tone behind its letter.
        let (page, _, lost) = encoding_rs::WINDOWS_1258.encode("Sơ\u{309} Nô\u{323}i vu\u{323}, Diên Kha\u{301}nh");
        assert!(!lost);
        assert_eq!(of(&page), Some((Encoding::Windows1258, "Sở Nội vụ, Diên Khánh".to_owned())));
        assert_eq!(of_bytes(b"S\xd2\xeb,10,5"), None);
    }

    #[test]
    fn the_table_of_tcvn3_holds_all_letters() {
        assert_eq!(TCVN3.chars().count(), 0xfe - 0xa0);
        assert_eq!([tcvn3('\u{ad}'), tcvn3('\u{b5}'), tcvn3('\u{fe}'), tcvn3('\u{cb}')], ['ư', 'à', 'ỵ', 'ậ']);
    }
}
