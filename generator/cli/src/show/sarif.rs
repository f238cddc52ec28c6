//! Reports as SARIF 2.1.0 (OASIS), which code scanning services and editors read.

#![allow(
    clippy::indexing_slicing,
    reason = "members of a JSON object, which are made where they are absent"
)]

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};
use specwright::report::Severity;

use super::{Place, Placed};
use crate::explain;

pub(super) fn write(reports: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    let codes: BTreeSet<_> = reports.iter().map(|placed| placed.report.code).collect();
    let rules: Vec<_> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<_> = reports.iter().map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "specwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Columns count characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{log:#}")
}

/// Returns the rule object of a code.
fn rule(code: &str) -> Value {
    let mut rule = json!({ "id": code });
    if let Some(text) = explain::find(code) {
        rule["shortDescription"] = json!({ "text": text.title });
        rule["help"] = json!({ "text": text.body, "markdown": text.body });
    }
    rule
}

fn result(placed: &Placed<'_>) -> Value {
    let mut result = json!({
        "ruleId": placed.report.code,
        "level": match placed.report.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": placed.words() },
    });
    if let Some(place) = &placed.place {
        result["locations"] = json!([location(place)]);
    }
    if let Some((place, text)) = &placed.related {
        let mut related = location(place);
        related["message"] = json!({ "text": text });
        result["relatedLocations"] = json!([related]);
    }
    result
}

fn location(place: &Place<'_>) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(place.location.file.name()) },
            "region": {
                "startLine": place.start.line,
                "startColumn": place.start.column,
                "endLine": place.end.line,
                "endColumn": place.end.column,
            },
        },
        "logicalLocations": [{ "fullyQualifiedName": place.location.pointer.as_str() }],
    })
}

/// Encodes a path as a URI reference (RFC 3986, section 3.3).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
