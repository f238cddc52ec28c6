//! The state that a build script keeps in `OUT_DIR` for its next run, so that the run costs what has changed.
//!
//! None of it decides about the content of the client. A state that is lost, not whole, or of another build script costs one full
//! run. The client's folder is compared with all files in each run, so an edit by hand is undone.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};

use crate::disk::{self, FileSet};
use crate::print::Printed;
use crate::public_api::PublicApi;
use crate::source::{LoadOptions, Source};

/// The file of the printed parts.
const PARTS: &str = "parts";

/// The file of the public API.
const API: &str = "api";

/// The state of the last run for one client.
#[derive(Debug)]
pub(crate) struct Rebuild {
    /// The folder of the printed parts and the public API.
    folder: PathBuf,
    /// The first line of each file in that folder.
    key: String,
    /// The folder with a copy of the description. Each description has its own, because a script may build several clients.
    copy: PathBuf,
    /// The path of the entry file in the copy.
    entry: String,
    /// The files of the description now.
    texts: FileSet,
    is_edited: bool,
}

impl Rebuild {
    /// Returns the state of the client of a description in a folder. Without `OUT_DIR`, nothing is kept.
    pub(crate) fn open(spec: &Path, out: &Path, source: &Source) -> Option<Self> {
        let root = PathBuf::from(std::env::var_os("OUT_DIR")?);
        let mut hasher = DefaultHasher::new();
        (spec, out).hash(&mut hasher);
        let folder = root.join("specwright-parts").join(format!("{:016x}", hasher.finish()));
        // A build script is linked again if anything in the generator changes.
        let program = std::env::current_exe().and_then(|program| disk::stamp(&program)).ok()?;
        let key = format!("{} {program}", env!("CARGO_PKG_VERSION"));
        let mut copy = root.join("specwright");
        copy.extend(spec.components().filter(|step| matches!(step, Component::Normal(_))));
        let mut texts = FileSet::new();
        for id in source.file_ids() {
            texts.insert(copy_path(source.relative(id)), source.text(id)).ok()?;
        }
        for (index, id) in source.overlay_ids().enumerate() {
            texts.insert(overlay(index), source.text(id)).ok()?;
        }
        let is_edited = !disk::holds(&copy, &texts);
        let entry = source.relative(source.entry()).to_owned();
        Some(Self { folder, key, copy, entry, texts, is_edited })
    }

    /// Returns `true` if the description is not that of the last run.
    pub(crate) fn is_edited(&self) -> bool {
        self.is_edited
    }

    /// Returns the description of the last run.
    pub(crate) fn description(&self) -> Option<Source> {
        let options = LoadOptions::new();
        #[cfg(feature = "overlay")]
        let options = (0..)
            .map(|index| self.copy.join(overlay(index)))
            .take_while(|path| path.is_file())
            .fold(options, LoadOptions::overlay);
        options.load(&self.copy.join(&self.entry)).ok()
    }

    /// Returns the printed parts of the last run.
    pub(crate) fn parts(&self) -> Option<Printed> {
        Printed::from_text(self.read(PARTS)?)
    }

    /// Returns the public API of the last run.
    pub(crate) fn api(&self) -> Option<PublicApi> {
        PublicApi::from_text(&self.read(API)?)
    }

    /// Keeps the state for the next run.
    pub(crate) fn keep(&self, parts: &Printed, api: Option<&PublicApi>) {
        // If a file cannot be written, the next run does more work, or reports no change.
        let _ = disk::replace(&self.folder.join(PARTS), &[&self.key, "\n", &parts.to_text()]);
        if let Some(api) = api {
            let _ = disk::replace(&self.folder.join(API), &[&self.key, "\n", &api.to_text()]);
        }
        if self.is_edited {
            let _ = disk::replace_folder(&self.copy, &self.texts);
        }
    }

    fn read(&self, name: &str) -> Option<String> {
        let mut text = disk::read(&self.folder.join(name)).ok()?;
        let end = text.find('\n').filter(|end| text.get(..*end) == Some(&self.key))?;
        text.replace_range(..=end, "");
        Some(text)
    }
}

