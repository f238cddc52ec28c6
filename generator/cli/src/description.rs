//! The arguments that name a description, the code that reads it, and the exit statuses of the command.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::builder::{OsStringValueParser, TypedValueParser};
use specwright::Options;
use specwright::config::{Client, Config, FILE};
use specwright::formats::Formats;
use specwright::report::{Report, clean, did_you_mean, shell_word};
use specwright::source::{LoadError, LoadOptions, SettingsFile, Source};

use crate::out::{self, FAILED, UNABLE, tell};
use crate::show::show;

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
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Description {
    /// The API description (OpenAPI 3.0, 3.1 or 3.2 or Swagger 2.0, YAML or JSON), or `-` for standard input [default: the
    /// one that `specwright.toml` names]
    #[arg(value_parser = path())]
    pub spec: Option<PathBuf>,
    /// Change the description by this overlay while it is read; may be repeated, in order
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Allow references to all files below this folder, not only to those below the folder of the description
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The settings [default: `specwright.toml` beside the description, or in the current folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The client of the settings, if they have several
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
    #[command(flatten)]
    pub maps: Maps,
}

/// A description with its settings.
#[derive(Clone, Debug)]
pub struct Given {
    /// The path, or `-`.
    pub spec: PathBuf,
    /// The overlays, in order.
    pub overlays: Vec<PathBuf>,
    /// The folder that references may lead to.
    pub root: Option<PathBuf>,
    /// The settings of the client; those without a file are empty.
    pub client: Client,
    /// The settings file.
    pub file: Option<SettingsFile>,
    /// The local files of remote references.
    pub maps: Maps,
}

/// The local files of remote references.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Maps {
    /// Read this file where a reference has this URL, because nothing is fetched from the network. A URL that ends in
    /// `/` stands for everything below it, and PATH for a folder. May be repeated
    #[arg(long = "map", value_name = "URL=PATH", value_parser = parse_map)]
    list: Vec<UrlMap>,
}

/// A URL and its local file.
#[derive(Clone, Debug)]
struct UrlMap {
    url: String,
    path: PathBuf,
}

impl Maps {
    /// Adds these files to options. They precede those that the options have.
    fn add_to(&self, options: LoadOptions) -> LoadOptions {
        self.list.iter().fold(options, |options, map| options.map(&map.url, &map.path))
    }

    /// Returns the values of the option, as a command line has them.
    pub fn values(&self) -> impl Iterator<Item = String> {
        self.list.iter().map(|map| format!("{}={}", map.url, map.path.display()))
    }
}

/// Parses `URL=PATH`. A URL may contain `=` in its query, and a path rarely does.
fn parse_map(text: &str) -> Result<UrlMap, String> {
    let parts = text.rsplit_once('=').filter(|(url, path)| url.contains(':') && !path.is_empty());
    let Some((url, path)) = parts else {
        return Err(
            "write a URL and a path, such as `https://example.com/pet.yaml=pet.yaml`".to_owned()
        );
    };
    Ok(UrlMap { url: url.to_owned(), path: PathBuf::from(path) })
}

impl Description {
    /// Finds the description and its settings. Prints the problem and returns the exit status if there is none, or more
    /// than one.
    pub fn resolve(&self) -> Result<Given, u8> {
        let mut all = self.resolve_all()?;
        match (all.pop(), all.is_empty()) {
            (Some(given), true) => Ok(given),
            (last, _) => {
                let names =
                    all.iter().chain(&last).filter_map(|given| given.client.name.as_deref());
                let names: Vec<_> = names.map(|name| format!("`{}`", clean(name))).collect();
                tell!("error: the settings have several clients: {}", names.join(", "));
                tell!("help: name one with `--client`");
                Err(UNABLE)
            }
        }
    }

    /// Finds the descriptions and their settings: one, or those of all clients of the settings. There is at least one.
    pub fn resolve_all(&self) -> Result<Vec<Given>, u8> {
        let config = match self.config_path().map(|path| Config::load(&path)).transpose() {
            Ok(config) => config,
            Err(error) => {
                show(error.reports().as_slice(), error.file());
                return Err(status(error.reports().as_slice()));
            }
        };
        let Some(config) = config else {
            if self.client.is_some() {
                tell!("error: `--client` names a client of the settings, but there is no `{FILE}`");
                return Err(UNABLE);
            }
            let Some(spec) = self.spec.clone() else {
                tell!("error: no description is named, and there is no `{FILE}` in this folder");
                tell!("help: give the path of the description, or `--config`");
                return Err(UNABLE);
            };
            let (root, overlays) = (self.root.clone(), self.overlay.clone());
            let (client, file, maps) = (Client::default(), None, self.maps.clone());
            return Ok(vec![Given { spec, overlays, root, client, file, maps }]);
        };
        self.clients(&config)?.into_iter().map(|client| self.given(&client, &config)).collect()
    }

