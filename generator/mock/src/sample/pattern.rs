//! Creates strings that match a `pattern`.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::sample::chooser::Chooser;

/// The longest created string in bytes, because a pattern may have no upper bound.
const LONGEST: usize = 4096;

/// A seed adds fewer than this number of optional repetitions.
const MORE: usize = 4;

/// The most additional repetitions to reach a minimum length.
const STRETCH: u32 = 64;

/// Creates a string that matches a pattern and has at least `min_length` characters. Returns `None` if it finds none,
/// as for look-around and back-references.
pub(crate) fn example(pattern: &str, min_length: usize, chooser: &Chooser) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    (0..=STRETCH).find_map(|extra| {
        let mut text = String::new();
        write(&hir, extra, chooser, &mut text)?;
        (text.chars().count() >= min_length).then_some(text)
    })
}

fn write(hir: &Hir, extra: u32, chooser: &Chooser, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(member(class, chooser)?),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let extra = extra.saturating_add(u32::try_from(chooser.below(MORE)).unwrap_or(0));
            for _ in 0..repetition.min.saturating_add(extra).min(most) {
                write(&repetition.sub, extra, chooser, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, chooser, text)?,
        HirKind::Concat(parts) => {
            parts.iter().try_for_each(|part| write(part, extra, chooser, text))?;
        }
        HirKind::Alternation(branches) => write(chooser.one(branches)?, extra, chooser, text)?,
    }
    Some(())
}

/// Returns a character of a class; a letter or digit if there is one.
fn member(class: &Class, chooser: &Chooser) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start(), range.end())).collect()
        }
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    let contains =
        |wanted: &char| ranges.iter().any(|(start, end)| (start..=end).contains(&wanted));
    let plain = if chooser.is_random() { "acegkmprtxzACEGKMPRTXZ0123456789-_ " } else { "aA01- " };
    let plain: Vec<char> = plain.chars().filter(contains).collect();
    chooser.one(&plain).copied().or(ranges.first().map(|range| range.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_matched() {
        let first = Chooser::new(None);
        for pattern in [
            "^[a-z]{3}-\\d+$",
            "^(?:inv|acc)_[0-9A-Z]{26}$",
            "^$",
            "^[^a-z]+@x\\.y$",
            "^\\p{L}.*\\s?$",
        ] {
            let text = example(pattern, 0, &first).unwrap();
            let schema = serde_json::json!({"pattern": pattern});
            assert!(jsonschema::is_valid(&schema, &text.as_str().into()), "{pattern}: {text}");
        }
        assert_eq!(example("^[a-z]+$", 5, &first).as_deref(), Some("aaaaa"));
    }

    #[test]
    fn what_cannot_be_made_is_left() {
        let first = Chooser::new(None);
        assert_eq!(example("(?=a)b", 0, &first), None);
        assert_eq!(example("^((a{1000}){1000}){1000}$", 0, &first), None);
        assert_eq!(example("^a$", 2, &first), None);
    }
}
