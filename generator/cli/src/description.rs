//! The arguments that name a description, how one is read, and the exit statuses of the command.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use specwright::report::{Report, shell_word};
use specwright::source::{LoadError, Source};

use crate::out::{self, FAILED, UNABLE};

/// The exit statuses, as the help of the command shows them.
pub const STATUSES: &str = "\
Exit statuses:
  0  The work is done. Warnings do not change this.
  1  The description has errors, or something is not as it should be: a stale client (`generate --check`), a
     denied warning (`check`), a change at or above `diff --fail-on`.
  2  The command could not do its work: wrong arguments, or a file that cannot be read or written.";

/// The name of standard input, in place of a file's.
const STDIN: &str = "-";

/// Standard input in reports.
const STDIN_SHOWN: &str = "<stdin>";

/// Bytes of standard input that are read at most; the library refuses a larger file too.
const MAX_STDIN: u64 = 64 << 20;

/// The exit code for a description with these errors.
pub fn status(errors: &[Report]) -> u8 {
    let is_unreadable = errors.iter().any(|report| report.code == "unreadable-file");
    if is_unreadable { UNABLE } else { FAILED }
}

/// Which description is meant.
#[derive(Debug, clap::Args)]
pub struct Description {
    /// The description, or `-` for standard input: OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON
    #[arg(value_parser = path())]
    pub spec: PathBuf,
    /// Let references reach files anywhere below this folder, not only below the description's own
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

impl Description {
    /// Reads the description. Problems of its files are among the source's warnings, so that they are shown together with
    /// all others. To a caller who was `given` the description and cannot change it, references into files
    /// that are not there are no errors.
    pub fn load(&self, given: bool) -> Source {
        let loaded = match self.read() {
            Err(error) if given => error.without_lost_references(),
            loaded => loaded,
        };
        loaded.unwrap_or_else(LoadError::into_source)
    }

    /// Reads the description.
    ///
    /// # Errors
    ///
    /// As [`Source::load`].
    pub fn read(&self) -> Result<Source, LoadError> {
        let loaded = match &self.root {
            Some(root) if !self.is_stdin() => Source::load_within(root, &self.spec),
            _ => load(&self.spec),
        };
        if out::is_verbose() {
            let source = match &loaded {
                Ok(source) => source,
                Err(error) => error.partial(),
            };
            source.files().for_each(|file| out::tell!("read {}", file.display()));
        }
        loaded
    }

    /// Returns `true` if the description is read from standard input.
    pub fn is_stdin(&self) -> bool {
        self.spec.as_os_str() == STDIN
    }

    /// The description's name in messages.
    pub fn shown(&self) -> String {
        if self.is_stdin() { STDIN_SHOWN.to_owned() } else { self.spec.display().to_string() }
    }
}

/// Reads a description from a file, or from standard input.
pub fn load(spec: &std::path::Path) -> Result<Source, LoadError> {
    if spec.as_os_str() != STDIN {
        return Source::load(spec);
    }
    let mut bytes = Vec::new();
    match io::stdin().lock().take(MAX_STDIN).read_to_end(&mut bytes) {
        Ok(_) => Source::from_text(STDIN_SHOWN, String::from_utf8_lossy(&bytes)),
        // A file of this name is reported as one that cannot be read.
        Err(_) => Source::load(spec),
    }
}

/// Parses the path of a description. A URL is refused with the line that fetches it.
pub fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|text: OsString| match text.to_str().map(refuse_url) {
        Some(Err(why)) => Err(why),
        _ => Ok(PathBuf::from(text)),
    })
}

/// Parses a description at a revision of git, or its path.
pub fn path_or_revision(text: &str) -> Result<String, String> {
    refuse_url(text).map(|()| text.to_owned())
}

fn refuse_url(text: &str) -> Result<(), String> {
    let is_url = text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !is_url {
        return Ok(());
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let file = if path.ends_with(".json") { "openapi.json" } else { "openapi.yaml" };
    let url = shell_word(text);
    Err(format!(
        "a description is read from a file; fetch it with `curl -fsSL {url} -o {file}`, then give `{file}`"
    ))
}
