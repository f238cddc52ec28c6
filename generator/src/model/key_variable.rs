//! The environment variable for a credential, in every program and line that is shown: `POSTPRESS_API_KEY`.

use crate::model::Model;
use crate::names::Name;

/// Names of files that describe no particular API. Its title is the prefix of the variable instead.
const GENERAL: [&str; 7] = ["", "api", "description", "main", "openapi", "spec", "swagger"];

/// The length of the longest prefix that is made of a title.
const LONGEST: usize = 40;

impl Model<'_> {
    /// Returns the variable for the credential that this method of the builder sets.
    pub fn key_variable(&self, setter: &Name) -> String {
        let is_general = GENERAL.contains(&self.inputs.package);
        let title = self.inputs.api.info.title.as_str();
        let prefix = words(if is_general { title } else { self.inputs.package });
        let prefix = if is_general { shortened(&prefix) } else { &prefix };
        let setter = match words(setter.unraw()) {
            setter if setter.is_empty() => "KEY".to_owned(),
            setter => setter,
        };
        let is_repeated = setter.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'));
        match is_repeated || !prefix.starts_with(|char: char| char.is_ascii_alphabetic()) {
            true => setter,
            false => format!("{prefix}_{setter}"),
        }
    }
}

/// Returns the ASCII words of a text as a shell writes a variable.
fn words(text: &str) -> String {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_uppercase()
}

/// Returns the first words up to the longest length.
fn shortened(words: &str) -> &str {
    match words.get(..LONGEST) {
        Some(start) => start.rsplit_once('_').map_or(start, |(start, _)| start),
        None => words,
    }
}
