//! Letters of other scripts in identifiers: those that rustc takes without a lint, and those that it would compose.

use unicode_ident::{is_xid_continue, is_xid_start};

/// The letters, marks and digits that rustc's lint `uncommon_codepoints` accepts, and that normalisation (NFC) does not change.
/// Rare letters of these scripts are left out.
const COMMON: [(u32, u32); 108] = [
    (0xB7, 0xB7),
    (0xC0, 0x131),
    (0x134, 0x13E),
    (0x141, 0x148),
    (0x14A, 0x17E),
    (0x18F, 0x18F),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x1CD, 0x1DC),
    (0x1DE, 0x1E3),
    (0x1E6, 0x1F0),
    (0x1F4, 0x1F5),
    (0x1F8, 0x21B),
    (0x21E, 0x21F),
    (0x226, 0x233),
    (0x259, 0x259),
    (0x2BB, 0x2BC),
    (0x37B, 0x37D),
    (0x386, 0x386),
    (0x388, 0x3CE),
    (0x3FC, 0x45F),
    (0x48A, 0x4FF),
    (0x510, 0x529),
    (0x52E, 0x559),
    (0x561, 0x586),
    (0x5B4, 0x5B4),
    (0x5D0, 0x5F2),
    (0x620, 0x63F),
    (0x641, 0x655),
    (0x660, 0x669),
    (0x670, 0x672),
    (0x674, 0x674),
    (0x679, 0x68D),
    (0x68F, 0x6A0),
    (0x6A2, 0x6D5),
    (0x6E5, 0x6E6),
    (0x6EE, 0x6FF),
    (0x750, 0x7B1),
    (0x901, 0x94D),
    (0x94F, 0x950),
    (0x956, 0x957),
    (0x960, 0x977),
    (0x979, 0x97F),
    (0x981, 0x9D7),
    (0x9E0, 0x9F1),
    (0x9FE, 0xA32),
    (0xA35, 0xA35),
    (0xA38, 0xA4D),
    (0xA5C, 0xA5C),
    (0xA66, 0xA74),
    (0xA81, 0xAEF),
    (0xAFA, 0xB43),
    (0xB47, 0xB57),
    (0xB5F, 0xB61),
    (0xB66, 0xBEF),
    (0xC01, 0xC33),
    (0xC35, 0xC56),
    (0xC5D, 0xC61),
    (0xC66, 0xC80),
    (0xC82, 0xCDD),
    (0xCE0, 0xD00),
    (0xD02, 0xD03),
    (0xD05, 0xD3A),
    (0xD3D, 0xD43),
    (0xD46, 0xD57),
    (0xD60, 0xD61),
    (0xD66, 0xD7F),
    (0xD82, 0xD8E),
    (0xD91, 0xDA5),
    (0xDA7, 0xDDE),
    (0xDF2, 0xDF2),
    (0xE01, 0xE32),
    (0xE34, 0xEB2),
    (0xEB4, 0xED9),
    (0xEDE, 0xEDF),
    (0xF20, 0xF37),
    (0xFBA, 0x109D),
    (0x10C7, 0x10F0),
    (0x10F7, 0x10FA),
    (0x10FD, 0x10FF),
    (0x1200, 0x135F),
    (0x1380, 0x138F),
    (0x1780, 0x17A2),
    (0x17A5, 0x17A7),
    (0x17A9, 0x17B3),
    (0x17B6, 0x17CD),
    (0x17D0, 0x17D0),
    (0x17D2, 0x17D2),
    (0x17D7, 0x17DC),
    (0x17E0, 0x17E9),
    (0x1C90, 0x1CBF),
    (0x1E00, 0x1E99),
    (0x1E9E, 0x1E9E),
    (0x1EA0, 0x1EF9),
    (0x2D80, 0x2DDE),
    (0x3005, 0x3007),
    (0x3041, 0x309E),
    (0x30A1, 0x30FE),
    (0x3105, 0x312D),
    (0x312F, 0x312F),
    (0x31A0, 0x31BF),
    (0x3400, 0x9FFF),
    (0xA9E7, 0xA9FE),
    (0xAA60, 0xAA7F),
    (0xAB01, 0xAB2E),
    (0xAC00, 0xD7A3),
    (0x20000, 0x2EBE0),
    (0x30000, 0x3134A),
];

