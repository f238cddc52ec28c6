//! `specwright add`: adds an endpoint to a description, from a `curl` command and a response, or from prompts.

mod credentials;
mod curl;
mod edit;
mod infer;
mod known;
mod node;
mod operation;
mod request;
mod template;

use std::fs;
use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use specwright::Options;
use specwright::document::is_swagger;
use specwright::lint::suggested_id;
use specwright::report::{Severity, clean};
use specwright::source::{Source, Value};

use crate::description::{Description, Given, Maps, path, status};
use crate::out::{self, inform, print, tell};
use crate::out::{FAILED, UNABLE};
use crate::show::show;
use edit::Edit;
use known::Known;
use operation::About;
use request::{Refusal, Request};

/// Arguments of `specwright add`, which prompts for missing ones.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The description, a YAML or JSON file. The endpoint is inserted; everything else is kept [default: the one that
    /// `specwright.toml` names]
    #[arg(value_parser = path())]
    spec: Option<PathBuf>,
    /// The settings, for the description and its references. Overlays are not applied, because the description itself is
    /// changed [default: `specwright.toml` beside the description, or in the current folder]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The client of the settings, if they have several
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// A curl command that calls the endpoint (`curl -X POST https://... -d '{...}'`), or `-` to read it from standard
    /// input
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
    /// A file with the JSON of a response body, or `-` for standard input
    #[arg(long, value_name = "FILE", alias = "answer")]
    response: Option<PathBuf>,
    /// The status of the response
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(100..600))]
    status: u16,
    #[command(flatten)]
    maps: Maps,
}

