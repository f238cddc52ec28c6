//! Names of the forms that answers and bodies have, and of the headers of answers.

use super::assign::{Wish, assign};
use super::name::Name;
use super::text::{Case, ident, plain};
use super::types::member;
use crate::api::{Form, Media, Operation, media_type};

/// The names around one form of an operation's answers.
#[derive(Debug)]
pub struct FormNames {
    /// Sends a call and asks for the form: `send`, `send_csv`.
    pub send: Name,
    /// The same by the blocking transport.
    pub send_blocking: Name,
    /// Reads an answer that has the form.
    pub decode: Name,
    /// Sends a call and gives the answer piece by piece.
    pub open: Name,
    /// The same by the blocking transport.
    pub open_blocking: Name,
    /// Sends a call and goes on where its events break off.
    pub follow: Name,
    /// The same by the blocking transport.
    pub follow_blocking: Name,
    /// The enum of the answers, where they differ by status.
    pub answer: Name,
}

/// The names around the forms of the answers: the first one has no word of its own.
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
            answer: beside(&format!("{}Response", plain(&word, Case::Camel))),
        }
    };
    [String::new()].into_iter().chain(words).map(form).collect()
}

/// The variants for the forms of the body.
pub(super) fn of_body(operation: &Operation) -> Vec<Name> {
    let wish = |media: &Media| Wish {
        names: names(&media_type::word(media.media_type()), media.media_type(), Case::Camel),
        ..Wish::default()
    };
    let wishes: Vec<_> = operation.body.iter().flat_map(|body| &body.forms).map(wish).collect();
    assign(&wishes, &["Self"])
}

/// What reads the headers.
pub(super) fn headers(operation: &Operation) -> Vec<Name> {
    let wishes: Vec<_> =
        operation.headers.iter().map(|header| member(&header.name, Case::Snake)).collect();
    assign(&wishes, &["new", "raw", "from", "clone", "fmt"])
}

/// What a form may be called: by its word, with its parameters, by all of its media type.
fn names(word: &str, media_type: &str, case: Case) -> Vec<String> {
    let names = [word, &media_type::words(media_type), media_type];
    names.map(|name| plain(name, case)).to_vec()
}

/// Words of the further forms, no two alike: the words themselves, or all of a media type.
fn words(operation: &Operation) -> Vec<Name> {
    let wish = |form: &Form| Wish {
        names: names(&form.word, form.media_type(), Case::Snake),
        ..Wish::default()
    };
    let wishes: Vec<_> = operation.forms.iter().skip(1).map(wish).collect();
    // `send_blocking` and `send_with_headers` have their meaning already.
    assign(&wishes, &["blocking", "with_headers"])
}

/// The methods of a call that are there for the forms and headers of its answers.
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
