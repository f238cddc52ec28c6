//! What the subcommands share: a description is loaded, and what is wrong with it is shown.

use std::path::PathBuf;

use specwright::report::Report;
use specwright::source::{LoadError, Source};

/// The description has errors, or what was to be as it says is not.
pub const FAILED: u8 = 1;

/// The command could not do its work: wrong arguments, or a disk that does not do as asked. The library that reads
/// arguments exits with the same.
pub const UNABLE: u8 = 2;

/// The exit code for a description with these errors.
pub fn status(errors: &[Report]) -> u8 {
    let is_unreadable = errors.iter().any(|report| report.code == "unreadable-file");
    if is_unreadable { UNABLE } else { FAILED }
}

/// Which description is meant.
#[derive(Debug, clap::Args)]
pub struct Description {
    /// The description: OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON.
    pub spec: PathBuf,
    /// Lets references reach files anywhere below this folder, not only below the description's own.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

impl Description {
    /// Reads the description. What is wrong with its files is among the source's warnings, so that it is said together
    /// with all that is wrong beyond them. To somebody who was `given` the description and cannot mend it,
    /// references into files that are not there are no errors.
    pub fn load(&self, given: bool) -> Source {
        let loaded = match &self.root {
            Some(root) => Source::load_within(root, &self.spec),
            None => Source::load(&self.spec),
        };
        let loaded = match loaded {
            Err(error) if given => error.without_lost_references(),
            loaded => loaded,
        };
        loaded.unwrap_or_else(LoadError::into_source)
    }
}