impl Add {
    /// Adds the endpoint to the file and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let why = match self.add() {
            Ok(said) => {
                inform!("{said}");
                return ExitCode::SUCCESS;
            }
            Err(Stop::Shown(status)) => return ExitCode::from(status),
            Err(Stop::Refused(why)) => why,
        };
        tell!("error: {}", clean(&why.why));
        if let Some(at) = why.at {
            tell!(" --> the curl command, {}", self.place(at));
        }
        if !why.help.is_empty() {
            tell!("help: {}", clean(&why.help));
        }
        ExitCode::from(UNABLE)
    }

    /// Returns the line and column of a byte of the command.
    fn place(&self, at: usize) -> String {
        // The text of a command from standard input has not been kept.
        let command = self.curl.as_deref().filter(|command| *command != STDIN).unwrap_or_default();
        match command.get(..at) {
            Some(before) => {
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                format!("line {line}, column {column}")
            }
            None => format!("character {}", at + 1),
        }
    }

    fn add(&self) -> Result<String, Stop> {
        let given = self.given()?;
        let source = source(&given)?;
        let mut request = self.request()?;
        let known = known::place(&mut request, &source)?;
        let spec = given.spec.display();
        let (method, path) = (request.method.to_uppercase(), request.path.clone());
        if let Some(operation) = &known.operation {
            if known.is_guess {
                tell!("help: for an endpoint of its own, give `--method` and `--path`");
            }
            let operation = clean(operation);
            return Ok(format!(
                "{spec}: this is `{operation}` (`{method} {path}`); nothing was written"
            ));
        }
        let response = self.response()?;
        let id = match &self.id {
            Some(id) => id.clone(),
            None => self.ask_for_id(&request)?,
        };
        let name = given.spec.file_name().and_then(|name| name.to_str()).unwrap_or("api.yaml");
        let text = source.text(source.entry());
        let edits = self.edits(&source, &request, &known, &id, response.as_ref());
        let changed = edit::apply(name, text, &edits)?;
        // The file is not written if the description would have more errors.
        let before = errors(&source);
        let tried = edit::read(name, &changed);
        let found = specwright::check(&tried, &strict()).reports.into_iter();
        let found: Vec<_> = found
            .filter(|report| {
                report.severity == Severity::Error
                && !before.contains(&report.message)
                // The other files of the description are not read here.
                && report.code != "missing-file"
            })
            .collect();
        if !found.is_empty() {
            show(&found, &tried);
            return Err(Stop::Shown(FAILED));
        }
        fs::write(&given.spec, &changed)
            .map_err(|error| Refusal::new(format!("cannot write `{spec}`: {error}"), ""))?;
        say_more(&request, &known);
        Ok(format!("{spec}: `{method} {path}` is `{id}` now; read it over, then build"))
    }

    /// Finds the description, without the overlays of its settings.
    fn given(&self) -> Result<Given, Stop> {
        let description = Description {
            spec: self.spec.clone(),
            config: self.config.clone(),
            client: self.client.clone(),
            maps: self.maps.clone(),
            ..Description::default()
        };
        let all = description.resolve_all().map_err(Stop::Shown)?;
        // Several clients of one description do not matter here.
        let first = all.first().filter(|first| all.iter().all(|other| other.spec == first.spec));
        let given = match first {
            Some(first) => first.clone(),
            None => description.resolve().map_err(Stop::Shown)?,
        };
        Ok(Given { overlays: Vec::new(), ..given })
    }

    fn edits(
        &self,
        source: &Source,
        request: &Request,
        known: &Known,
        id: &str,
        response: Option<&Value>,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        if let Some(server) = &known.server_of_all {
            let list = vec![node::Node::map([("url", server.as_str().into())])];
            edits.push(Edit::new(["servers"], list.into()));
        }
        let mut schemes = Vec::new();
        for credential in &request.credentials {
            let name = known::scheme(source, credential).unwrap_or_else(|| {
                let name = known::free_name(source, &credential.name());
                edits
                    .push(Edit::new(["components", "securitySchemes", &name], credential.scheme()));
                name
            });
            schemes.push(name);
        }
        let is_said = schemes.is_empty() || known::is_required_of_all(source, &schemes);
        let version = source.root().get("openapi").and_then(Value::as_str).unwrap_or_default();
        let about = About {
            id,
            status: self.status,
            response,
            server: known.server.as_deref(),
            schemes: (!is_said).then_some(schemes.as_slice()),
            is_3_0: version.starts_with("3.0"),
        };
        let operation = operation::operation(request, &about);
        edits.push(Edit::new(["paths", &request.path, &request.method], operation));
        edits
    }

    fn request(&self) -> Result<Request, Stop> {
        if let Some(command) = &self.curl {
            let text = match command.as_str() {
                STDIN => read_stdin("the curl command")?,
                command => command.to_owned(),
            };
            return Ok(curl::parse(&text)?);
        }
        let method = match &self.method {
            Some(method) => method.clone(),
            None => ask("method", "get", "--method get")?,
        };
        let path = match &self.path {
            Some(path) => path.clone(),
            None => ask("path", "/", "--path /pets")?,
        };
        Ok(Request::new(&method, &path)?)
    }

    /// Prompts for the `operationId`, unless standard input is in use.
    fn ask_for_id(&self, request: &Request) -> Result<String, Stop> {
        let id = suggested_id(&request.method, &request.path);
        let is_used = self.curl.as_deref() == Some(STDIN)
            || self.response.as_ref().is_some_and(|path| path.as_os_str() == STDIN);
        let option = format!("--id {id}");
        if is_used {
            let help = format!("give `{option}`, or another one");
            return Err(Refusal::new("the endpoint has no `operationId`", help).into());
        }
        ask("operationId", &id, &option)
    }

    fn response(&self) -> Result<Option<Value>, Stop> {
        let Some(path) = &self.response else { return Ok(None) };
        let name = path.display();
        let text = match path.to_str() {
            Some(STDIN) => read_stdin("the response")?,
            _ => fs::read_to_string(path)
                .map_err(|error| Refusal::new(format!("cannot read `{name}`: {error}"), ""))?,
        };
        let value = curl_value(&text);
        let help = "give the body of the response alone, without its headers";
        match value {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(Refusal::new(format!("`{name}` is not JSON: {error}"), help).into()),
        }
    }
}

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// The reason why no file was written.
enum Stop {
    /// The exit status after reports that have been printed.
    Shown(u8),
    Refused(Refusal),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

/// Reads the description.
fn source(given: &Given) -> Result<Source, Stop> {
    if given.is_stdin() {
        let help = "give the path of the description";
        return Err(Refusal::new("standard input cannot be changed", help).into());
    }
    let source = match given.read() {
        Ok(source) => source,
        Err(error) => error.into_source(),
    };
    let errors = source.warnings().iter().filter(|report| report.severity == Severity::Error);
    let errors: Vec<_> = errors.cloned().collect();
    if status(&errors) == UNABLE {
        show(&errors, &source);
        return Err(Stop::Shown(UNABLE));
    }
    if source.root().as_object().is_none() {
        show(&errors, &source);
        let help = "begin it with `openapi: 3.1.0`, or run `specwright new`";
        let why = format!("`{}` is not an OpenAPI description", given.spec.display());
        return Err(Refusal::new(why, help).into());
    }
    if is_swagger(&source) {
        let why = format!("`{}` is Swagger 2.0, and `add` writes OpenAPI 3", given.spec.display());
        let help = "write the operation by hand, or convert the description to OpenAPI 3";
        return Err(Refusal::new(why, help).into());
    }
    Ok(source)
}

/// Parses a JSON document.
fn curl_value(text: &str) -> Result<Value, serde_json::Error> {
    curl::value(text)
}

/// Prints notes on the parts of a request that are easily missed.
fn say_more(request: &Request, known: &Known) {
    if out::is_quiet() {
        return;
    }
    for credential in &request.credentials {
        let place = credential.place();
        tell!(
            "note: {} is described as a security scheme; its value is not written",
            clean(&place)
        );
    }
    if let Some(server) = &known.server {
        tell!(
            "note: `{}` is none of the servers, so it is the server of this operation",
            clean(server)
        );
    }
    for note in &request.notes {
        tell!("note: {}", clean(note));
    }
}

/// Mistakes are errors here, because the author of the endpoint can correct them.
fn strict() -> Options {
    Options { strict: true, ..Options::default() }
}

/// Returns the messages of the errors in a description.
fn errors(source: &Source) -> Vec<String> {
    let found = specwright::check(source, &strict()).reports;
    found.into_iter().map(|report| report.message).collect()
}

fn read_stdin(what: &str) -> Result<String, Stop> {
    let mut text = String::new();
    let read = io::stdin().lock().read_to_string(&mut text);
    read.map_err(|error| Refusal::new(format!("cannot read standard input: {error}"), ""))?;
    if text.trim().is_empty() {
        let help = format!("pipe {what} into it");
        return Err(Refusal::new("standard input is empty; nothing was written", help).into());
    }
    Ok(text)
}

/// Prompts for a value. An empty line accepts the proposal; the end of the input is an error.
fn ask(what: &str, proposed: &str, option: &str) -> Result<String, Stop> {
    print(format_args!("{what} [{proposed}]: "));
    out::note(io::stdout().flush());
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    let read =
        read.map_err(|error| Refusal::new(format!("cannot read standard input: {error}"), ""))?;
    if read == 0 {
        let why = format!("standard input ended before `{what}` was given; nothing was written");
        return Err(Refusal::new(why, format!("give it as `{option}`")).into());
    }
    let line = line.trim();
    Ok(if line.is_empty() { proposed } else { line }.to_owned())
}
