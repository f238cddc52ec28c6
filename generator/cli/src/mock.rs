//! `specwright mock`: plays a description.

use std::fs::OpenOptions;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::docs;
use specwright::disk::FileSet;
use specwright::report::clean;
use specwright::source::Source;
use specwright_mock::{DescriptionError, Mock, RunningMock};

/// Plays a description: checks requests, answers as documented, and shows the reference at its root.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The description: OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON.
    spec: PathBuf,
    /// The port to listen on; 0 for one that is free.
    #[arg(long, default_value_t = 4010, value_name = "N")]
    port: u16,
    /// The address to listen on. Any but the default lets other machines in.
    #[arg(long, default_value = "127.0.0.1", value_name = "IP")]
    host: IpAddr,
    /// The only credential that is accepted; any is by default.
    #[arg(long, value_name = "TEXT")]
    credential: Option<String>,
    /// What requests ask for that have no `Prefer` of their own, as in `delay=200` or `sequence="503 200"`.
    #[arg(long, value_name = "TEXT")]
    prefer: Option<String>,
    /// Makes answers without an example by this seed, not as simply as can be.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Keeps what is created, to be read, listed, changed and deleted.
    #[arg(long)]
    stateful: bool,
    /// Adds a line of JSON for each request to this file, without credentials.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Lets references reach files anywhere below this folder, not only below the description's own.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match start(arguments) {
        Ok(mock) => {
            println!("{} is played at {}", arguments.spec.display(), mock.url());
            println!("its reference is at http://{}/", mock.address());
            println!("stop it with Ctrl-C");
            mock.wait();
            ExitCode::SUCCESS
        }
        Err(problem) => {
            anstream::eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<RunningMock, String> {
    let source = load(&arguments.spec, arguments.root.as_deref())?;
    let mock = Mock::from_source(&source).map_err(|error| error.to_string())?;
    let mut mock = mock.address(arguments.host).port(arguments.port);
    // What has no client is played all the same.
    match docs::site(&source, &docs::package(&arguments.spec)) {
        Ok(site) => mock = mock.site(owned(&site)),
        Err(problem) => anstream::eprintln!("warning: {problem}"),
    }
    if let Some(text) = &arguments.prefer {
        mock = mock.prefer(text).map_err(|error| format!("`--prefer`: {error}"))?;
    }
    if let Some(credential) = &arguments.credential {
        mock = mock.credential(credential);
    }
    if let Some(seed) = arguments.seed {
        mock = mock.seed(seed);
    }
    if arguments.stateful {
        mock = mock.stateful();
    }
    if let Some(path) = &arguments.record {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        mock = mock.record(file);
    }
    mock.start().map_err(|error| refused(arguments, &error))
}

/// Reads a description; what cannot be played of it is said by the mock.
pub(crate) fn load(spec: &Path, root: Option<&Path>) -> Result<Source, String> {
    let loaded = match root {
        Some(root) => Source::load_within(root, spec),
        None => Source::load(spec),
    };
    let loaded = match loaded {
        Err(error) => error.without_lost_references(),
        loaded => loaded,
    };
    loaded.map_err(|error| clean(&DescriptionError::Unreadable(error).to_string()).into_owned())
}

fn owned(site: &FileSet) -> Vec<(String, String)> {
    site.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn refused(arguments: &Arguments, error: &io::Error) -> String {
    let place = format!("{}:{}", arguments.host, arguments.port);
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("{place} is in use; give another port, or `--port 0` for one that is free")
        }
        _ => format!("cannot listen on {place}: {error}"),
    }
}
