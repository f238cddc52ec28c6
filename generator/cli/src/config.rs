//! `specwright config`: prints the effective settings, each with its origin.

use std::process::ExitCode;

use specwright::config::TABLES;
use specwright::formats::{Dates, Uuids};
use specwright::report::{Part, Places, Pointer, clean};
use specwright::source::Value;
use toml_edit::Key;

use crate::generate::{Generate, Job};
use crate::out::print;

/// Arguments of `specwright config`: those of `generate`, so that the effect of options can be seen.
#[derive(Debug, clap::Args)]
pub struct Config {
    #[command(flatten)]
    generate: Generate,
}

impl Config {
    /// Prints the settings of each client and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let jobs = match self.generate.jobs() {
            Ok(jobs) => jobs,
            Err(status) => return ExitCode::from(status),
        };
        for (index, job) in jobs.iter().enumerate() {
            if index > 0 {
                print(format_args!("\n"));
            }
            for Line { key, value, origin } in self.lines(job) {
                print(format_args!("{} = {}  # {origin}\n", clean(&key), clean(&value)));
            }
        }
        ExitCode::SUCCESS
    }

    fn lines(&self, job: &Job) -> Vec<Line> {
        let mut lines = Vec::new();
        lines.extend(job.given.client.name.as_ref().map(|name| Line {
            key: "name".to_owned(),
            value: text(name),
            origin: place(job, &job.given.client.table.key("name")).unwrap_or_default(),
        }));
        for (key, value, is_default) in values(job) {
            let option = self.generate.option_of(key);
            let origin = option.or_else(|| place(job, &job.given.client.table.key(key)));
            match origin {
                Some(origin) => lines.push(Line { key: key.to_owned(), value, origin }),
                None if is_default => {
                    lines.push(Line { key: key.to_owned(), value, origin: "default".to_owned() });
                }
                None => {}
            }
        }
        let (replaced, options) = self.generate.replaced();
        if let Some(file) = &job.given.file {
            let table = &job.given.client.table;
            let root = table.segments().try_fold(&file.root, |value, key| match value {
                Value::Array(items) => items.get(key.parse::<usize>().ok()?),
                value => value.get(&key),
            });
            for (name, value) in
                root.and_then(Value::as_object).into_iter().flat_map(|it| it.iter())
            {
                if matches!(value, Value::Object(_)) {
                    leaves(job, name, &table.key(name), value, &mut lines);
                }
            }
            lines.retain(|line| !replaced.iter().any(|it| line.key.starts_with(it)));
        }
        let options = options.into_iter().map(|set| {
            let values: Vec<_> = set.values.iter().map(|value| text(value)).collect();
            let value = format!("[{}]", values.join(", "));
            Line { key: set.key.to_owned(), value, origin: set.option.to_owned() }
        });
        lines.extend(options);
        lines
    }
}

/// A setting.
struct Line {
    key: String,
    value: String,
    /// An option, a line of the settings, or `default`.
    origin: String,
}

/// Returns the keys of the first table that are no tables, with their values, and `true` if the value is the default.
fn values(job: &Job) -> Vec<(&'static str, String, bool)> {
    let path = |path: &std::path::Path| text(&path.display().to_string());
    let (_, keys) = TABLES[0];
    let value = |key: &str| -> Option<(String, bool)> {
        Some(match key {
            "description" => (path(&job.given.spec), true),
            "overlays" if !job.given.overlays.is_empty() => {
                let overlays: Vec<_> = job.given.overlays.iter().map(|it| path(it)).collect();
                (format!("[{}]", overlays.join(", ")), false)
            }
            "root" => (path(job.given.root.as_ref()?), false),
            "out" => (path(&job.out), true),
            "crate" => (text(job.package.as_ref()?), false),
            "form" => (text(if job.is_module() { "module" } else { "lib" }), job.package.is_none()),
            "features" if job.is_module() && !job.types_only => {
                let names: Vec<_> = job.features().names().map(text).collect();
                (format!("[{}]", names.join(", ")), true)
            }
            "dates" => {
                let dates = match job.formats.dates {
                    Dates::Time => "time",
                    Dates::Jiff => "jiff",
                    Dates::Chrono => "chrono",
                    Dates::Text => "text",
                };
                (text(dates), true)
            }
            "uuid" => (text(if job.formats.uuids == Uuids::Type { "type" } else { "text" }), true),
            "tests" => (job.tests.to_string(), true),
            "types-only" => (job.types_only.to_string(), true),
            "strict" => (job.strict.to_string(), true),
            _ => return None,
        })
    };
    keys.iter()
        .filter_map(|key| value(key).map(|(value, is_default)| (*key, value, is_default)))
        .collect()
}

/// Adds the settings of a table.
fn leaves(job: &Job, name: &str, pointer: &Pointer, value: &Value, lines: &mut Vec<Line>) {
    if let Value::Object(object) = value {
        for (key, value) in object {
            let name = format!("{name}.{}", Key::new(key).display_repr());
            leaves(job, &name, &pointer.key(key), value, lines);
        }
        return;
    }
    let origin = place(job, pointer).unwrap_or_default();
    lines.push(Line { key: name.to_owned(), value: shown(value), origin });
}

/// Returns a value in TOML.
fn shown(value: &Value) -> String {
    match value {
        Value::String(value) => text(value),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Null | Value::Object(_) => String::new(),
    }
}

fn text(value: &str) -> String {
    toml_edit::Value::from(value).to_string()
}

/// Returns the line of a setting in its file.
fn place(job: &Job, pointer: &Pointer) -> Option<String> {
    let file = job.given.file.as_ref()?;
    let position = file.position(&file.location(pointer), Part::Key)?;
    Some(format!("{}:{}", file.path.display(), position.line))
}
