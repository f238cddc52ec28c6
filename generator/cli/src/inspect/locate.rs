//! `specwright show`: maps a place of the description to its Rust item, and back.

use std::process::ExitCode;

use clap::error::ErrorKind;
use specwright::Output;
use specwright::public_api::{Item, PublicApi};
use specwright::report::{Part, Severity, clean, did_you_mean};
use specwright::source::{Location, Pointer, Source, Value};

use crate::description::{Description, status};
use crate::out::UNABLE;
use crate::out::{say, tell};
use crate::show::show;

/// Arguments of `specwright show`.
#[derive(Debug, clap::Args)]
#[command(override_usage = "specwright show [OPTIONS] [SPEC] <ITEM>")]
pub struct Locate {
    #[command(flatten)]
    description: Description,
    /// An operation (`listPets` or `'GET /pets'`), a JSON pointer (`/components/schemas/Pet`, or with a file
    /// `parts.yaml#/Pet`), or a path in the client (`types::Pet`, `types::Pet::name`, `Client::list_pets`)
    #[arg(value_name = "ITEM")]
    what: Option<String>,
}

impl Locate {
    /// Prints the place of the item, the rule that chose its type, and its code.
    pub fn run(mut self) -> ExitCode {
        // A single argument is the item.
        let alone = || self.description.spec.take()?.into_os_string().into_string().ok();
        let Some(what) = self.what.take().or_else(alone) else {
            let words = "the following required arguments were not provided:\n  <ITEM>\n";
            clap::Error::raw(ErrorKind::MissingRequiredArgument, words).exit();
        };
        let given = match self.description.resolve() {
            Ok(given) => given,
            Err(status) => return ExitCode::from(status),
        };
        let (source, options) = (given.load(true), given.options());
        let made = specwright::generate(&source, &options)
            .and_then(|output| Ok((output, specwright::public_api(&source, &options)?)));
        let (output, surface) = match made {
            Ok(made) => made,
            Err(rejected) => {
                let errors = rejected.reports.into_iter();
                let errors: Vec<_> =
                    errors.filter(|report| report.severity == Severity::Error).collect();
                show(&errors, &source);
                return ExitCode::from(status(&errors));
            }
        };
        let found = operation(&surface, &source, &what);
        match found.or_else(|| find(&surface, &what)) {
            Some(item) => print(item, &source, &output),
            None => return unknown(&surface, &source, &what),
        }
        ExitCode::SUCCESS
    }
}

/// Finds an operation by method and path, or by `operationId`. Parameters of the path may have other names.
fn operation<'s>(surface: &'s PublicApi, source: &Source, what: &str) -> Option<&'s Item> {
    let wanted = what.split_once(' ').map(|(method, path)| (method.to_lowercase(), nameless(path)));
    operations(surface).find(|item| {
        if let Some((method, path)) = &wanted {
            let own = method_and_path(item);
            return own.is_some_and(|(own, place)| own == *method && nameless(&place) == *path);
        }
        id(item, source).is_some_and(|id| id == what)
    })
}

fn operations(surface: &PublicApi) -> impl Iterator<Item = &Item> {
    surface.items.iter().filter(|item| item.kind == "an operation")
}

/// Returns the method of an operation in lower case, and its path.
fn method_and_path(item: &Item) -> Option<(String, String)> {
    let pointer = Pointer::parse(pointer(item))?;
    let mut segments = pointer.segments();
    if segments.next()? != "paths" {
        return None;
    }
    let path = segments.next()?.into_owned();
    Some((segments.next()?.into_owned(), path))
}

fn id<'s>(item: &Item, source: &'s Source) -> Option<&'s str> {
    source.value(&location(item, source)?)?.get("operationId")?.as_str()
}

/// Returns a path without the names of its parameters.
fn nameless(path: &str) -> String {
    let mut parts = path.trim().split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("{}");
        text.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    text
}

/// Finds the item with a Rust path, or the innermost item around a JSON pointer.
fn find<'s>(surface: &'s PublicApi, what: &str) -> Option<&'s Item> {
    let pointer = what.split_once('#').map_or(what, |(_, pointer)| pointer);
    if !pointer.starts_with('/') {
        let of_member = what.rsplit_once("::").map(|(item, _)| item);
        let named = |path: &str| surface.items.iter().find(|item| item.path == path);
        let alone =
            || named(&format!("types::{what}")).or_else(|| named(&format!("Client::{what}")));
        return named(what).or_else(alone).or_else(|| named(of_member?));
    }
    let file = what.split_once('#').map(|(file, _)| file).filter(|file| !file.is_empty());
    let holds = |item: &&Item| {
        let (place_file, place) = item.place.split_once('#').unwrap_or_default();
        let inside = pointer.strip_prefix(place).filter(|_| !place.is_empty());
        let here = inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        here && file.is_none_or(|file| file == place_file)
    };
    // Of several items at one place the first one is returned: the operation, not its response headers.
    surface.items.iter().filter(holds).rev().max_by_key(|item| item.place.len())
}

