//! Words of the place of a schema: of its pointer, its file and its folder.

use super::text::{Case, joined, plain};
use crate::api::{Api, Base, Origin};
use crate::source::Location;

/// Segments of pointers that say nothing about a schema.
const GENERAL: [&str; 5] = ["components", "definitions", "defs", "properties", "schemas"];

/// The folders of the description.
#[derive(Debug)]
pub(super) struct Places {
    /// The number of folders that all files have in common, and that are no words therefore.
    common: usize,
}

impl Places {
    pub(super) fn new(api: &Api) -> Self {
        let types = api.types.iter().map(|(_, def)| &def.origin.home);
        let operations = api.operations.iter().map(|(_, operation)| &operation.location);
        let mut common: Option<Vec<&str>> = None;
        for home in types.chain(operations) {
            let folders = folders(home);
            common = Some(match common {
                None => folders,
                Some(common) => {
                    let both = common.into_iter().zip(folders);
                    both.take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
                }
            });
        }
        Self { common: common.unwrap_or_default().len() }
    }

    /// Returns longer words for a component: with one and with two words of its place in front. `words` are those of the
    /// component and of the steps from there.
    pub(super) fn longer(&self, origin: &Origin, words: &[String]) -> Vec<String> {
        if !matches!(origin.base, Base::Component(_)) {
            return Vec::new();
        }
        let place = self.words(&origin.home);
        let longer = (1..=place.len().min(2)).map(|count| {
            let place = place.iter().skip(place.len() - count);
            joined(&place.chain(words).cloned().collect::<Vec<_>>())
        });
        longer.collect()
    }

    /// Returns the words of a place in front of its name, which is the last segment of the pointer or the name of the file.
    fn words(&self, home: &Location) -> Vec<String> {
        let mut words = Vec::new();
        // The entry file is the description itself.
        if home.file.index() > 0 {
            words.extend(folders(home).into_iter().skip(self.common).map(str::to_owned));
            words.extend(home.file.name().rsplit('/').next().and_then(|name| {
                let stem = name.split('.').next()?;
                home.last().map(|_| stem.to_owned())
            }));
        }
        let segments: Vec<_> = home.pointer.segments().map(std::borrow::Cow::into_owned).collect();
        words.extend(segments.iter().rev().skip(1).rev().cloned());
        words.retain(|word| {
            let word = plain(word, Case::Snake);
            word.contains(char::is_alphabetic) && !GENERAL.contains(&word.as_str())
        });
        words
    }
}

fn folders(home: &Location) -> Vec<&str> {
    let mut folders: Vec<&str> = home.file.name().split('/').collect();
    folders.pop();
    folders
}