/// Returns the name for the copy of an overlay.
fn overlay(index: usize) -> String {
    format!(".overlay-{index}")
}

/// Returns the path of the copy of a file. The local file of a URL is named by its URL.
fn copy_path(relative: &str) -> String {
    if !relative.contains("://") {
        return relative.to_owned();
    }
    let step = |char: char| match char {
        '.' | '-' => char.to_string(),
        _ if char.is_ascii_alphanumeric() => char.to_string(),
        _ => format!("_{:x}", u32::from(char)),
    };
    format!("mapped/{}", relative.chars().map(step).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::pipeline::{Again, generate_again};
    use crate::print::Printed;
    use crate::source::Source;
    use crate::{FeatureSet, Options, generate};

    /// Edits of a description, each in the last place where it applies.
    const EDITS: [(&str, &str); 3] = [
        ("type: string", "type: integer"),
        ("required:", "x-required:"),
        ("description: ", "description: Other "),
    ];

    fn packagings() -> [Options; 2] {
        let package = Some("again".to_owned());
        let module = Some(FeatureSet::default());
        [Options { package, ..Options::default() }, Options { module, ..Options::default() }]
    }

    fn again(source: &Source, options: &Options, known: &Printed) -> Option<Again> {
        generate_again(source, options, known, false).ok()
    }

    /// Returns the entry files of the fixtures.
    fn fixtures() -> Vec<std::path::PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ok");
        let cases = std::fs::read_dir(folder).unwrap().map(|case| case.unwrap().path());
        let mut entries: Vec<_> = cases.map(|case| case.join("api.yaml")).collect();
        entries.retain(|entry| entry.is_file());
        entries.sort();
        entries
    }

    #[test]
    fn a_client_from_printed_parts_is_the_client_from_nothing() {
        let fixtures = fixtures();
        assert!(fixtures.len() > 50, "{fixtures:?}");
        let mut compared = 0_u32;
        // The parts of one description are known to the next one, which must not use them in error.
        let [mut package, mut module] = packagings().map(|options| (options, Printed::default()));
        for entry in fixtures {
            let text = std::fs::read_to_string(&entry).unwrap();
            let edits = EDITS.iter().filter_map(|(old, new)| {
                let at = text.rfind(old)?;
                let mut text = text.clone();
                text.replace_range(at..at + old.len(), new);
                Some(text)
            });
            for text in edits.chain([text.clone()]) {
                let Ok(source) = Source::from_text("spec.yaml", text) else { continue };
                let (options, known) =
                    if compared.is_multiple_of(2) { &mut package } else { &mut module };
                let Some(now) = again(&source, options, known) else { continue };
                let expected = generate(&source, options).unwrap();
                assert!(now.output.files == expected.files, "{}", entry.display());
                *known = now.printed;
                compared += 1;
            }
        }
        assert!(compared > 150, "{compared} clients were compared");
    }

    #[test]
    fn an_edit_of_one_schema_prints_that_schema_alone() {
        let description = |word: &str| {
            let schema = |index: usize| {
                let property = if index == 70 { word } else { "name" };
                format!(
                    "    S{index}: {{ type: object, properties: {{ {property}: {{ type: string }}, next: {{ $ref: '#/components/schemas/S{}' }} }} }}\n",
                    (index + 1) % 100
                )
            };
            let schemas: String = (0..100).map(schema).collect();
            let text = format!(
                "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\npaths:\n  /a:\n    get:\n      operationId: a\n      tags: [a]\n      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/S0' }} }} }} }} }}\ncomponents:\n  schemas:\n{schemas}"
            );
            Source::from_text("api.yaml", text).unwrap()
        };
        for options in packagings() {
            let first = again(&description("name"), &options, &Printed::default()).unwrap();
            assert!(first.printed.not_in(&Printed::default()) > 100);
            let same = again(&description("name"), &options, &first.printed).unwrap();
            assert_eq!(same.printed.not_in(&first.printed), 0);
            let edited = again(&description("title"), &options, &first.printed).unwrap();
            assert_eq!(edited.printed.not_in(&first.printed), 1);
            assert!(edited.output.files.iter().any(|(_, text)| text.contains("pub title: ")));
        }
    }
}
