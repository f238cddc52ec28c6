//! Support code of the tests of examples: reads the data, compares, and reports differences.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{bytes, http, rt};

/// The base URL of requests that are not sent.
pub(super) const BASE: &str = "https://api.example";

/// The value of every credential.
pub(super) const CREDENTIAL: &str = "credential-of-the-tests";

/// The name of a type, and a function that reads a value of it and writes it again.
pub(super) type Type = (&'static str, fn(&rt::Node<'_>) -> Result<Vec<u8>, String>);

/// The client's method for an operation, and a function that makes its request.
pub(super) type Request = (&'static str, Make);

/// The client's method for an operation, and a function that sends its request.
pub(super) type Call = (&'static str, Send);

type Send = fn(&rt::Client, &Arguments<'_>) -> Result<Answered, String>;

/// The start of the variables with credentials for a server. A setter of the builder follows in capitals.
const CREDENTIALS: &str = "API_CREDENTIAL_";

/// Returns the credential of the setter with this name for a server: that of its variable. Without any variable for credentials,
/// each is the same, which a mock accepts.
pub(super) fn credential(setter: &str) -> Option<String> {
    let is_of_credential = |name: &std::ffi::OsString| name.to_string_lossy().starts_with(CREDENTIALS);
    match std::env::vars_os().any(|(name, _)| is_of_credential(&name)) {
        true => std::env::var(format!("{CREDENTIALS}{setter}")).ok(),
        false => Some(CREDENTIAL.to_owned()),
    }
}

/// Returns the user name and the password of the setter with this name, which its variable holds as `user:password`.
pub(super) fn user_and_password(setter: &str) -> Option<(String, String)> {
    let pair = credential(setter)?;
    let (user, password) = pair.split_once(':').unwrap_or((&pair, &pair));
    Some((user.to_owned(), password.to_owned()))
}

/// The outcome of a call that was sent.
pub(super) enum Answered {
    /// The response was read.
    Read,
    /// The response is an error whose status the description does not list.
    Undocumented(String),
    /// The response is an error that the description lists.
    Refused(String),
    /// The response could not be read, or there was none.
    Unread(String),
}

type Make = fn(&rt::Client, &Arguments<'_>) -> Result<http::Request<bytes::Bytes>, String>;

/// Returns `true` if two strings spell the same instant.
type SameInstant = fn(&str, &str) -> bool;

/// The number of characters of a value that are shown.
const SHOWN: usize = 200;

/// The arguments of a request.
pub(super) struct Arguments<'n> {
    parameters: &'n [rt::Node<'n>],
    body: &'n rt::Node<'n>,
}

impl Arguments<'_> {
    /// Returns the argument of the parameter at a position.
    pub(super) fn get<T: rt::Json>(&self, index: usize) -> Result<T, String> {
        let node = self.parameters.get(index).unwrap_or(&rt::Node::Null);
        T::read(node).map_err(|error| format!("parameter {index} cannot be read: {error}"))
    }

    /// Returns the body as a string; a body of another type as JSON.
    pub(super) fn text(&self) -> String {
        match self.body {
            rt::Node::String(text) => text.to_string(),
            rt::Node::Null => "sample".to_owned(),
            other => json(other),
        }
    }

    /// Returns the body.
    pub(super) fn body<T: rt::Json>(&self) -> Result<T, String> {
        T::read(self.body).map_err(|error| format!("the body cannot be read: {error}"))
    }
}

/// Reads a value and writes it again.
pub(super) fn reread<T: rt::Json>(node: &rt::Node<'_>) -> Result<Vec<u8>, String> {
    let value = T::read(node).map_err(cannot_be_read)?;
    let mut writer = rt::Writer::new();
    value.write(&mut writer);
    written(writer)
}

fn cannot_be_read(error: rt::ReadError) -> String {
    format!("cannot be read: {error}")
}

fn written(writer: rt::Writer) -> Result<Vec<u8>, String> {
    writer.finish().map_err(|faults| format!("cannot be written: {faults:?}"))
}

/// Returns the client, whose builder has all required settings.
pub(super) fn built(client: Result<rt::Client, rt::BuildError>) -> rt::Client {
    client.expect("the builder was given all that it asks for")
}

/// Returns the request, or the reason why it is invalid.
pub(super) fn request(
    request: Result<http::Request<bytes::Bytes>, rt::InvalidRequest>,
) -> Result<http::Request<bytes::Bytes>, String> {
    request.map_err(|error| format!("was refused: {error}"))
}

/// Returns the outcome of a call whose response is read as a whole.
pub(super) fn answered<T, E>(result: Result<T, rt::CallError<E>>) -> Answered
where
    rt::CallError<E>: std::fmt::Display,
{
    match result {
        Ok(_) => Answered::Read,
        Err(error) => {
            let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
            let text = format!("{error}\n  {}", cut(&body.unwrap_or_default()));
            let is_error = error.status().is_some_and(|it| it.is_client_error() || it.is_server_error());
            match (error.is_api(), error.is_unexpected() && is_error) {
                (true, _) => Answered::Refused(text),
                (false, true) => Answered::Undocumented(text),
                (false, false) => Answered::Unread(text),
            }
        }
    }
}

/// Returns the outcome of a call whose response is a stream of items.
pub(super) fn items<T, S, F, E>(result: Result<T, rt::CallError<E>>) -> Answered
where
    T: Iterator<Item = Result<S, F>>,
    F: std::fmt::Display,
    rt::CallError<E>: std::fmt::Display,
{
    match result.map(|mut items| items.find_map(Result::err)) {
        Ok(Some(error)) => Answered::Unread(error.to_string()),
        result => answered(result),
    }
}

/// Reads every example into its type and writes it again. Fails if an example changes although it conforms to its
/// schema.
pub(super) fn examples(data: &str, types: &[&[Type]], same_instant: SameInstant) {
    let types: HashMap<_, _> = types.iter().copied().flatten().copied().collect();
    let data = rt::Node::parse(data.as_bytes()).expect("the data is JSON");
    let (mut same, mut undescribed, mut theirs) = (0, 0, String::new());
    let (mut broken, mut ours) = (0, Vec::new());
    let rows = array(member(&data, "examples"));
    for row in rows {
        let (place, name) = (text(row, "at"), text(row, "type"));
        let reread = types.get(name).expect("the table has every type of the data");
        match judge(row, *reread, same_instant) {
            Class::Same => same += 1,
            Class::Undescribed => undescribed += 1,
            Class::Theirs(fault) => {
                broken += 1;
                let _ = write!(theirs, "\n  {place}: {}", cut(fault));
            }
            Class::Ours(difference) => ours.push(format!("{place}: `{name}`\n{difference}")),
        }
    }
    let summary = format!(
        "{} examples: {same} same, {undescribed} same but for undescribed members, {broken} break \
         their own schema, {} ours",
        rows.len(),
        ours.len(),
    );
    println!("{summary}");
    if let rt::Node::Object(reasons) = member(&data, "left out") {
        for (reason, count) in reasons {
            println!("left out: {} {reason}", json(count));
        }
    }
    println!("examples that break their own schema:{theirs}");
    assert!(ours.is_empty(), "{summary}\n{}", ours.join("\n"));
}

/// Lists the examples that break their own schema. They are defects of the description, not of the client.
pub(super) fn broken(data: &str) {
    let data = rt::Node::parse(data.as_bytes()).expect("the data is JSON");
    for row in array(member(&data, "examples")) {
        if let rt::Node::String(fault) = member(row, "fault") {
            println!("{}: {}", text(row, "at"), cut(fault));
        }
    }
}

/// Makes every request. Fails if a URL differs from that of the description.
pub(super) fn requests(
    data: &str,
    requests: &[&[Request]],
    client: &rt::Client,
    same_instant: SameInstant,
) {
    let requests: HashMap<_, _> = requests.iter().copied().flatten().copied().collect();
    let data = rt::Node::parse(data.as_bytes()).expect("the data is JSON");
    let mut ours = Vec::new();
    let rows = array(member(&data, "requests"));
    for row in rows {
        let make: &Make =
            requests.get(text(row, "operation")).expect("the table has every operation");
        let arguments =
            Arguments { parameters: array(member(row, "arguments")), body: member(row, "body") };
        let expected = text(row, "request");
        let found = match make(client, &arguments) {
            Ok(request) => {
                show(text(row, "operation"), &request);
                format!("{} {}", request.method(), request.uri())
            }
            Err(error) => error,
        };
        let found = found.replacen(BASE, "", 1);
        if !same_request(expected, &found, same_instant) {
            let place = text(row, "at");
            ours.push(format!("{place}\n  expected {expected}\n  found    {found}"));
        }
    }
    let (all, wrong) = (rows.len(), ours.len());
    let summary = format!("{all} requests: {} same, {wrong} ours", all - wrong);
    println!("{summary}");
    assert!(ours.is_empty(), "{summary}\n{}", ours.join("\n"));
}

/// Sends every request to the server at `API_URL` and reads the responses. Fails if a response is a documented error or cannot
/// be read. An undocumented error counts as read, because the client has told it.
///
/// Optional parameters have examples of the description or are left out. `API_SKIP` lists operations that are not called, and the
/// variables `API_CREDENTIAL_..` hold the credentials.
pub(super) fn calls(
    data: &str,
    calls: &[&[Call]],
    builder: impl FnOnce(&str) -> rt::ClientBuilder,
) {
    let url = std::env::var("API_URL").expect("`API_URL` says where the server is");
    let client = built(builder(&url).retry(rt::RetryPolicy::none()).build());
    let calls: HashMap<_, _> = calls.iter().copied().flatten().copied().collect();
    let data = rt::Node::parse(data.as_bytes()).expect("the data is JSON");
    let (mut read, mut undocumented) = (0, Vec::new());
    let (mut refused, mut unread) = (Vec::new(), Vec::new());
    let rows = array(member(&data, "requests"));
    let skipped = std::env::var("API_SKIP").unwrap_or_default();
    let skipped: Vec<_> = skipped.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    for name in &skipped {
        let is_known = rows.iter().any(|row| text(row, "operation") == *name);
        assert!(is_known, "`API_SKIP` has `{name}`, which no request of `examples.json` calls");
    }
    let is_called = |row: &&rt::Node<'_>| !skipped.contains(&text(row, "operation"));
    let rows: Vec<_> = rows.iter().filter(is_called).collect();
    for row in &rows {
        let send: &Send = calls.get(text(row, "operation")).expect("the table has every operation");
        let arguments =
            Arguments { parameters: array(member(row, "arguments")), body: member(row, "body") };
        // The query may have arguments that are not sent.
        let request = text(row, "request").split('?').next().unwrap_or_default();
        let place = format!("{} {}", text(row, "operation"), cut(request));
        match send(&client, &arguments) {
            Ok(Answered::Read) => read += 1,
            Ok(Answered::Undocumented(error)) => {
                read += 1;
                undocumented.push(format!("undocumented: {place}\n  {error}"));
            }
            Ok(Answered::Refused(error)) => refused.push(format!("refused: {place}\n  {error}")),
            Ok(Answered::Unread(error)) | Err(error) => {
                unread.push(format!("unread: {place}\n  {error}"));
            }
        }
    }
    let summary = format!(
        "{} calls: {read} read ({} errors that are not documented), {} refused, {} unread, {} skipped",
        rows.len(),
        undocumented.len(),
        refused.len(),
        unread.len(),
        skipped.len()
    );
    refused.append(&mut unread);
    println!("{summary}");
    undocumented.iter().for_each(|error| println!("{error}"));
    assert!(refused.is_empty(), "{summary}\n{}", refused.join("\n"));
}

/// Appends a request as a line of JSON to the file `API_REQUESTS`, if that is set, for a comparison with other clients.
fn show(operation: &str, request: &http::Request<bytes::Bytes>) {
    let Some(path) = std::env::var_os("API_REQUESTS") else { return };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.expect("`API_REQUESTS` is a file that can be written");
    let quoted = |text: &str| super::serde_json::to_string(text).unwrap_or_default();
    let headers = request.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        format!("{}: {}", quoted(name.as_str()), quoted(&value))
    });
    let headers: Vec<_> = headers.collect();
    let line = format!(
        "{{\"operation\": {}, \"method\": {}, \"url\": {}, \"headers\": {{{}}}, \"body\": {}}}",
        quoted(operation),
        quoted(request.method().as_str()),
        quoted(&request.uri().to_string()),
        headers.join(", "),
        quoted(&String::from_utf8_lossy(request.body())),
    );
    std::io::Write::write_all(&mut file, (line + "\n").as_bytes()).expect("the file takes a line");
}

