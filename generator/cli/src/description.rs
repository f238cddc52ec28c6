//! The arguments that name a description, the code that reads it, and the exit statuses of the command.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use specwright::report::{Report, shell_word};
use specwright::source::{LoadError, Source};

use crate::out::{self, FAILED, UNABLE};

/// The exit statuses, for the help of the command.
pub const STATUSES: &str = "\
Exit statuses:
  0  The work is done. Warnings do not change this.
  1  The description has errors, or something is not as it should be: a stale client (`generate --check`), a
     denied warning (`check`), a change at or above `diff --fail-on`.
  2  The command could not do its work: wrong arguments, or a file that cannot be read or written.";

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// The name of standard input in reports.
const STDIN_SHOWN: &str = "<stdin>";

/// The most bytes that are read from standard input. The library has the same limit for files.
const MAX_STDIN: u64 = 64 << 20;

/// Returns the exit status for a description with these errors.
pub fn status(errors: &[Report]) -> u8 {
    let is_unreadable = errors.iter().any(|report| report.code == "unreadable-file");
    if is_unreadable { UNABLE } else { FAILED }
}

/// The arguments that name a description.
#[derive(Debug, clap::Args)]
pub struct Description {
    /// The API description (OpenAPI 3.0, 3.1 or 3.2, YAML or JSON), or `-` for standard input
    #[arg(value_parser = path())]
    pub spec: PathBuf,
    /// Allow references to all files below this folder, not only to those below the folder of the description
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

impl Description {
    /// Reads the description. Problems with its files become warnings of the source, so that they are reported together
    /// with all others. With `given`, references to missing files are not errors, because the user received the
    /// description and cannot change it.
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
    /// Returns the errors of [`Source::load`].
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

    /// Returns the name of the description for messages.
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
        // `Source::load` then reports that no file of this name can be read.
        Err(_) => Source::load(spec),
    }
}

/// Parses the path of a description. A URL is refused with a command that downloads it.
pub fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|text: OsString| match text.to_str().map(refuse_url) {
        Some(Err(why)) => Err(why),
        _ => Ok(PathBuf::from(text)),
    })
}

/// Parses the path of a description, or `REVISION:PATH` for one in git.
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
