//! The encodings in which servers repeat parts of a request, and secrets to test them with.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

pub type Encoding = (&'static str, fn(&str) -> String);

pub const ENCODINGS: [Encoding; 15] = [
    ("it was sent", str::to_owned),
    ("percent, upper case", |text| bytes(text, |byte| format!("%{byte:02X}"))),
    ("percent, lower case", |text| bytes(text, |byte| format!("%{byte:02x}"))),
    ("a segment of a URL", |text| percent(text, "%20")),
    ("a form", |text| percent(text, "+")),
    ("a form in a URL", |text| percent(&percent(text, "+"), "%20")),
    ("JSON", json),
    ("JSON with slashes escaped", |text| json(text).replace('/', "\\/")),
    ("JSON, all escaped", |text| {
        text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
    }),
    ("JSON, all escaped, upper case", |text| {
        text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect()
    }),
    ("JSON in JSON", |text| json(&json(text))),
    ("base64", |text| STANDARD.encode(text)),
    ("base64 for URLs", |text| {
        if text.len() % 2 == 0 { URL_SAFE.encode(text) } else { URL_SAFE_NO_PAD.encode(text) }
    }),
    ("HTML", |text| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        text.replace('\'', "&#39;").replace('/', "&#x2F;")
    }),
    ("invisible characters between", |text| {
        let chars = text.chars().enumerate();
        chars.map(|(index, char)| format!("{char}{}", INVISIBLE[index % INVISIBLE.len()])).collect()
    }),
];

/// Invisible characters, and characters that change the order of others.
pub const INVISIBLE: [char; 9] = [
    '\u{200b}',
    '\u{ad}',
    '\u{202e}',
    '\u{feff}',
    '\u{34f}',
    '\u{fe0f}',
    '\u{e0041}',
    '\u{3164}',
    '\u{7f}',
];

fn bytes(text: &str, encode: impl Fn(u8) -> String) -> String {
    text.bytes().map(encode).collect()
}

fn percent(text: &str, space: &str) -> String {
    bytes(text, |byte| match byte {
        b' ' => space.to_owned(),
        b'-' | b'.' | b'_' | b'~' => char::from(byte).into(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).into(),
        byte => format!("%{byte:02X}"),
    })
}

/// Returns the JSON string without its quotes.
fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Returns known difficult secrets, and this number of random ones for each alphabet.
pub fn secrets(random: u64) -> Vec<String> {
    const ALPHABETS: [&str; 5] = [
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "aZ0 !#$%&'()*+,-./:;<=>?@[]^_`{|}~\\\"",
        "aZ9%+/=&\\\"' ~?>",
        "zÄß€😀 λ/%+\\",
        "a\\\"n",
    ];
    let known = [
        "k3y-that-stays-secret",
        "pass word+/=&%41",
        "quo\"te\\back/slash's",
        "k3Yabc\\\\defgh\"",
        "p%41ss%2fw\\u0041rd",
        "wörd<Ü>&€😀~?",
        "123456789",
        "sixsix",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ];
    let mut secrets: Vec<String> = known.map(str::to_owned).into();
    let mut dice = fastrand::Rng::with_seed(19);
    for alphabet in ALPHABETS {
        let chars: Vec<char> = alphabet.chars().collect();
        for _ in 0..random {
            let middle = (0..dice.usize(4..40)).map(|_| chars[dice.usize(..chars.len())]);
            // Spaces around a header value are not part of it.
            secrets.push(format!("s{}t", middle.collect::<String>()));
        }
    }
    secrets
}