/// The verdict on an example.
enum Class<'n> {
    Same,
    Undescribed,
    Theirs(&'n str),
    Ours(String),
}

fn judge<'n>(
    row: &'n rt::Node<'n>,
    reread: fn(&rt::Node<'_>) -> Result<Vec<u8>, String>,
    same_instant: SameInstant,
) -> Class<'n> {
    let value = member(row, "value");
    let excused: Vec<_> = array(member(row, "undescribed")).iter().map(content).collect();
    let fault = match member(row, "fault") {
        rt::Node::String(fault) => Some(&**fault),
        _ => None,
    };
    let found = match reread(value) {
        Ok(found) => found,
        Err(error) => {
            return match fault {
                Some(fault) => Class::Theirs(fault),
                None => Class::Ours(format!("  expected {}\n  {error}", cut(&json(value)))),
            };
        }
    };
    let found = rt::Node::parse(&found).expect("what is written is JSON");
    let strict = Comparison { excused: &[], same_instant };
    let Some(difference) = strict.difference(&mut String::new(), value, &found) else {
        return Class::Same;
    };
    if let Some(fault) = fault {
        return Class::Theirs(fault);
    }
    if excused.is_empty() {
        return Class::Ours(difference);
    }
    let lenient = Comparison { excused: &excused, same_instant };
    match lenient.difference(&mut String::new(), value, &found) {
        None => Class::Undescribed,
        Some(difference) => Class::Ours(difference),
    }
}

