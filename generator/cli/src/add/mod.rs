//! `specwright add`: describes one more endpoint, from a line of `curl` and an answer, or from what is asked for.

mod curl;
mod infer;
mod insert;

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;
use specwright::Options;
use specwright::report::Severity;
use specwright::source::{LoadError, Source};

use crate::description::{FAILED, UNABLE, path, status};
use crate::out::{self, print, say, tell};
use crate::show::show;
use curl::Request;

/// Arguments of `specwright add`. It asks for those that are not given.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The description, a YAML or JSON file; the endpoint is written into it, everything else stays as it is
    #[arg(value_parser = path())]
    spec: PathBuf,
    /// A command that calls the endpoint, `curl -X POST https://... -d '{...}'`, or `-` to read it from standard input
    #[arg(long, value_name = "LINE", conflicts_with_all = ["method", "path"])]
    curl: Option<String>,
    /// The method
    #[arg(long)]
    method: Option<String>,
    /// The path, with parameters in braces: `/pets/{id}`
    #[arg(long)]
    path: Option<String>,
    /// The `operationId` of the operation: `listPets`
    #[arg(long)]
    id: Option<String>,
    /// A file with a response body in JSON, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    answer: Option<PathBuf>,
    /// The status of the response
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(100..600))]
    status: u16,
}

impl Add {
    /// Describes the endpoint and writes it into the file.
    pub fn run(&self) -> ExitCode {
        match self.add() {
            Ok(said) => {
                say!("{said}");
                ExitCode::SUCCESS
            }
            Err(Refusal::Said(status)) => ExitCode::from(status),
            Err(Refusal::Why(why)) => {
                tell!("error: {}", specwright::report::clean(&why));
                ExitCode::from(UNABLE)
            }
        }
    }

    fn add(&self) -> Result<String, Refusal> {
        let source = Source::load(&self.spec).unwrap_or_else(LoadError::into_source);
        let unread = source.warnings().iter().filter(|report| report.severity == Severity::Error);
        let unread: Vec<_> = unread.cloned().collect();
        if status(&unread) == UNABLE {
            show(&unread, &source);
            return Err(Refusal::Said(UNABLE));
        }
        let text = source.text(source.entry()).to_owned();
        let request = self.request()?;
        let id = match &self.id {
            Some(id) => id.clone(),
            None => ask("operationId", &request.suggested_id())?,
        };
        let answer = self.answer()?;
        let operation = insert::operation(&request, &id, self.status, answer.as_ref());
        let changed = insert::insert(&text, &request, &operation).map_err(Refusal::Why)?;
        let name = self.spec.file_name().and_then(|name| name.to_str()).unwrap_or("api.yaml");
        // What would not be understood is not written.
        let before = errors(&source);
        let tried =
            Source::from_text(name, changed.as_str()).unwrap_or_else(LoadError::into_source);
        let found = specwright::check(&tried, &strict()).reports;
        let found: Vec<_> = found
            .into_iter()
            .filter(|report| {
                report.severity == Severity::Error
                && !before.contains(&report.message)
                // Other files are not at hand here.
                && report.code != "missing-file"
            })
            .collect();
        if !found.is_empty() {
            show(&found, &tried);
            return Err(Refusal::Said(FAILED));
        }
        fs::write(&self.spec, &changed)
            .map_err(|error| Refusal::Why(format!("`{}`: {error}", self.spec.display())))?;
        let (method, path) = (request.method.to_uppercase(), &request.path);
        Ok(format!(
            "{}: `{method} {path}` is `{id}` now; read it over, then build",
            self.spec.display()
        ))
    }

    fn request(&self) -> Result<Request, Refusal> {
        if let Some(line) = &self.curl {
            return Request::parse(line).map_err(Refusal::Why);
        }
        let method = match &self.method {
            Some(method) => method.clone(),
            None => ask("method", "get")?,
        };
        let path = match &self.path {
            Some(path) => path.clone(),
            None => ask("path", "/")?,
        };
        Request::new(&method, &path).map_err(Refusal::Why)
    }

    fn answer(&self) -> Result<Option<Value>, Refusal> {
        let Some(path) = &self.answer else { return Ok(None) };
        let text = match path.to_str() {
            Some("-") => io::read_to_string(io::stdin()),
            _ => fs::read_to_string(path),
        };
        let name = path.display();
        let text = text.map_err(|error| Refusal::Why(format!("`{name}`: {error}")))?;
        let value = serde_json::from_str(&text);
        value.map(Some).map_err(|error| Refusal::Why(format!("`{name}` is not JSON: {error}")))
    }
}

/// Why nothing was written.
enum Refusal {
    /// It was shown.
    Said(u8),
    /// It is still to be said.
    Why(String),
}

/// Whoever adds an endpoint is there to mend it.
fn strict() -> Options {
    Options { strict: true, ..Options::default() }
}

/// The messages of the errors that were there before.
fn errors(source: &Source) -> Vec<String> {
    let found = specwright::check(source, &strict()).reports;
    found.into_iter().map(|report| report.message).collect()
}

/// Asks for one thing; an empty line takes what is proposed.
fn ask(what: &str, proposed: &str) -> Result<String, Refusal> {
    let failed = |error: io::Error| Refusal::Why(format!("`{what}` cannot be asked for: {error}"));
    print(format_args!("{what} [{proposed}]: "));
    out::note(io::stdout().flush());
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(failed)?;
    let line = line.trim();
    Ok(if line.is_empty() { proposed } else { line }.to_owned())
}
