//! Reads the request body from the options of a curl command.

use std::fs;
use std::io::{self, Read};

use specwright::source::{LoadError, Source};

use super::options::{Given, Meaning};
use crate::add::request::{Body, Part, PartValue, Refusal, pairs};

/// The most bytes that are read from a file.
const MAX_FILE: u64 = 16 << 20;

/// The body that the options give.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) body: Option<Body>,
    /// The data as fields, for `--get`.
    pub(super) pairs: Vec<(String, String)>,
    pub(super) is_body: bool,
    pub(super) notes: Vec<String>,
}

const FORM: &str = "application/x-www-form-urlencoded";

const BYTES: &str = "application/octet-stream";

/// Reads the body. `stdin` is the content of a here-document.
pub(super) fn read(
    given: &[Given],
    stdin: Option<&str>,
    media: Option<String>,
) -> Result<Sent, Refusal> {
    let mut sent = Sent::default();
    let of = |wanted: &[Meaning]| -> Vec<&Given> {
        given.iter().filter(|it| wanted.contains(&it.meaning)).collect()
    };
    let forms = of(&[Meaning::Form, Meaning::FormString]);
    let data = of(&[
        Meaning::Data,
        Meaning::DataRaw,
        Meaning::DataBinary,
        Meaning::DataUrlencode,
        Meaning::Json,
    ]);
    let upload = of(&[Meaning::Upload]);
    let kinds = [&forms, &data, &upload].into_iter().filter(|list| !list.is_empty()).count();
    if kinds > 1 {
        let at = forms.first().or(upload.first()).map(|it| it.at).unwrap_or_default();
        let help = "give the body by `-d`, by `-F` or by `-T`";
        return Err(Refusal::at(at, "the command has two bodies", help));
    }
    sent.is_body = kinds > 0;
    if !forms.is_empty() {
        let parts = forms.into_iter().map(part).collect::<Result<_, _>>()?;
        sent.body = Some(Body::Multipart(parts));
    } else if !upload.is_empty() {
        sent.body = Some(Body::Binary(media.unwrap_or_else(|| BYTES.to_owned())));
    } else if !data.is_empty() {
        read_data(
            &data,
            stdin,
            media,
            given.iter().any(|it| it.meaning == Meaning::Get),
            &mut sent,
        )?;
    }
    Ok(sent)
}

fn read_data(
    data: &[&Given],
    stdin: Option<&str>,
    media: Option<String>,
    is_query: bool,
    sent: &mut Sent,
) -> Result<(), Refusal> {
    let is_json = data.iter().any(|it| it.meaning == Meaning::Json);
    let said = media.clone().or_else(|| is_json.then(|| "application/json".to_owned()));
    let is_text = |media: &str| media == FORM || is_json_type(media) || media.starts_with("text/");
    if let Some(media) = said.as_deref().filter(|media| !is_text(media)) {
        let is_file =
            data.iter().any(|it| it.meaning != Meaning::DataRaw && it.value.starts_with('@'));
        let is_xml =
            media.ends_with("/xml") || media.ends_with("+xml") || media.ends_with("graphql");
        sent.body = Some(match is_file && !is_xml {
            true => Body::Binary(media.to_owned()),
            false => Body::Text(media.to_owned()),
        });
        return Ok(());
    }
    let mut text = String::new();
    for it in data {
        if !text.is_empty() && it.meaning != Meaning::Json {
            text.push('&');
        }
        match it.meaning {
            Meaning::DataUrlencode => {
                sent.pairs.extend(urlencoded(it)?);
                let pairs = urlencoded(it)?;
                let encoded =
                    pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
                text.push_str(&encoded.collect::<Vec<_>>().join("&"));
            }
            Meaning::DataRaw => text.push_str(&it.value),
            _ => text.push_str(&content(it, &it.value, stdin)?),
        }
    }
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let is_urlencoded = data.iter().any(|it| it.meaning == Meaning::DataUrlencode);
    let at = data.first().map(|it| it.at).unwrap_or_default();
    match said {
        _ if is_query || text.is_empty() => sent.pairs = pairs(&text),
        Some(media) if is_json_type(&media) => sent.body = Some(json(media, &text, at)?),
        Some(media) if media != FORM => sent.body = Some(Body::Text(media)),
        None if looks_like_json && !is_urlencoded => {
            let note = "the body is JSON, so it is described as `application/json`; without a header `Content-Type`, \
                        curl calls it a form";
            sent.notes.push(note.to_owned());
            sent.body = Some(json("application/json".to_owned(), &text, at)?);
        }
        _ => sent.body = Some(Body::Form(pairs(&text))),
    }
    Ok(())
}