/// A comparison of JSON by value.
struct Comparison<'n> {
    /// JSON pointers of members that may be missing.
    excused: &'n [&'n str],
    same_instant: SameInstant,
}

impl Comparison<'_> {
    /// Returns a description of the first difference.
    fn difference(
        &self,
        at: &mut String,
        expected: &rt::Node<'_>,
        found: &rt::Node<'_>,
    ) -> Option<String> {
        use rt::Node::{Array, Object, String as Text};
        let same = match (expected, found) {
            (Array(expected), Array(found)) if expected.len() == found.len() => {
                return expected.iter().zip(found).enumerate().find_map(|(index, (one, other))| {
                    below(at, &index.to_string(), |at| self.difference(at, one, other))
                });
            }
            (Object(expected), Object(found)) => return self.members(at, expected, found),
            (Text(expected), Text(found)) => {
                expected == found || (self.same_instant)(expected, found)
            }
            (rt::Node::Null, rt::Node::Null) => true,
            (rt::Node::Boolean(expected), rt::Node::Boolean(found)) => expected == found,
            _ => same_number(expected, found),
        };
        (!same).then(|| differs(at, Some(expected), Some(found)))
    }

    fn members(
        &self,
        at: &mut String,
        expected: &Members<'_>,
        found: &Members<'_>,
    ) -> Option<String> {
        for (name, value) in expected {
            let other = found.iter().find(|(known, _)| known == name).map(|(_, value)| value);
            let difference = below(at, name, |at| match other {
                Some(other) => self.difference(at, value, other),
                None if self.excused.contains(&at.as_str()) => None,
                None => Some(differs(at, Some(value), None)),
            });
            if difference.is_some() {
                return difference;
            }
        }
        let new = found.iter().find(|(name, _)| !expected.iter().any(|(known, _)| known == name));
        new.and_then(|(name, value)| below(at, name, |at| Some(differs(at, None, Some(value)))))
    }
}

