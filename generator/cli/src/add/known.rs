//! Finds the parts of a request that a description already contains: server, path, operation and security schemes.

use specwright::source::{Location, Source, Value};

use super::credentials::Credential;
use super::request::{Refusal, Request};
use super::template::{self, Template};

/// The parts of a request that the description contains or needs.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The operation of the request, if it is described: its `operationId`, or its method and path.
    pub(super) operation: Option<String>,
    /// A server to add for all operations, if the description has none.
    pub(super) server_of_all: Option<String>,
    /// A server to add for this operation alone.
    pub(super) server: Option<String>,
    /// Set if a path segment that does not look like an id was taken for a parameter.
    pub(super) is_guess: bool,
}

/// Finds the server and the path of a request, and writes the path as a template of the description.
pub(super) fn place(request: &mut Request, source: &Source) -> Result<Known, Refusal> {
    let mut known = Known::default();
    let servers = servers(source.root());
    let asked = request.path.clone();
    if !request.is_template {
        let prefix = known.server(request, &servers, source);
        request.path = prefix;
    }
    let templates = paths(source.root());
    let concrete = Template::of_request(&request.path, request.is_template);
    if let Some(found) = template::best(&concrete, &templates) {
        request.path = found.to_owned();
        known.is_guess = !request.is_template && concrete.is_guess(found);
        known.operation = operation(source, found, &request.method);
        known.server =
            request.origin.as_deref().and_then(|origin| own_server(source, found, origin));
    } else {
        request.path = concrete.name(&templates);
    }
    if request.path.chars().any(|char| matches!(char, '?' | '#')) || !request.path.starts_with('/')
    {
        return Err(Refusal::new(format!("`{asked}` is not a path"), "a path begins with `/`"));
    }
    Ok(known)
}

impl Known {
    /// Returns the path of a request without the prefix of its server.
    fn server(&mut self, request: &Request, servers: &[Server], source: &Source) -> String {
        let path = request.path.as_str();
        let origin = request.origin.as_deref();
        let templates = paths(source.root());
        let without = |server: &Server| server.without_prefix(path);
        let fits =
            |path: &str| template::best(&Template::of_request(path, false), &templates).is_some();
        let same =
            || servers.iter().filter(|server| origin.is_none_or(|origin| server.is_at(origin)));
        // A described path determines the server, whatever host the request goes to. It may be a mock or a test system.
        let described =
            same().chain(servers).find_map(|server| without(server).filter(|path| fits(path)));
        if let Some(found) = described.or_else(|| fits(path).then(|| path.to_owned())) {
            return found;
        }
        let longest = |servers: &mut dyn Iterator<Item = &Server>| {
            servers.filter_map(without).min_by_key(String::len)
        };
        if let Some(found) = longest(&mut same()) {
            return found;
        }
        let Some(origin) = origin else { return path.to_owned() };
        if is_local(origin) && !servers.is_empty() {
            return longest(&mut servers.iter()).unwrap_or_else(|| path.to_owned());
        }
        match servers {
            [] => self.server_of_all = Some(origin.to_owned()),
            _ => self.server = Some(origin.to_owned()),
        }
        path.to_owned()
    }
}

/// Returns the server that another operation of a path has, if the request goes to it.
fn own_server(source: &Source, path: &str, origin: &str) -> Option<String> {
    let item = follow(source, source.root_location().key("paths").key(path))?;
    let operations = source.value(&item)?.as_object()?.values();
    let mut own = operations.flat_map(servers);
    let is_there = own.any(|server| !server.origin.is_empty() && server.is_at(origin));
    let is_of_all = servers(source.root()).iter().any(|server| server.is_at(origin));
    (is_there && !is_of_all).then(|| origin.to_owned())
}

fn is_local(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || name == "[::1]"
        || name == "0.0.0.0"
}

/// A server of the description.
struct Server {
    /// The scheme and host, which may contain variables; empty for a path without a host.
    origin: String,
    /// The path without a trailing slash, which may contain variables.
    prefix: String,
}