fn is_json_type(media: &str) -> bool {
    media == "application/json" || media == "text/json" || media.ends_with("+json")
}

fn json(media: String, text: &str, at: usize) -> Result<Body, Refusal> {
    let value = value(text).map_err(|error| {
        Refusal::at(at, &format!("the body is not JSON: {error}"), "give a body that is complete")
    })?;
    Ok(Body::Json(media, value))
}

/// Parses a JSON document and keeps the order of its members.
pub(in crate::add) fn value(text: &str) -> Result<specwright::source::Value, serde_json::Error> {
    serde_json::from_str::<serde_json::Value>(text)?;
    let source = Source::from_text("body.json", text).unwrap_or_else(LoadError::into_source);
    Ok(source.root().clone())
}

/// Returns the text of `-d`: its value, or the content of the file after `@`.
fn content(given: &Given, text: &str, stdin: Option<&str>) -> Result<String, Refusal> {
    let Some(name) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    if name == "-" {
        let help = "give the body itself, or a file as `-d @FILE`";
        return stdin.map(str::to_owned).ok_or_else(|| {
            Refusal::at(given.at, "the body comes from standard input, which is not at hand", help)
        });
    }
    let mut text = String::new();
    let read = fs::File::open(name).and_then(|file| file.take(MAX_FILE).read_to_string(&mut text));
    read.map_err(|error: io::Error| {
        let help = "the body is described by what the file holds; run this where it is, or give the body itself";
        Refusal::at(given.at, &format!("cannot read the body from `{name}`: {error}"), help)
    })?;
    // curl removes line ends, except for `--data-binary` and `--json`.
    if given.meaning == Meaning::Data {
        text.retain(|char| !matches!(char, '\n' | '\r'));
    }
    Ok(text)
}

/// Reads a value of `--data-urlencode`: `content`, `=content`, `name=content`, `@file` or `name@file`.
pub(super) fn urlencoded(given: &Given) -> Result<Vec<(String, String)>, Refusal> {
    let text = given.value.strip_prefix('+').filter(|_| given.meaning == Meaning::UrlQuery);
    if let Some(text) = text {
        return Ok(pairs(text));
    }
    let text = given.value.as_str();
    let (name, value) = match text.find(['=', '@']) {
        Some(at) => {
            let (name, rest) = text.split_at_checked(at).unwrap_or((text, ""));
            match rest.strip_prefix('=') {
                Some(value) => (name, value.to_owned()),
                None => (name, content(given, rest, None)?),
            }
        }
        None => ("", text.to_owned()),
    };
    Ok(match name {
        "" => vec![(value, String::new())],
        name => vec![(name.to_owned(), value)],
    })
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[]".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Reads a part of `-F`: `name=text`, `name=@file` or `name=<file`, which may be followed by `;type=` and other
/// attributes.
fn part(given: &Given) -> Result<Part, Refusal> {
    let split = given.value.split_once('=').filter(|(name, _)| !name.is_empty());
    let (name, value) = split.ok_or_else(|| {
        Refusal::at(given.at, "this part of the form has no name", "write it as `-F name=value`")
    })?;
    let name = name.to_owned();
    if given.meaning == Meaning::FormString {
        return Ok(Part { name, value: PartValue::Text(value.to_owned()), media: None });
    }
    let (content, settings) = match value.find(";type=").or_else(|| value.find(";filename=")) {
        Some(at) => value.split_at_checked(at).unwrap_or((value, "")),
        None => (value, ""),
    };
    let media = settings.split(';').find_map(|setting| setting.trim().strip_prefix("type="));
    let media = media
        .map(|media| media.trim_matches('"').to_lowercase())
        .filter(|media| media.contains('/'));
    if content.starts_with('@') && content.contains(',') && !content.starts_with("@\"") {
        let help = "give each file by an option of its own: `-F name=@one -F name=@two`";
        return Err(Refusal::at(given.at, "curl nests several files of one part", help));
    }
    let value = match content.chars().next() {
        Some('@') => PartValue::File,
        Some('<') => PartValue::TextFile,
        _ => PartValue::Text(content.trim_matches('"').to_owned()),
    };
    Ok(Part { name, value, media })
}