type Members<'n> = [(std::borrow::Cow<'n, str>, rt::Node<'n>)];

/// Calls a function with the pointer to a member or item.
fn below<T>(at: &mut String, step: &str, act: impl FnOnce(&mut String) -> T) -> T {
    let length = at.len();
    at.push('/');
    at.push_str(&step.replace('~', "~0").replace('/', "~1"));
    let done = act(at);
    at.truncate(length);
    done
}

fn differs(at: &str, expected: Option<&rt::Node<'_>>, found: Option<&rt::Node<'_>>) -> String {
    let shown = |node: Option<&rt::Node<'_>>| match node {
        Some(node) => cut(&json(node)),
        None => "nothing".to_owned(),
    };
    format!("  at `{at}`\n  expected {}\n  found    {}", shown(expected), shown(found))
}

/// Returns `true` if two numbers have the same value, as `1.0` and `1` do.
fn same_number(one: &rt::Node<'_>, other: &rt::Node<'_>) -> bool {
    match (one.integer(), other.integer()) {
        (Ok(one), Ok(other)) => one == other,
        _ => match (one.number(), other.number()) {
            (Ok(one), Ok(other)) => one == other,
            _ => false,
        },
    }
}

/// Returns `true` if two requests have the same method, path, and query. The order of different query parameters and
/// the credentials do not count.
fn same_request(expected: &str, found: &str, same_instant: SameInstant) -> bool {
    let same =
        |one: &str, other: &str| one == other || same_instant(&decoded(one), &decoded(other));
    let all = |one: Vec<&str>, other: Vec<&str>| {
        one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| same(one, other))
    };
    let (path, query) = expected.split_once('?').unwrap_or((expected, ""));
    let (found_path, found_query) = found.split_once('?').unwrap_or((found, ""));
    let pairs = |query| {
        let mut pairs = Vec::new();
        for pair in str::split(query, '&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if value != CREDENTIAL {
                pairs.push((name, value));
            }
        }
        pairs.sort_by_key(|(name, _)| *name);
        pairs.into_iter().flat_map(|(name, value)| [name, value]).collect::<Vec<_>>()
    };
    all(path.split('/').collect(), found_path.split('/').collect())
        && all(pairs(query), pairs(found_query))
}

/// Returns a string with its percent-encoding removed.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let byte = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn member<'n>(node: &'n rt::Node<'n>, name: &str) -> &'n rt::Node<'n> {
    let members = match node {
        rt::Node::Object(members) => members.as_slice(),
        _ => &[],
    };
    members.iter().find(|(known, _)| known == name).map_or(&rt::Node::Null, |(_, node)| node)
}

fn array<'n>(node: &'n rt::Node<'n>) -> &'n [rt::Node<'n>] {
    match node {
        rt::Node::Array(items) => items,
        _ => &[],
    }
}

fn text<'n>(node: &'n rt::Node<'n>, name: &str) -> &'n str {
    content(member(node, name))
}

fn content<'n>(node: &'n rt::Node<'n>) -> &'n str {
    node.string().unwrap_or_default()
}

fn json(node: &rt::Node<'_>) -> String {
    super::serde_json::to_string(node).unwrap_or_default()
}

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() { format!("{shown}..") } else { shown }
}
