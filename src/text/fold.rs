//! Folding. [`fold`] makes the copy that the parser reads, with a map back to the user's bytes; [`key`] is the
//! form in which names are compared (tones and đ keep their meaning); [`plain`] drops the accents, for search.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// A folded copy of a text: NFC, lower case, one kind of blank, one placement of tones.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The copy.
    pub text: String,
    /// For each byte of the copy, and its end, the byte of the original where the same letter starts.
    map: Vec<u32>,
}

impl Folded {
    /// The place in the original of a byte of the copy.
    pub fn original(&self, byte: usize) -> u32 {
        self.map.get(byte).or(self.map.last()).copied().unwrap_or_default()
    }

    /// Puts other letters in place of a piece of the copy; they stand where the piece stood in the original.
    pub fn replace(&mut self, range: std::ops::Range<usize>, with: &str) {
        let Some(at) = self.map.get(range.start).copied().filter(|_| self.text.get(range.clone()).is_some()) else {
            return;
        };
        self.text.replace_range(range.clone(), with);
        self.map.splice(range, std::iter::repeat_n(at, with.len()));
    }
}

/// Folds a text for the parser.
pub fn fold(text: &str) -> Folded {
    let letters = place_tones(letters(text));
    let mut folded = Folded { text: String::with_capacity(text.len()), map: Vec::with_capacity(text.len() + 1) };
    for (letter, start) in letters {
        folded.text.push(letter);
        folded.map.extend(std::iter::repeat_n(start, letter.len_utf8()));
    }
    folded.map.push(text.len() as u32);
    folded
}

/// The key by which names are compared: NFC, lower case, Ð as đ, tones in one place, one blank, one hyphen.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for (letter, _) in place_tones(letters(text)) {
        let letter = if is_dash(letter) { '-' } else { letter };
        // A blank beside a hyphen or another blank says nothing.
        match letter {
            ' ' | '\n' => {
                if !key.is_empty() && !key.ends_with([' ', '-']) {
                    key.push(' ');
                }
            }
            '-' => {
                if key.ends_with(' ') {
                    key.pop();
                }
                key.push('-');
            }
            _ => key.push(letter),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The key without accents and with đ as d, for completion and the command line.
pub fn plain(text: &str) -> String {
    let key = key(text);
    if key.is_ascii() {
        return key;
    }
    key.nfd().filter(|it| !is_combining_mark(*it)).map(|it| if it == 'đ' { 'd' } else { it }).collect()
}

/// A column header's key: [`plain`], without blanks and `_`.
pub fn header(text: &str) -> String {
    plain(text).chars().filter(|it| !matches!(it, ' ' | '_' | '-')).collect()
}

/// The text in NFC, one kind of line end, blanks at its ends dropped: the form in which names are shown.
pub fn nfc(text: &str) -> String {
    if text.chars().all(|it| it != '\r' && it != '\u{a0}' && (it.is_ascii() || is_composed(it))) {
        return text.trim().to_owned();
    }
    text.replace("\r\n", "\n")
        .nfc()
        .map(|it| if it == '\u{a0}' { ' ' } else { it })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Letters of the folded copy, each with the byte where it starts in the original.
fn letters(text: &str) -> Vec<(char, u32)> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let is_mark = |it: char| canonical_combining_class(it) != 0;
        match first {
            '\r' => {
                // The end of the line starts here, so that no place before it holds half of it.
                chars.next_if(|it| it.1 == '\n');
                out.push(('\n', start as u32));
            }
            '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}' => {}
            '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(('\n', start as u32)),
            '\n' => out.push(('\n', start as u32)),
            _ if first.is_ascii() && chars.peek().is_none_or(|it| it.1.is_ascii()) => {
                let letter = if first.is_whitespace() { ' ' } else { first.to_ascii_lowercase() };
                out.push((letter, start as u32));
            }
            _ if is_composed(first) && chars.peek().is_none_or(|it| it.1.is_ascii() || is_composed(it.1)) => {
                let mut lower = first.to_lowercase();
                match (lower.next(), lower.next()) {
                    (Some(one), None) => out.push((if one == 'ð' { 'đ' } else { one }, start as u32)),
                    _ => out.extend(first.to_lowercase().nfc().map(|it| (it, start as u32))),
                }
            }
            _ => {
                let mut group = String::from(first);
                while let Some((_, mark)) = chars.next_if(|it| is_mark(it.1)) {
                    group.push(mark);
                }
                for letter in group.nfc().flat_map(char::to_lowercase).nfc() {
                    let letter = match letter {
                        'ð' => 'đ',
                        it if it.is_whitespace() => ' ',
                        it => it,
                    };
                    out.push((letter, start as u32));
                }
            }
        }
    }
    out
}

