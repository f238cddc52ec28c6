//! Writes reports as JSON, one on each line.

#![allow(
    clippy::indexing_slicing,
    reason = "members of a JSON object, which are made where they are absent"
)]

use std::io::{self, Write};

use serde_json::{Value, json};
use specwright::report::Severity;

use super::{Place, Placed};

pub(super) fn write(reports: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    for placed in reports {
        let report = placed.report;
        let mut object = json!({
            "code": report.code,
            "severity": match report.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            "message": report.message,
        });
        if !report.label.is_empty() {
            object["label"] = report.label.as_str().into();
        }
        if let Some(help) = &report.help {
            object["help"] = help.as_str().into();
        }
        if let Some(place) = &placed.place {
            add_place(&mut object, place);
        }
        if let Some((place, text)) = &placed.related {
            let mut related = json!({ "label": text });
            add_place(&mut related, place);
            object["related"] = related;
        }
        writeln!(out, "{object}")?;
    }
    Ok(())
}

fn add_place(object: &mut Value, place: &Place<'_>) {
    object["file"] = place.location.file.name().into();
    object["pointer"] = place.location.pointer.as_str().into();
    object["line"] = place.start.line.into();
    object["column"] = place.start.column.into();
    object["endLine"] = place.end.line.into();
    object["endColumn"] = place.end.column.into();
}
