//! The targets, one file each.

mod choice;
mod events;
mod generate;
mod json;
mod mock;
mod redaction;
mod url;

use crate::words::{KEYS, TEXTS};

/// A function of bytes that checks a property.
pub struct Target {
    /// The name on the command line and of the folder of seeds.
    pub name: &'static str,
    /// The property.
    pub property: &'static str,
    /// Checks the property for one input and returns the kind of the outcome, for statistics. Panics if the property does not
    /// hold.
    pub run: fn(&[u8]) -> &'static str,
    /// The format of inputs.
    pub(crate) inputs: Inputs,
    /// Names of members, and tokens with a meaning.
    pub(crate) keys: &'static [&'static str],
    /// Other strings.
    pub(crate) texts: &'static [&'static str],
}

/// The format of a target's inputs, by which they are mutated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inputs {
    /// Bytes.
    Bytes,
    /// JSON documents.
    Json,
    /// API descriptions, as YAML or JSON.
    Descriptions,
}

/// All targets.
pub static TARGETS: [Target; 7] = [
    Target {
        name: "json",
        property: "the runtime reads a JSON document as serde_json does, or both refuse it",
        run: json::run,
        inputs: Inputs::Json,
        keys: &["a", "", "\u{e9}", "\\u0061", "\"", "{", "}", "[", "]", ":", ",", "\\ud800"],
        texts: &[
            "1e400",
            "-0",
            "0.1e-7",
            "\u{feff}",
            "18446744073709551616",
            "\\u00e9",
            "\0",
            "\u{7f}",
            "true",
            "nul",
        ],
    },
    Target {
        name: "events",
        property: "a stream has the same items wherever its chunks end, in linear memory",
        run: events::run,
        inputs: Inputs::Bytes,
        keys: &[
            "data:",
            "data",
            "event: a",
            "id: 7",
            "id",
            "retry: 10",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            ":",
        ],
        texts: &[
            "\u{feff}",
            "\u{1e}",
            "[DONE]",
            "{\"a\":1}",
            "\0",
            "18446744073709551616",
            "\u{e9}",
            "null",
            "\"x\"",
        ],
    },
    Target {
        name: "choice",
        property: "a union without a discriminator is read in a linear number of reads",
        run: choice::run,
        inputs: Inputs::Json,
        keys: &["child", "a", "b", "kind", "other"],
        texts: &["", "small", "large", "x"],
    },
    Target {
        name: "redaction",
        property: "no text of the client contains a secret",
        run: redaction::run,
        inputs: Inputs::Bytes,
        keys: &["{}", "\\", "%", "&", "\"", "\\u", "%25", "&#", "\u{200b}", "\u{ad}", "+", "="],
        texts: &["{\"a\": \"{}\"}", "\\\\", "&amp;", "%5C", "'", "\u{e9}", "{\"{}\": 1}", ": "],
    },
    Target {
        name: "url",
        property: "a request goes to the scheme, host and port of its server",
        run: url::run,
        inputs: Inputs::Bytes,
        keys: &[
            "/", "//", "\\", "@", ":", "?", "#", "..", "%2e", "%", ";", "{a}", "{b}", "[", "]",
            "https:",
        ],
        texts: &[
            "evil.test",
            "https://evil.test",
            "@evil.test",
            ":1",
            "\t",
            "\u{e9}",
            "%2F",
            "localhost",
            "[::1]",
        ],
    },
    Target {
        name: "generate",
        property: "a description gives files that parse as Rust, or errors with a location",
        run: generate::run,
        inputs: Inputs::Descriptions,
        keys: &KEYS,
        texts: &TEXTS,
    },
    Target {
        name: "mock",
        property: "the mock answers every request in a bounded number of steps",
        run: mock::run,
        inputs: Inputs::Bytes,
        keys: &[
            "?",
            "&",
            "=",
            ";",
            ",",
            "%",
            "prefer: ",
            "accept: ",
            "content-type: ",
            "child",
            "\n",
            "--x",
        ],
        texts: &[
            "code=200",
            "seed=1",
            "*/*",
            "application/json",
            "[",
            "]",
            "{",
            "}",
            "null",
            "1e999",
            "%2F",
            "\u{e9}",
        ],
    },
];

/// Returns a number that depends on all bytes (FNV-1a).
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
