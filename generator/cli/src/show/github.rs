//! Reports as workflow commands of GitHub Actions: `::error file=..,line=..::message`.

use std::io::{self, Write};

use specwright::report::Severity;

use super::Placed;

pub(super) fn write(reports: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    for placed in reports {
        let command = match placed.report.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = vec![format!("title={}", property(placed.report.code))];
        if let Some(place) = &placed.place {
            properties.push(format!("file={}", property(place.location.file.name())));
            properties.push(format!("line={}", place.start.line));
            properties.push(format!("endLine={}", place.end.line));
            // GitHub accepts columns only for a range on one line.
            if place.start.line == place.end.line {
                properties.push(format!("col={}", place.start.column));
                properties.push(format!("endColumn={}", place.end.column));
            }
        }
        writeln!(out, "::{command} {}::{}", properties.join(","), data(&placed.words()))?;
    }
    Ok(())
}

/// Escapes the characters that would end a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the characters that would end a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