impl Server {
    fn is_at(&self, origin: &str) -> bool {
        let host =
            |text: &str| text.split_once("://").map_or(text, |(_, host)| host).to_lowercase();
        self.origin.is_empty() || template::matches(&host(&self.origin), &host(origin))
    }

    fn without_prefix(&self, path: &str) -> Option<String> {
        let count = self.prefix.matches('/').count();
        let mut ends = path.match_indices('/').map(|(at, _)| at).skip(count).chain([path.len()]);
        let end = if count == 0 { 0 } else { ends.next()? };
        let (head, rest) = path.split_at_checked(end)?;
        template::matches(&self.prefix, head)
            .then(|| if rest.is_empty() { "/".to_owned() } else { rest.to_owned() })
    }
}

fn servers(root: &Value) -> Vec<Server> {
    let list = root.get("servers").and_then(Value::as_array).unwrap_or_default();
    let urls = list.iter().filter_map(|server| server.get("url").and_then(Value::as_str));
    let read = |url: &str| {
        let start = url.find("://").map_or(0, |at| at + 3);
        let end =
            url.get(start..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| start + at);
        let (origin, prefix) = url.split_at_checked(end).unwrap_or((url, ""));
        let origin = origin.trim_end_matches(":443").to_owned();
        Server { origin, prefix: prefix.trim_end_matches('/').to_owned() }
    };
    urls.map(read).collect()
}

/// Returns the path templates of the description.
fn paths(root: &Value) -> Vec<&str> {
    let paths = root.get("paths").and_then(Value::as_object);
    paths.into_iter().flat_map(|paths| paths.keys()).filter(|path| path.starts_with('/')).collect()
}

/// Returns the operation of a method at a path template.
fn operation(source: &Source, path: &str, method: &str) -> Option<String> {
    let item = source.root_location().key("paths").key(path);
    let item = follow(source, item)?;
    let operation = source.value(&item)?.get(method)?;
    let id = operation.get("operationId").and_then(Value::as_str);
    Some(id.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned))
}

/// Follows references from a location.
fn follow(source: &Source, mut location: Location) -> Option<Location> {
    const STEPS: usize = 20;
    for _ in 0..STEPS {
        let Some(reference) = source.value(&location)?.get("$ref").and_then(Value::as_str) else {
            return Some(location);
        };
        location = source.resolve(&location.file, reference).ok()?;
    }
    None
}

/// Returns the name of the security scheme for a credential, if the description has one.
pub(super) fn scheme(source: &Source, credential: &Credential) -> Option<String> {
    let schemes = source.root_location().key("components").key("securitySchemes");
    let members = source.value(&schemes)?.as_object()?;
    members.keys().map(str::to_owned).find(|name| {
        let found = follow(source, schemes.key(name)).and_then(|at| source.value(&at));
        found.is_some_and(|scheme| is_of(scheme, credential))
    })
}

/// Returns a name that no security scheme has.
pub(super) fn free_name(source: &Source, name: &str) -> String {
    let schemes = source.root().get("components").and_then(|it| it.get("securitySchemes"));
    let is_free = |name: &String| schemes.and_then(|schemes| schemes.get(name)).is_none();
    let numbered = (2..100).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

fn is_of(scheme: &Value, credential: &Credential) -> bool {
    let text = |key| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let http = |name: &str| text("type") == "http" && text("scheme").eq_ignore_ascii_case(name);
    match credential {
        Credential::Basic => http("basic"),
        Credential::Bearer => http("bearer") || matches!(text("type"), "oauth2" | "openIdConnect"),
        Credential::Key(place, name) => {
            let is_name = match *place {
                "header" => text("name").eq_ignore_ascii_case(name),
                _ => text("name") == name,
            };
            text("type") == "apiKey" && text("in") == *place && is_name
        }
    }
}

/// Returns `true` if the description requires these security schemes of operations without `security`.
pub(super) fn is_required_of_all(source: &Source, names: &[String]) -> bool {
    let list = source.root().get("security").and_then(Value::as_array).unwrap_or_default();
    list.iter().filter_map(Value::as_object).any(|requirement| {
        requirement.len() == names.len() && names.iter().all(|name| requirement.contains_key(name))
    })
}
