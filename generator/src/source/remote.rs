//! Remote references: resolves them against the URL of the referring file, and maps them to local files.

use std::path::{Path, PathBuf};

use super::resolve::{has_scheme, percent_decoded};

/// The local files and folders of URLs, in the order of their addition.
#[derive(Clone, Debug, Default)]
pub(super) struct Maps(Vec<(String, PathBuf)>);

/// A local file to which a URL is mapped.
#[derive(Debug, PartialEq)]
pub(super) struct Mapped {
    /// The path of the file.
    pub(super) path: PathBuf,
    /// The folder that the file must be below; `None` for a file that was named itself.
    pub(super) folder: Option<PathBuf>,
}

impl Maps {
    /// Adds a URL, whose fragment is ignored.
    pub(super) fn add(&mut self, url: &str, path: PathBuf) {
        let url = url.split('#').next().unwrap_or_default().to_owned();
        self.0.push((url, path));
    }

    /// Returns the local file of a URL.
    pub(super) fn find(&self, url: &str) -> Option<Mapped> {
        let is_file = |known: &str| known == url && !known.ends_with('/');
        if let Some((_, path)) = self.0.iter().rev().find(|(known, _)| is_file(known)) {
            return Some(Mapped { path: path.clone(), folder: None });
        }
        let below = |(known, folder): &(String, PathBuf)| {
            let rest = url.strip_prefix(known.as_str()).filter(|_| known.ends_with('/'))?;
            let path = below(folder, rest)?;
            Some((known.len(), Mapped { path, folder: Some(folder.clone()) }))
        };
        self.0.iter().filter_map(below).max_by_key(|(length, _)| *length).map(|(_, it)| it)
    }

    /// Returns the file beside a mapped one to which a URL leads, if it exists.
    pub(super) fn beside(&self, url: &str) -> Option<Mapped> {
        let near = self.0.iter().filter(|(known, _)| !known.ends_with('/'));
        let mut near = near.filter_map(|(known, path)| {
            let (base, _) = known.rsplit_once('/')?;
            let rest = url.strip_prefix(base)?.strip_prefix('/')?;
            let folder = path.parent()?.to_owned();
            Some(Mapped { path: below(&folder, rest)?, folder: Some(folder) })
        });
        near.find(|mapped| mapped.path.is_file())
    }
}

/// Returns the path below a folder to which the rest of a URL leads. Returns `None` if it leads out of the folder.
fn below(folder: &Path, rest: &str) -> Option<PathBuf> {
    let rest = percent_decoded(rest.split('?').next().unwrap_or_default()).ok()?;
    let is_plain =
        |step: &str| !matches!(step, "" | "." | "..") && !step.contains(['\\', '\0', ':']);
    rest.split('/').all(is_plain).then(|| folder.join(rest))
}

/// Returns the URL of a reference, without its fragment (RFC 3986, section 5.2). Returns `None` if it is a path.
///
/// `from` is the path of the referring file, or its URL.
pub(super) fn url(from: &str, target: &str) -> Option<String> {
    if has_scheme(target) {
        return Some(target.to_owned());
    }
    let Some((scheme, rest)) = from.split_once("://") else {
        return target.starts_with("//").then(|| format!("https:{target}"));
    };
    if target.is_empty() {
        return Some(from.to_owned());
    }
    if target.starts_with("//") {
        return Some(format!("{scheme}:{target}"));
    }
    let rest = rest.split('?').next().unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => {
            path.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default()
        }
    };
    for step in target.trim_start_matches('/').split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    Some(format!("{scheme}://{host}/{}", steps.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_against_the_url_of_their_file() {
        let base = "https://a.example/one/two.yaml?raw=1";
        for (target, expected) in [
            ("three.yaml", "https://a.example/one/three.yaml"),
            ("./x/three.yaml", "https://a.example/one/x/three.yaml"),
            ("../three.yaml", "https://a.example/three.yaml"),
            ("/three.yaml", "https://a.example/three.yaml"),
            ("//b.example/three.yaml", "https://b.example/three.yaml"),
            ("http://c.example/x", "http://c.example/x"),
            ("", base),
        ] {
            assert_eq!(url(base, target).as_deref(), Some(expected), "{target}");
        }
        assert_eq!(url("spec/api.yaml", "other.yaml"), None);
        assert_eq!(url("https://a.example", "x.yaml").as_deref(), Some("https://a.example/x.yaml"));
    }

    #[test]
    fn the_longest_url_applies_and_nothing_leads_out_of_its_folder() {
        let mut maps = Maps::default();
        maps.add("https://a.example/", "all".into());
        maps.add("https://a.example/one/", "one".into());
        maps.add("https://a.example/one/x.yaml#/ignored", "own.yaml".into());
        let found = |url: &str| maps.find(url).map(|mapped| mapped.path);
        assert_eq!(found("https://a.example/one/x.yaml"), Some("own.yaml".into()));
        assert_eq!(found("https://a.example/one/y%20z.yaml?x=1"), Some("one/y z.yaml".into()));
        assert_eq!(found("https://a.example/two/y.yaml"), Some("all/two/y.yaml".into()));
        for url in ["", "..", "../x", "%2e%2e/x", "a//b", "a%5C..%5Cb", "C:/x"] {
            assert_eq!(found(&format!("https://a.example/{url}")), None, "{url}");
        }
        assert_eq!(found("https://b.example/x"), None);
    }
}
