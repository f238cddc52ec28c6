//! What the methods of one form of a response have in common.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs;
use crate::model::{Form, Refused, Statuses};

/// The receiver of a method that sends the call, and what makes it ask for the form.
pub(crate) fn ask(form: &Form<'_>) -> (TokenStream, TokenStream) {
    if form.is_usual {
        return (quote!(self), quote!());
    }
    let accept = &form.accept;
    (quote!(mut self), quote!(self.call.accept(#accept);))
}

/// The first line of the documentation: as it is for the form that is asked for where nothing
/// is said, or with the media type behind it.
pub(crate) fn words(form: &Form<'_>, usual: &str, otherwise: &str) -> TokenStream {
    if form.is_usual {
        return docs::attributes(usual);
    }
    docs::attributes(&format!("{otherwise} `{}`.", docs::visible(form.media_type)))
}

/// The first line of the documentation of a method that sends the call.
pub(crate) fn asked(form: &Form<'_>, text: &str) -> TokenStream {
    words(form, &format!("{text}."), &format!("{text}, asked for as"))
}

/// The statuses of all successes, as a pattern.
pub(crate) fn patterns(form: &Form<'_>) -> TokenStream {
    let patterns = form.statuses.iter().map(|statuses| pattern(*statuses));
    quote!(#(#patterns)|*)
}

/// Status codes, as a pattern.
pub(crate) fn pattern(statuses: Statuses) -> TokenStream {
    let [first, last] = [statuses.first, statuses.last].map(Literal::u16_unsuffixed);
    if statuses.first == statuses.last { quote!(#first) } else { quote!(#first..=#last) }
}

/// The call that refuses the media types of other forms, if there are some, with what stands `behind` it.
pub(crate) fn unless(refused: &Refused<'_>, behind: &TokenStream) -> Option<TokenStream> {
    let Refused { media_type, others } = refused;
    (!others.is_empty()).then(|| quote!(.unless(#media_type, &[#(#others),*])#behind))
}
