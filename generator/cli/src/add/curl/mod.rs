//! Reads a curl command as a request.

mod body;
mod options;
mod shell;

use super::credentials::{self, Credential};
use super::request::{Refusal, Request, pairs, parse_method};
pub(super) use body::value;
use options::{Given, Meaning};

/// Headers of the connection or of the sending program, which a client sets itself.
const OF_CLIENT: [&str; 11] = [
    "host",
    "content-length",
    "connection",
    "accept-encoding",
    "te",
    "transfer-encoding",
    "expect",
    "user-agent",
    "upgrade-insecure-requests",
    "priority",
    "dnt",
];

/// Parses a command line of curl into a request.
pub(super) fn parse(command: &str) -> Result<Request, Refusal> {
    let command = shell::without_carets(command);
    let line = shell::split(&command)?;
    // The prompt is often copied along with the command.
    let words = line.words.iter().skip_while(|word| matches!(word.text.as_str(), "$" | "%" | ">"));
    let mut words = words.cloned();
    let is_curl = |name: &str| {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        matches!(name, "curl" | "curl.exe")
    };
    if !words.next().is_some_and(|word| is_curl(&word.text)) {
        return Err(Refusal::new(
            "the command does not begin with `curl`",
            "paste it from `curl` on",
        ));
    }
    let words: Vec<_> = words.collect();
    let given = options::read(&words)?;
    let mut request = read(&given, line.stdin.as_deref())?;
    if let Some(end) = line.end {
        request.notes.push(format!("nothing behind `{end}` is read"));
    }
    Ok(request)
}

fn read(given: &[Given], stdin: Option<&str>) -> Result<Request, Refusal> {
    let mut request = Request::default();
    let has = |meaning| given.iter().any(|it| it.meaning == meaning);
    let mut urls = given.iter().filter(|it| it.meaning == Meaning::Url);
    let url =
        urls.next().ok_or_else(|| Refusal::new("the command has no URL", "add `https://...`"))?;
    if let Some(second) = urls.next() {
        let help = "add one request at a time, and put a URL with spaces in quotes";
        return Err(Refusal::at(second.at, "this is a second URL", help));
    }
    read_url(url, &mut request)?;
    add_file_name(given, &mut request)?;
    let content_type = read_headers(given, &mut request)?;
    let data = body::read(given, stdin, content_type)?;
    let has_body = data.is_body;
    let is_get = has(Meaning::Get);
    if is_get {
        data.pairs.into_iter().for_each(|pair| add_query(pair, &mut request));
    } else {
        request.body = data.body;
        request.notes.extend(data.notes);
    }
    let queries = given.iter().filter(|it| it.meaning == Meaning::UrlQuery);
    for query in queries {
        body::urlencoded(query)?.into_iter().for_each(|pair| add_query(pair, &mut request));
    }
    let implied = match () {
        () if has(Meaning::Upload) => "put",
        () if has(Meaning::Head) => "head",
        () if has_body && !is_get => "post",
        () => "get",
    };
    let method = given.iter().rev().find(|it| it.meaning == Meaning::Method);
    request.method = match method {
        Some(method) => parse_method(&method.value)
            .map_err(|refusal| Refusal { at: Some(method.at), ..refusal })?,
        None => implied.to_owned(),
    };
    Ok(request)
}

fn add_query((name, value): (String, String), request: &mut Request) {
    if credentials::is_secret_in_query(&name, &value) {
        request.credential(Credential::Key("query", name));
    } else {
        request.query.push((name, value));
    }
}