/// Marks with the letters that they are composed with, apart from the marks of Latin letters. rustc compares identifiers by their
/// normal form (NFC), in which both are one letter.
const COMPOSED: [((u32, u32), (u32, u32)); 27] = [
    ((0x653, 0x655), (0x627, 0x627)),
    ((0x654, 0x654), (0x648, 0x64A)),
    ((0x654, 0x654), (0x6C1, 0x6D5)),
    ((0x93C, 0x93C), (0x928, 0x928)),
    ((0x93C, 0x93C), (0x930, 0x930)),
    ((0x93C, 0x93C), (0x933, 0x933)),
    ((0x9BE, 0x9D7), (0x9C7, 0x9C7)),
    ((0xB3E, 0xB57), (0xB47, 0xB47)),
    ((0xBBE, 0xBBE), (0xBC6, 0xBC7)),
    ((0xBD7, 0xBD7), (0xB92, 0xBC6)),
    ((0xC56, 0xC56), (0xC46, 0xC46)),
    ((0xCD5, 0xCD5), (0xCBF, 0xCBF)),
    ((0xCC2, 0xCD6), (0xCC6, 0xCC6)),
    ((0xCD5, 0xCD5), (0xCCA, 0xCCA)),
    ((0xD3E, 0xD57), (0xD46, 0xD47)),
    ((0xDCA, 0xDDF), (0xDD9, 0xDD9)),
    ((0xDCA, 0xDCA), (0xDDC, 0xDDC)),
    ((0x102E, 0x102E), (0x1025, 0x1025)),
    ((0x3099, 0x309A), (0x3041, 0x30FE)),
    ((0x1161, 0x1175), (0x1100, 0x1112)),
    ((0x11A8, 0x11C2), (0xAC00, 0xD7A3)),
    ((0x110BA, 0x110BA), (0x11099, 0x110A5)),
    ((0x11127, 0x11127), (0x11131, 0x11132)),
    ((0x1133E, 0x11357), (0x11347, 0x11347)),
    ((0x114B0, 0x114BD), (0x114B9, 0x114B9)),
    ((0x115AF, 0x115AF), (0x115B8, 0x115B9)),
    ((0x11930, 0x11930), (0x11935, 0x11935)),
];

/// The letters of other scripts that rustc takes for Latin ones (Unicode Technical Standard 39, 4), by script: a client whose only letters of
/// a script are among them gets the lint `mixed_script_confusables`.
const LOOKALIKES: [&str; 8] = [
    "ΑΒΓΕΖΗΘΙΚΛΜΝΟΠΡΤΥΦΧαβγδεθικνοπρστυφ",
    "ЄЅІЈАБВГЕЗКЛМНОПРСТУФХЫЬЮабгекопрстуфхєѕіјћҌҍҐґҒғҘҞҟҪҫҮүҰұһҽҿӀӇӉӍӏӔӕӘәӠӨөԑԛԜԝ",
    "ԻՄՈՊՌՍՏՓՕագզծհձոպռսցքօ",
    "ִוטיןסװױײ",
    "إاةهھہۃەۿ",
    "ყჿ",
    "くへ",
    "イエカタトニノハヘロ",
];

/// Returns `true` if all letters of a name that are not Latin look like Latin ones, and there are some.
pub(super) fn looks_latin(name: &str) -> bool {
    /// The first letter behind the Latin ones.
    const GREEK: char = '\u{370}';
    let mut others = name.chars().filter(|char| *char >= GREEK && is_xid_start(*char)).peekable();
    others.peek().is_some()
        && others.all(|char| LOOKALIKES.iter().any(|letters| letters.contains(char)))
}

/// Returns `true` if the character at `index` would be in an identifier that rustc rejects by a lint or reads as another one.
pub(super) fn is_unsuitable(chars: &[char], index: usize) -> bool {
    let Some(char) = chars.get(index).filter(|char| !char.is_ascii() && is_xid_continue(**char))
    else {
        return false;
    };
    !is_common(*char) || is_composed(chars.get(..index).unwrap_or_default(), *char)
}

fn is_common(char: char) -> bool {
    let code = u32::from(char);
    let next = COMMON.partition_point(|(first, _)| *first <= code);
    let range = next.checked_sub(1).and_then(|index| COMMON.get(index));
    range.is_some_and(|(_, last)| code <= *last)
}

/// Returns `true` if a mark is composed with the character before it, or with the letter before other marks.
fn is_composed(before: &[char], mark: char) -> bool {
    let within = |(first, last): (u32, u32), char: char| (first..=last).contains(&u32::from(char));
    let letter = before.iter().rev().find(|char| is_xid_start(**char));
    let mut bases = before.last().into_iter().chain(letter);
    bases.any(|base| COMPOSED.iter().any(|(marks, of)| within(*marks, mark) && within(*of, *base)))
}

/// Returns a name with the marks behind each letter in one order, so that names which differ in it alone are equal.
pub(super) fn with_sorted_marks(name: String) -> String {
    if name.is_ascii() {
        return name;
    }
    let is_mark = |char: &char| is_xid_continue(*char) && !is_xid_start(*char);
    let mut chars: Vec<char> = name.chars().collect();
    chars.chunk_by_mut(|a, b| is_mark(a) && is_mark(b)).for_each(<[char]>::sort_unstable);
    chars.into_iter().collect()
}
