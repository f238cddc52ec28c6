//! `specwright mock`: serves a mock of a description.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use specwright::disk::FileSet;
use specwright_mock::RunningMock;

use crate::description::Description;
use crate::docs::{self, Problem};
use crate::out::UNABLE;
use crate::out::{self, tell};

/// Serve a mock of the described API: check requests, respond as documented, show the API reference at the root
#[derive(Debug, clap::Args)]
pub struct Mock {
    #[command(flatten)]
    description: Description,
    /// The port to listen on; 0 chooses a free one
    #[arg(long, default_value_t = 4010, value_name = "N")]
    port: u16,
    /// The address to listen on; any other than the default may be reachable from other machines
    #[arg(long, default_value = "127.0.0.1", value_name = "IP")]
    host: IpAddr,
    /// Accept only this credential [default: any]
    #[arg(long, value_name = "TEXT")]
    credential: Option<String>,
    /// Use this value of the header `Prefer` for requests without one, such as `delay=200` or `sequence="503 200"`
    #[arg(long, value_name = "TEXT")]
    prefer: Option<String>,
    /// Generate responses from this seed if the description has no example
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Keep created resources, so that they can be read, listed, changed and deleted
    #[arg(long)]
    stateful: bool,
    /// Append a line of JSON for each request to this file. Secrets are redacted; a body that cannot be parsed is
    /// recorded as its length
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Serve a description that has errors, as far as it can be read
    #[arg(long)]
    lenient: bool,
}

impl Mock {
    /// Serves the mock until the process is stopped.
    pub fn run(&self) -> ExitCode {
        match self.start() {
            Ok((mock, shown)) => {
                // A closed standard output does not stop the mock.
                let _ = writeln!(
                    io::stdout(),
                    "{} is served at {}\nits reference is at http://{}/\nstop it with Ctrl-C",
                    shown,
                    mock.url(),
                    mock.address()
                );
                mock.wait();
                ExitCode::SUCCESS
            }
            Err(problem) => problem.show(),
        }
    }

    /// Starts the mock. Returns it with the name of the description.
    fn start(&self) -> Result<(RunningMock, String), Problem> {
        let given = self.description.resolve().map_err(Problem::Shown)?;
        let source = match self.lenient {
            true => docs::load(&given)?,
            false => given.load(false),
        };
        let mock = specwright_mock::Mock::from_source(&source);
        if !self.lenient {
            docs::refuse_errors(&source, given.options()).inspect_err(|_| {
                if mock.is_ok() {
                    tell!("help: `--lenient` serves what can be read of it");
                }
            })?;
        }
        let options = given.options();
        let mock = mock.map_err(|error| Problem::of_description(&error, &source, &options))?;
        // The command never reads the received requests, so none are kept.
        let mut mock = mock.address(self.host).port(self.port).max_kept(0);
        match docs::site(&source, &docs::package_of(&given.spec), &options) {
            Ok(site) => mock = mock.site(owned(&site)),
            Err(Problem::Said(_, text)) => tell!("warning: {text}"),
            Err(Problem::Shown(_)) => {}
        }
        if !out::is_quiet() {
            mock = mock.log(io::stderr());
        }
        if let Some(text) = &self.prefer {
            mock = mock
                .prefer(text)
                .map_err(|error| Problem::new(UNABLE, format!("`--prefer`: {error}")))?;
        }
        if let Some(credential) = &self.credential {
            mock = mock.credential(credential);
        }
        if let Some(seed) = self.seed {
            mock = mock.seed(seed);
        }
        if self.stateful {
            mock = mock.stateful();
        }
        if let Some(path) = &self.record {
            let file = OpenOptions::new().create(true).append(true).open(path);
            mock = mock.record(file.map_err(|error| Problem::of_disk(path, &error))?);
        }
        let running = mock.start().map_err(|error| self.refused(&error))?;
        Ok((running, given.shown()))
    }

    fn refused(&self, error: &io::Error) -> Problem {
        let place = format!("{}:{}", self.host, self.port);
        Problem::new(
            UNABLE,
            match error.kind() {
                io::ErrorKind::AddrInUse => format!(
                    "{place} is in use; give another port, or `--port 0` for one that is free"
                ),
                _ => format!("cannot listen on {place}: {error}"),
            },
        )
    }
}

fn owned(site: &FileSet) -> Vec<(String, String)> {
    site.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}
