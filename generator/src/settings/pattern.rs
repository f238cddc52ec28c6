//! Patterns: text in which `*` stands for any text.

/// The text that each `*` of a pattern stands for.
pub type Captures<'t> = Vec<&'t str>;

/// Matches a text with a pattern. Returns `None` if it does not match.
///
/// Each `*` but the last stands for the shortest possible text. A pointer may start with `#`.
///
/// ```
/// use specwright::settings::captures;
///
/// assert_eq!(captures("*Dto", "PetDto"), Some(vec!["Pet"]));
/// assert_eq!(captures("/repos/*/issues*", "/repos/{owner}/issues"), Some(vec!["{owner}", ""]));
/// assert_eq!(captures("Pet", "PetDto"), None);
/// ```
pub fn captures<'t>(pattern: &str, text: &'t str) -> Option<Captures<'t>> {
    let pattern = if pattern.starts_with("#/") { pattern.trim_start_matches('#') } else { pattern };
    let Some((first, rest)) = pattern.split_once('*') else {
        return (pattern == text).then(Vec::new);
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let mut left = text.strip_prefix(first)?.strip_suffix(last)?;
    let mut found = Vec::new();
    if rest.contains('*') {
        for part in middle.split('*') {
            let (before, after) = left.split_once(part)?;
            found.push(before);
            left = after;
        }
    }
    found.push(left);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn each_star_stands_for_any_text() {
        assert_eq!(captures("a*b*c", "a1b2c"), Some(vec!["1", "2"]));
        assert_eq!(captures("*", ""), Some(vec![""]));
        assert_eq!(captures("**", "ab"), Some(vec!["", "ab"]));
        assert_eq!(captures("*.id", "Pet.id"), Some(vec!["Pet"]));
        assert_eq!(captures("#/components/*", "/components/a"), Some(vec!["a"]));
    }

    #[test]
    fn prefix_and_suffix_do_not_overlap() {
        assert_eq!(captures("ab*ba", "aba"), None);
        assert_eq!(captures("a*b*c", "acb"), None);
        assert_eq!(captures("get", "getPet"), None);
    }

    #[test]
    fn many_stars_cost_one_pass() {
        let pattern = "*a".repeat(10_000);
        let text = "a".repeat(100_000);
        assert!(captures(&pattern, &text).is_some());
        assert!(captures(&format!("{pattern}b"), &text).is_none());
    }
}