    fn given(&self, client: &Client, config: &Config) -> Result<Given, u8> {
        let Some(spec) = self.spec.clone().or_else(|| client.description.clone()) else {
            tell!("error: `{}` names no `description`", config.file.path.display());
            tell!("help: add it, or give the path of the description");
            return Err(UNABLE);
        };
        let root = self.root.clone().or_else(|| client.root.clone());
        let overlays = match self.overlay.as_slice() {
            [] => client.overlays.clone(),
            overlays => overlays.to_vec(),
        };
        let (file, maps) = (Some(config.file.clone()), self.maps.clone());
        Ok(Given { spec, overlays, root, client: client.clone(), file, maps })
    }

    /// Returns the clients that the arguments mean. A description that no client of a file beside it has is a client
    /// without settings.
    fn clients(&self, config: &Config) -> Result<Vec<Client>, u8> {
        if let Some(name) = &self.client {
            let known = config.clients.iter().filter_map(|client| client.name.as_deref());
            let meant = did_you_mean(name, known).map(str::to_owned);
            return config.client(name).map(|client| vec![client.clone()]).ok_or_else(|| {
                tell!("error: the settings have no client `{}`", clean(name));
                if let Some(meant) = meant {
                    tell!("help: did you mean `{}`?", clean(&meant));
                }
                UNABLE
            });
        }
        let Some(spec) = &self.spec else { return Ok(config.clients.clone()) };
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let is_own = |client: &&Client| {
            client.description.as_ref().is_none_or(|description| real(description) == real(spec))
        };
        let own: Vec<_> = config.clients.iter().filter(is_own).cloned().collect();
        match (own.is_empty(), config.clients.as_slice()) {
            (false, _) => Ok(own),
            // The settings were asked for, whatever description they name.
            (true, [only]) if self.config.is_some() => Ok(vec![only.clone()]),
            (true, _) => Ok(vec![Client::default()]),
        }
    }

    /// Returns the path of the settings file.
    fn config_path(&self) -> Option<PathBuf> {
        if self.config.is_some() || self.is_stdin() {
            return self.config.clone();
        }
        let folder = self.spec.as_ref().and_then(|spec| spec.parent());
        Some(folder.unwrap_or(Path::new("")).join(FILE)).filter(|path| path.is_file())
    }

    /// Returns `true` if the description is read from standard input.
    pub fn is_stdin(&self) -> bool {
        self.spec.as_ref().is_some_and(|spec| spec.as_os_str() == STDIN)
    }
}

impl Given {
    /// Reads the description. Problems with its files become warnings of the source, so that they are reported together
    /// with all others. With `given`, references to missing files are not errors, because the user received the
    /// description and cannot change it.
    pub fn load(&self, given: bool) -> Source {
        let loaded = match self.read() {
            Err(error) if given => error.without_lost_references(),
            loaded => loaded,
        };
        self.with_settings(loaded.unwrap_or_else(LoadError::into_source))
    }

    /// Reads the description.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Source::load`].
    pub fn read(&self) -> Result<Source, LoadError> {
        let options = self.load_options();
        let loaded = match &self.root {
            Some(root) => load(&self.spec, &options.within(root)),
            None => load(&self.spec, &options),
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

    /// Returns the overlays and the local files of remote references.
    pub fn load_options(&self) -> LoadOptions {
        // A mapping of the command line precedes one of the settings.
        let references = self.client.references.iter();
        let options = references.fold(LoadOptions::new(), |it, (url, path)| it.map(url, path));
        self.overlays.iter().fold(self.maps.add_to(options), LoadOptions::overlay)
    }

    /// Adds the settings file to the inputs of a description, so that reports can refer to it.
    pub fn with_settings(&self, mut source: Source) -> Source {
        if let Some(file) = &self.file {
            source.add_settings(file);
        }
        source
    }

    /// Returns the options that every command has: the settings and the formats.
    pub fn options(&self) -> Options {
        let client = &self.client;
        Options {
            settings: client.settings.clone(),
            formats: Formats {
                dates: client.dates.unwrap_or_default(),
                uuids: client.uuids.unwrap_or_default(),
            },
            ..Options::default()
        }
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
pub fn load(spec: &Path, options: &LoadOptions) -> Result<Source, LoadError> {
    if spec.as_os_str() != STDIN {
        return options.load(spec);
    }
    let mut bytes = Vec::new();
    match io::stdin().lock().take(MAX_STDIN).read_to_end(&mut bytes) {
        Ok(_) => options.load_text(STDIN_SHOWN, String::from_utf8_lossy(&bytes)),
        // Loading then reports that no file of this name can be read.
        Err(_) => options.load(spec),
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