fn read_url(url: &Given, request: &mut Request) -> Result<(), Refusal> {
    let text = url.value.split('#').next().unwrap_or_default();
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_lowercase(), rest),
        None => ("http".to_owned(), text),
    };
    if !matches!(scheme.as_str(), "http" | "https") && !scheme.starts_with(['$', '{', '<']) {
        return Err(Refusal::at(
            url.at,
            &format!("`{scheme}` is not HTTP"),
            "give a URL with `https://`",
        ));
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    if user.is_some() {
        request.credential(Credential::Basic);
    }
    // The host may be a variable.
    let is_known = !host.is_empty()
        && !host.contains(['$', '{', '<'])
        && matches!(scheme.as_str(), "http" | "https");
    if is_known {
        let host = host.to_lowercase();
        if host.chars().any(|char| char.is_whitespace() || char.is_control()) {
            return Err(Refusal::at(
                url.at,
                "the host of the URL has a space in it",
                "put the URL in quotes",
            ));
        }
        let standard = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(standard).unwrap_or(&host);
        request.origin = Some(format!("{scheme}://{host}"));
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if path.chars().any(|char| char.is_whitespace() || char.is_control()) {
        return Err(Refusal::at(
            url.at,
            "the path of the URL has a space in it",
            "write it as `%20`",
        ));
    }
    request.path = if path.is_empty() { "/".to_owned() } else { path.to_owned() };
    pairs(query).into_iter().for_each(|pair| add_query(pair, request));
    Ok(())
}

/// Adds a parameter for the name of an uploaded file to a path that ends with `/`, as curl adds the name.
fn add_file_name(given: &[Given], request: &mut Request) -> Result<(), Refusal> {
    let Some(upload) = given.iter().find(|it| it.meaning == Meaning::Upload) else {
        return Ok(());
    };
    let file = upload.value.as_str();
    if file.contains(['{', '[']) {
        let help = "give one file, whose request is described";
        return Err(Refusal::at(upload.at, "the command uploads several files", help));
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    if request.path.ends_with('/') && !matches!(name, "" | "-" | ".") {
        request.path.push_str("{file_name}");
    }
    Ok(())
}

/// Reads the options that become headers. Returns the media type of the body.
fn read_headers(given: &[Given], request: &mut Request) -> Result<Option<String>, Refusal> {
    let mut content_type = None;
    for Given { meaning, value, at } in given {
        match meaning {
            Meaning::User | Meaning::Netrc => request.credential(Credential::Basic),
            Meaning::Bearer => request.credential(Credential::Bearer),
            Meaning::Cookie => read_cookies(value, request),
            Meaning::UserAgent => add_header("User-Agent", value, request),
            Meaning::Referer => add_header("Referer", value, request),
            Meaning::Range => add_header("Range", &format!("bytes={value}"), request),
            Meaning::Etag => add_header("If-None-Match", "", request),
            Meaning::Json if request.accept.is_none() => {
                request.accept = Some("application/json".to_owned());
            }
            Meaning::Header if value.starts_with('@') => {
                let help = "write each header with a `-H` of its own";
                return Err(Refusal::at(*at, "headers of a file are not read", help));
            }
            Meaning::Header => {
                let (name, value) =
                    value.split_once(':').or_else(|| value.split_once(';')).ok_or_else(|| {
                        Refusal::at(
                            *at,
                            "this header has no colon",
                            "write it as `-H 'Name: value'`",
                        )
                    })?;
                let (name, value) = (name.trim(), value.trim());
                let is_token =
                    |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char);
                if name.is_empty() || !name.chars().all(is_token) {
                    let help = "write it as `-H 'Name: value'`";
                    return Err(Refusal::at(*at, "this is not the name of a header", help));
                }
                if name.eq_ignore_ascii_case("content-type") {
                    content_type = essence(value);
                } else {
                    add_header(name, value, request);
                }
            }
            _ => {}
        }
    }
    Ok(content_type)
}

fn add_header(name: &str, value: &str, request: &mut Request) {
    let lower = name.to_ascii_lowercase();
    if lower == "authorization" {
        request.credential(Credential::of_authorization(value));
    } else if lower == "cookie" {
        read_cookies(value, request);
    } else if lower == "accept" {
        let types = value.split(',').filter_map(essence);
        request.accept = types.into_iter().find(|media| !media.contains('*'));
    } else if OF_CLIENT.contains(&lower.as_str())
        || lower.starts_with("sec-")
        || lower.starts_with("proxy-")
    {
        request.notes.push(format!("`{name}` is not described: each client sets its own"));
    } else if credentials::is_secret(name, value) {
        request.credential(Credential::Key("header", name.to_owned()));
    } else if !request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
        request.headers.push((name.to_owned(), value.to_owned()));
    }
}

/// Returns a media type without its parameters, in lower case.
fn essence(value: &str) -> Option<String> {
    let essence = value.split(';').next().unwrap_or_default().trim().to_lowercase();
    essence.contains('/').then_some(essence)
}

/// Adds each cookie as a credential, because the request does not show which one is the session.
fn read_cookies(value: &str, request: &mut Request) {
    if !value.contains('=') {
        request.notes.push("the cookies of a file are not described".to_owned());
        return;
    }
    let names =
        value.split(';').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name.trim());
    for name in names.filter(|name| !name.is_empty()) {
        request.credential(Credential::Key("cookie", name.to_owned()));
    }
}