fn unknown(surface: &PublicApi, source: &Source, what: &str) -> ExitCode {
    tell!("error: nothing in the client is `{}`", clean(what));
    let requests = operations(surface)
        .filter_map(method_and_path)
        .map(|(method, path)| format!("{} {path}", method.to_uppercase()));
    let requests: Vec<_> = requests.collect();
    let paths = surface.items.iter().flat_map(|item| [item.path.as_str(), pointer(item)]);
    let ids = operations(surface).filter_map(|item| id(item, source));
    let names = paths.chain(ids).chain(requests.iter().map(String::as_str));
    if let Some(meant) = did_you_mean(what, names) {
        tell!("help: did you mean `{}`?", clean(meant));
    }
    ExitCode::from(UNABLE)
}

fn pointer(item: &Item) -> &str {
    item.place.split_once('#').map_or("", |(_, pointer)| pointer)
}

fn location(item: &Item, source: &Source) -> Option<Location> {
    let file = item.place.split('#').next().unwrap_or_default();
    let file = source.file_ids().find(|id| source.relative(id) == file)?;
    Some(Location { file: file.clone(), pointer: Pointer::parse(pointer(item))? })
}

fn print(item: &Item, source: &Source, output: &Output) {
    say!("{} ({})", item.path, item.kind);
    let location = location(item, source);
    if let Some(location) = &location {
        let position = source.position(location, Part::Key);
        let line = position.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
        say!("  stands at {}{line}, {}", location.file, location.pointer);
    }
    if let Some(added) = location.as_ref().and_then(|location| source.overlay_location(location)) {
        let position = source.position(&added, Part::Key);
        let line = position.map_or_else(String::new, |at| format!(":{}", at.line));
        say!("  set by the overlay {}{line}", added.file);
    }
    if let Some(node) = location.as_ref().and_then(|location| source.value(location)) {
        say!("  {}", rule(item, node));
    }
    if !item.operations.is_empty() {
        let operations: Vec<_> = item.operations.iter().map(|name| clean(name)).collect();
        say!("  needed by {}", operations.join(", "));
    }
    if let Some(code) = code(item, output) {
        say!("\n{code}");
    }
}

/// Returns the rule that chose the form of the item.
fn rule(item: &Item, node: &Value) -> &'static str {
    let has = |key: &str| node.get(key).is_some();
    match &*item.kind {
        "an operation" => {
            "an operation is a method: what is required are its arguments, the rest are setters of the call"
        }
        "a struct" if has("allOf") => "all schemas of `allOf` are one struct",
        "a struct" => "an object with `properties` is a struct",
        "an enum" if has("discriminator") => "a `discriminator` tells the variants apart",
        "an enum" if has("enum") => {
            "each value of `enum` is a variant, and one is for values of tomorrow"
        }
        "an enum" if has("oneOf") || has("anyOf") => {
            "each branch is a variant: told apart by a `const` where they have one, else by what fits best"
        }
        "a tuple" => "the schemas of `prefixItems` are the items of a tuple",
        "a type" => "a list or map that contains itself is a type of its own",
        _ => "its schema, with all that it refers to, says so",
    }
}

/// Returns the lines of the item in the generated sources: docs, attributes and signature.
fn code(item: &Item, output: &Output) -> Option<String> {
    let name = item.path.rsplit("::").next()?;
    let starts: Vec<String> = match &*item.kind {
        "an operation" => vec![format!("pub fn {name}(")],
        _ => ["struct", "enum"].iter().map(|kind| format!("pub {kind} {name}")).collect(),
    };
    let sources = output.files.iter().filter(|(path, _)| !path.starts_with("runtime/"));
    sources.into_iter().find_map(|(_, text)| {
        let lines: Vec<&str> = text.lines().collect();
        let begins = |line: &str| {
            let line = line.trim_start();
            starts.iter().any(|start| {
                let rest = line.strip_prefix(start.as_str());
                let part = |char: char| char.is_alphanumeric() || char == '_';
                rest.is_some_and(|rest| start.ends_with('(') || !rest.starts_with(part))
            })
        };
        let at = lines.iter().position(|line| begins(line))?;
        let line = lines.get(at)?;
        let indent = line.len() - line.trim_start().len();
        let above = lines.iter().take(at).rev().take_while(|line| {
            line.trim_start().starts_with("///") || line.trim_start().starts_with("#[")
        });
        let first = at - above.count();
        let closes = |line: &str| line == format!("{}}}", &" ".repeat(indent));
        let last = match line.ends_with('{') || line.ends_with('(') {
            true => at + lines.iter().skip(at).position(|line| closes(line))?,
            false => at,
        };
        let part = lines.iter().skip(first).take(last + 1 - first);
        let part = part.map(|line| line.get(indent..).unwrap_or_default());
        Some(part.collect::<Vec<_>>().join("\n"))
    })
}
