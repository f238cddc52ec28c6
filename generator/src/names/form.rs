//! Names of the media types ("forms") of responses and bodies, and of response headers.

use std::cell::RefCell;

use super::assign::{Wish, assign};
use super::name::Name;
use super::text::{Case, ident, plain};
use super::types::member;
use crate::api::{Form, Media, Operation, media_type};

/// The names of one media type of an operation's responses.
#[derive(Debug)]
pub struct FormNames {
    /// The method that sends the call and asks for this media type: `send`, `send_csv`.
    pub send: Name,
    /// The blocking counterpart of `send`.
    pub send_blocking: Name,
    /// The method that reads a response of this media type.
    pub decode: Name,
    /// The method that sends the call and returns the body as a stream of chunks.
    pub open: Name,
    /// The blocking counterpart of `open`.
    pub open_blocking: Name,
    /// The method that sends the call and reconnects when the stream of events ends.
    pub follow: Name,
    /// The blocking counterpart of `follow`.
    pub follow_blocking: Name,
    /// The enum of the responses, if their types differ by status.
    pub response: Name,
}

/// Returns the names for each media type of the responses; the first one adds no word to `send` and the others.
pub(super) fn forms(operation: &Operation, beside: &dyn Fn(&str) -> Name) -> Vec<FormNames> {
    let words = words(operation).into_iter();
    let words = words.map(|word| word.unraw().trim_start_matches('_').to_owned());
    let form = |word: String| {
        let named = |before: &str, behind: &str| match word.as_str() {
            "" => ident(&format!("{before}{behind}")),
            word => ident(&format!("{before}_{word}{behind}")),
        };
        FormNames {
            send: named("send", ""),
            send_blocking: named("send", "_blocking"),
            decode: named("decode", ""),
            open: named("open", ""),
            open_blocking: named("open", "_blocking"),
            follow: named("follow", ""),
            follow_blocking: named("follow", "_blocking"),
            response: beside(&format!("{}Response", plain(&word, Case::Camel))),
        }
    };
    [String::new()].into_iter().chain(words).map(form).collect()
}

/// Returns the words behind the name of a call for the enums of its responses, by position. An enum is emitted if the types
/// differ by status.
pub(super) fn suffixes(operation: &Operation) -> Vec<String> {
    let suffixes = RefCell::new(Vec::new());
    forms(operation, &|suffix| {
        suffixes.borrow_mut().push(suffix.to_owned());
        ident(suffix)
    });
    let several = operation.forms.iter().zip(suffixes.into_inner());
    several.filter(|(form, _)| form.responses.len() > 1).map(|(_, suffix)| suffix).collect()
}

/// Returns the variants for the media types of the body.
pub(super) fn of_body(operation: &Operation) -> Vec<Name> {
    let wish = |media: &Media| Wish {
        names: names(&media_type::word(media.media_type()), media.media_type(), Case::Camel),
        ..Wish::default()
    };
    let wishes: Vec<_> = operation.body.iter().flat_map(|body| &body.forms).map(wish).collect();
    assign(&wishes, &["Self"])
}

/// Returns the methods that read the response headers.
pub(super) fn headers(operation: &Operation) -> Vec<Name> {
    let wishes: Vec<_> =
        operation.headers.iter().map(|header| member(&header.name, Case::Snake)).collect();
    assign(&wishes, &["new", "raw", "from", "clone", "fmt"])
}

/// Returns the candidates for a media type: its word, its word with its parameters, and the whole media type.
fn names(word: &str, media_type: &str, case: Case) -> Vec<String> {
    let names = [word, &media_type::words(media_type), media_type];
    names.map(|name| plain(name, case)).to_vec()
}

/// Returns a word for each media type but the first, no two alike.
fn words(operation: &Operation) -> Vec<Name> {
    let wish = |form: &Form| Wish {
        names: names(&form.word, form.media_type(), Case::Snake),
        ..Wish::default()
    };
    let wishes: Vec<_> = operation.forms.iter().skip(1).map(wish).collect();
    // `send_blocking` and `send_with_headers` have another meaning.
    assign(&wishes, &["blocking", "with_headers"])
}

/// Returns the methods of a call that depend on the media types and headers of its responses.
pub(super) fn methods(operation: &Operation) -> Vec<String> {
    let mut methods = Vec::new();
    for (form, names) in operation.forms.iter().zip(forms(operation, &ident)) {
        if form.is_events() {
            methods.extend([&names.follow, &names.follow_blocking].map(Name::to_string));
        }
    }
    for names in forms(operation, &ident).iter().skip(1) {
        let own = [&names.send, &names.send_blocking, &names.decode];
        methods.extend(
            own.into_iter().chain([&names.open, &names.open_blocking]).map(Name::to_string),
        );
    }
    if operation.forms.iter().any(Form::is_bytes) {
        methods.extend(["open", "open_blocking"].map(str::to_owned));
    }
    if operation.paging.is_some() {
        let own = ["pages", "pages_blocking", "items", "items_blocking", "page_turn", "page_items"];
        methods.extend(own.map(str::to_owned));
    }
    if !operation.headers.is_empty() {
        methods.extend(["send_with_headers", "send_with_headers_blocking"].map(str::to_owned));
    }
    methods
}
