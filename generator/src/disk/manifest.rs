//! The manifest of a crate while its sources are replaced: old and new sources compile with it.

use std::collections::BTreeMap;

const FEATURES: &str = "[features]";

/// Sections with entries that the sources need. An entry that they do not need is harmless.
const NEEDED: [&str; 2] = ["[dependencies]", FEATURES];

/// Returns the new manifest with the dependencies and features that only the old one has. A feature activates what it activates in
/// either. Each entry is one line, as in every manifest of a generated crate.
pub(super) fn of_both(old: &str, new: &str) -> String {
    let old_features: BTreeMap<_, _> = entries(old, FEATURES).collect();
    let mut both = String::new();
    let mut section = "";
    let mut lines = new.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            section = line.trim_end();
        }
        match entry(line).filter(|_| section == FEATURES && !line.starts_with('[')) {
            Some((key, line)) => both.push_str(&of_either(key, line, old_features.get(key))),
            None => both.push_str(line),
        }
        both.push('\n');
        let is_last =
            lines.peek().is_none_or(|next| next.trim().is_empty() || next.starts_with('['));
        if is_last && NEEDED.contains(&section) {
            let lost = entries(old, section)
                .filter(|(key, _)| entries(new, section).all(|(known, _)| known != *key));
            lost.for_each(|(_, line)| {
                both.push_str(line);
                both.push('\n');
            });
            section = "";
        }
    }
    both
}

/// Returns the entry of a feature with the elements that only its old entry has.
fn of_either(key: &str, new: &str, old: Option<&&str>) -> String {
    let lists = list(new).zip(old.and_then(|old| list(old)));
    let lost = lists.map(|(new, old)| {
        let lost: Vec<_> = old.into_iter().filter(|name| !new.contains(name)).collect();
        (new, lost)
    });
    match lost {
        Some((mut all, lost)) if !lost.is_empty() => {
            all.extend(lost);
            format!("{key} = {}", array(&all))
        }
        _ => new.to_owned(),
    }
}

/// Returns the manifest that a person keeps, with the internal features of the generated one, because these change with the sources.
/// Their names start with `prefix`.
pub(crate) fn with_internal_features(kept: &str, generated: &str, prefix: &str) -> String {
    let is_internal = |name: &&str| name.starts_with(prefix);
    let internal = entries(generated, FEATURES).filter(|(key, _)| is_internal(key));
    let internal: String = internal.map(|(_, line)| format!("{line}\n")).collect();
    let mut text = String::with_capacity(kept.len() + internal.len());
    let mut section = "";
    for line in kept.split_inclusive('\n') {
        if line.starts_with('[') {
            section = line.trim_end();
            text.push_str(line);
            text.push_str(if section == FEATURES { &internal } else { "" });
            continue;
        }
        let entry = entry(line).filter(|_| section == FEATURES);
        let new = entry.and_then(|(key, _)| entries(generated, FEATURES).find(|it| it.0 == key));
        match (entry, new) {
            (Some((key, _)), _) if is_internal(&key) => {}
            (Some((key, old)), Some((_, new))) => {
                text.push_str(&merged(key, (line, old), new, is_internal));
            }
            _ => text.push_str(line),
        }
    }
    // Another order of the same lines is no change.
    if sorted(&text) == sorted(kept) { kept.to_owned() } else { text }
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// Returns the entry of a feature with its own elements and the internal ones of the generated entry.
fn merged(
    key: &str,
    (line, old): (&str, &str),
    new: &str,
    is_internal: impl Fn(&&str) -> bool,
) -> String {
    match (list(old), list(new)) {
        (Some(old), Some(new)) if old.iter().chain(&new).any(&is_internal) => {
            let own = old.into_iter().filter(|name| !is_internal(name));
            let all: Vec<_> = own.chain(new.into_iter().filter(&is_internal)).collect();
            format!("{key} = {}\n", array(&all))
        }
        _ => line.to_owned(),
    }
}

/// Returns the entries of a section, each as its key and its line.
fn entries<'t>(text: &'t str, section: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let lines = text.lines().skip_while(move |line| line.trim_end() != section).skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter_map(entry)
}

fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, _) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
    Some((key.trim(), line))
}

/// Returns the elements of an entry that is a list on one line.
fn list(line: &str) -> Option<Vec<&str>> {
    let (_, value) = line.split_once('=')?;
    let inside = value.trim().strip_prefix('[')?.strip_suffix(']')?;
    let elements = inside.split(',').map(|element| element.trim().trim_matches('"'));
    Some(elements.filter(|element| !element.is_empty()).collect())
}

/// Returns a list of strings in TOML.
fn array(elements: &[&str]) -> String {
    let elements: Vec<_> = elements.iter().map(|element| format!("\"{element}\"")).collect();
    format!("[{}]", elements.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{of_both, with_internal_features};

    #[test]
    fn what_the_old_sources_need_stays() {
        let old = "[package]\nname = \"a\"\n\n[features]\nx = []\n# Why.\ny = []\n\n[dependencies]\ntime = \"1\"\nurl = \"1\"\n";
        let new = "[package]\nname = \"b\"\n\n[features]\ny = [\"z\"]\n\n[dependencies]\nbase64 = \"1\"\nurl = \"2\"\n\n[[test]]\nname = \"t\"\n";
        assert_eq!(
            of_both(old, new),
            "[package]\nname = \"b\"\n\n[features]\ny = [\"z\"]\nx = []\n\n[dependencies]\nbase64 = \"1\"\nurl = \"2\"\ntime = \"1\"\n\n[[test]]\nname = \"t\"\n"
        );
        assert_eq!(of_both(old, old), old);
    }

    #[test]
    fn old_and_new_sources_have_the_features_that_a_group_activates() {
        let old = "[features]\npets = [\"_old\"]\n_old = []\n";
        let new = "[features]\npets = [\"_new\"]\n_new = []\n";
        let both = of_both(old, new);
        assert_eq!(both, "[features]\npets = [\"_new\", \"_old\"]\n_new = []\n_old = []\n");
    }

    #[test]
    fn a_kept_manifest_gets_the_internal_features() {
        let kept = "[package]\nname = \"own\"\n\n[features]\n_old = []\nmine = [\"pets\"]\npets = [\"mine\", \"_old\"] \norders = []\n\n[dependencies]\n";
        let new = "[features]\npets = [\"_new\"]\norders = [\"_new\"]\n_new = []\n";
        let now = with_internal_features(kept, new, "_");
        assert_eq!(
            now,
            "[package]\nname = \"own\"\n\n[features]\n_new = []\nmine = [\"pets\"]\npets = [\"mine\", \"_new\"]\norders = [\"_new\"]\n\n[dependencies]\n"
        );
        assert_eq!(with_internal_features(&now, new, "_"), now);
        let generated = "[features]\npets = [\"_new\"]\n_new = []\n";
        assert_eq!(with_internal_features(generated, generated, "_"), generated);
        let plain = "[features]\npets = []";
        assert_eq!(with_internal_features(plain, "[features]\npets = []\n", "_"), plain);
    }
}