/// Whether a letter is one of those that Vietnamese and its neighbours write, in one piece: NFC leaves it as it is, and
/// it is no mark upon another.
fn is_composed(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Moves the tone of an open `oa`, `oe`, `uy` to where the older and official spelling has it: `hoà` → `hòa`.
fn place_tones(mut letters: Vec<(char, u32)>) -> Vec<(char, u32)> {
    let at = |letters: &[(char, u32)], index: usize| letters.get(index).map_or(' ', |it| it.0);
    for second in 1..letters.len() {
        let first = at(&letters, second - 1);
        if !matches!(first, 'o' | 'u') {
            continue;
        }
        let Some((plain, tone)) = split_tone(at(&letters, second)) else { continue };
        let before = second.checked_sub(2).map_or(' ', |it| at(&letters, it));
        let open = !at(&letters, second + 1).is_alphabetic();
        let moves = match (first, plain) {
            ('o', 'a' | 'e') => true,
            ('u', 'y') => before != 'q',
            _ => false,
        };
        if moves && open {
            if let Some(it) = letters.get_mut(second - 1) {
                it.0 = with_tone(first, tone);
            }
            if let Some(it) = letters.get_mut(second) {
                it.0 = plain;
            }
        }
    }
    letters
}

/// A vowel that carries a tone, as the bare vowel and the number of the tone.
fn split_tone(letter: char) -> Option<(char, usize)> {
    TONED.iter().find_map(|(plain, toned)| Some((*plain, toned.chars().position(|it| it == letter)?)))
}

fn with_tone(plain: char, tone: usize) -> char {
    TONED.iter().find(|it| it.0 == plain).and_then(|it| it.1.chars().nth(tone)).unwrap_or(plain)
}

const TONED: [(char, &str); 5] = [('a', "àáảãạ"), ('e', "èéẻẽẹ"), ('y', "ỳýỷỹỵ"), ('o', "òóỏõọ"), ('u', "ùúủũụ")];

fn is_dash(letter: char) -> bool {
    matches!(letter, '‐' | '‑' | '‒' | '–' | '—' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        assert_eq!(key("Khánh Hoà"), key("Khánh Hòa"));
        assert_eq!(key("Kha\u{301}nh\u{a0}Ho\u{300}a"), key("KHÁNH  HÒA"));
        assert_eq!(key("Lao động – Thương binh"), key("Lao động-Thương binh"));
        assert_eq!(key("Ðiều 1"), "điều 1");
        assert_eq!(key("hoàn toàn quý"), "hoàn toàn quý");
        assert_eq!(key("Thuỷ"), "thủy");
        assert_eq!(plain("Đống Đa"), "dong da");
        assert_ne!(key("điểm d"), key("điểm đ"));
    }

    #[test]
    fn a_place_in_the_copy_is_a_place_in_the_original() {
        let text = "\u{feff}A\u{302}\u{301}\r\nĐ x";
        let folded = fold(text);
        assert_eq!(folded.text, "ấ\nđ x");
        let x = folded.text.find('x').expect("it is there");
        assert_eq!(text.get(folded.original(x) as usize..), Some("x"));
        assert_eq!(folded.original(0), 3);
    }
}
