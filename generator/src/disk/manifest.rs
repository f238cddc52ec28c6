//! The manifest of a crate while its sources are replaced: old and new sources compile with it.

/// Sections with entries that the sources need. An entry that they do not need is harmless.
const NEEDED: [&str; 2] = ["[dependencies]", "[features]"];

/// Returns the new manifest with the dependencies and features that only the old one has. Each entry is one line, as in
/// every manifest of a generated crate.
pub(super) fn of_both(old: &str, new: &str) -> String {
    let mut both = String::new();
    let mut section = "";
    let mut lines = new.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            section = line.trim_end();
        }
        both.push_str(line);
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

/// Returns the entries of a section, each as its key and its line.
fn entries<'t>(text: &'t str, section: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let lines = text.lines().skip_while(move |line| line.trim_end() != section).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| {
        let (key, _) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
        Some((key.trim(), line))
    })
}

#[cfg(test)]
mod tests {
    use super::of_both;

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
}
