//! The common parts of the methods for one form of a response.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::model::{Form, Refused, Statuses};

/// Returns the receiver of a method that sends the call, and the statement that sets `Accept` for the form.
pub(crate) fn ask(form: &Form<'_>) -> (TokenStream, TokenStream) {
    if form.is_usual {
        return (quote!(self), quote!());
    }
    let accept = &form.accept;
    (quote!(mut self), quote!(self.call.accept(#accept);))
}

/// Returns the first line of the docs: `usual` for the default form, otherwise `otherwise` and the media type.
pub(crate) fn words(form: &Form<'_>, usual: &str, otherwise: &str) -> TokenStream {
    if form.is_usual {
        return docs::attributes(usual);
    }
    docs::attributes(&format!("{otherwise} `{}`.", docs::visible(form.media_type)))
}

/// Returns the first line of the docs of a method that sends the call.
pub(crate) fn asked(form: &Form<'_>, text: &str) -> TokenStream {
    words(form, &format!("{text}."), &format!("{text}. Requests the media type"))
}

/// Returns the pattern for the statuses of all successes.
pub(crate) fn patterns(form: &Form<'_>) -> TokenStream {
    let patterns = form.statuses.iter().map(|statuses| pattern(*statuses));
    quote!(#(#patterns)|*)
}

/// Returns the pattern for status codes.
pub(crate) fn pattern(statuses: Statuses) -> TokenStream {
    let [first, last] = [statuses.first, statuses.last].map(Literal::u16_unsuffixed);
    if statuses.first == statuses.last { quote!(#first) } else { quote!(#first..=#last) }
}

/// Returns the docs of a response that the description does not describe.
pub(crate) fn status_words(statuses: Statuses) -> String {
    let Statuses { first, last } = statuses;
    match first == last {
        true => format!("A response with status {first}."),
        false => format!("A response with a status from {first} to {last}."),
    }
}

/// Returns the method call that rejects the media types of other forms, followed by `behind`, if there are other forms.
pub(crate) fn unless(refused: &Refused<'_>, behind: &TokenStream) -> Option<TokenStream> {
    let Refused { media_type, others } = refused;
    (!others.is_empty()).then(|| quote!(.unless(#media_type, &[#(#others),*])#behind))
}
