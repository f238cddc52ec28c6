//! Answers: for each form in which they can be asked for, what it brings and how it is read.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{Context, docs, error, shape, stream};
use crate::api::media_type::essence;
use crate::api::{Answer, Form, Media, Operation, OperationId, Status};
use crate::names::FormNames;

/// A form with all that is needed to emit it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) operation: &'a Operation,
    pub(super) id: OperationId,
    pub(super) form: &'a Form,
    pub(super) names: &'a FormNames,
}

/// The methods that send the call and read its answers, and the items that they need.
pub(super) fn emit(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> (TokenStream, TokenStream) {
    let names = &cx.names.of_operation(id).forms;
    let forms = operation.forms.iter().zip(names);
    let emitted = forms.map(|(form, names)| {
        let asked = Asked { operation, id, form, names };
        match form.stream() {
            Some(media) => (stream::of_items(cx, asked, media), quote!()),
            None => whole(cx, asked),
        }
    });
    let (methods, items): (Vec<_>, Vec<_>) = emitted.unzip();
    (quote!(#(#methods)*), quote!(#(#items)*))
}

/// What every call has, and its sending in the form that it asks for where nothing is said.
pub(super) fn sends(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let call = &names.call;
    let forms = operation.forms.iter().zip(&names.forms);
    let mut usual = forms.filter(|(form, _)| form.word.is_empty() && form.stream().is_none());
    let Some((form, form_names)) = usual.next() else { return quote!(rt::calls!(#call);) };
    let asked = Asked { operation, id, form, names: form_names };
    let ((output, _, _), error) = (output(cx, asked), error::ty(cx, id));
    let headers = (!operation.headers.is_empty()).then(|| {
        let headers = &names.headers;
        quote!(, #headers)
    });
    quote!(rt::sends!(#call, #output, #error #headers);)
}

/// A form whose answers are read whole.
fn whole(cx: Context<'_>, asked: Asked<'_>) -> (TokenStream, TokenStream) {
    let (output, item, reading) = output(cx, asked);
    let error = error::ty(cx, asked.id);
    let decode = &asked.names.decode;
    let reads = asked.words("Reads an answer to the request.", "Reads an answer of the form");
    let sending = (!asked.form.word.is_empty()).then(|| sending(asked, &output, &error));
    let opened = asked.form.is_bytes().then(|| stream::of_bytes(cx, asked));
    let methods = quote! {
        #reads
        ///
        /// # Errors
        ///
        /// The answer is an error, or is not as the description says.
        #[inline]
        pub fn #decode(answer: rt::Response) -> Result<#output, rt::CallError<#error>> {
            #reading
        }

        #sending
        #opened
    };
    (methods, item)
}

/// The methods that ask for another form than the usual one.
fn sending(asked: Asked<'_>, output: &TokenStream, error: &TokenStream) -> TokenStream {
    let FormNames { send, send_blocking, decode, .. } = asked.names;
    let accept = accept(asked.operation, asked.form);
    let sends = asked.words("", "Sends the call and asks for");
    let waits = asked.words("", "Sends the call and waits for the answer, asked for as");
    let errors = docs::attributes(&format!("# Errors\n\nAs [`{send}`](Self::{send})."));
    quote! {
        #sends
        ///
        /// # Errors
        ///
        /// Nothing was sent, no answer came, the answer is an error, or it is not as the
        /// description says.
        #[inline]
        pub fn #send(mut self) -> rt::ResponseFuture<#output, #error> {
            self.call.accept(#accept);
            self.call.run(Self::#decode)
        }

        #waits
        ///
        #errors
        #[inline]
        pub fn #send_blocking(mut self) -> Result<#output, rt::CallError<#error>> {
            self.call.accept(#accept);
            self.call.run_blocking(Self::#decode)
        }
    }
}

impl Asked<'_> {
    /// The receiver of a method that sends the call, and what makes it ask for the form.
    pub(super) fn ask(self) -> (TokenStream, TokenStream) {
        if self.form.word.is_empty() {
            return (quote!(self), quote!());
        }
        let accept = accept(self.operation, self.form);
        (quote!(mut self), quote!(self.call.accept(#accept);))
    }

    /// The first line of the documentation: as it is for the form that is asked for where nothing
    /// is said, or with the media type behind it.
    pub(super) fn words(self, usual: &str, otherwise: &str) -> TokenStream {
        if self.form.word.is_empty() {
            return docs::attributes(usual);
        }
        let media_type = docs::visible(self.form.media_type());
        docs::attributes(&format!("{otherwise} `{media_type}`."))
    }

    /// The patterns of all statuses that succeed.
    pub(super) fn patterns(self) -> TokenStream {
        let statuses: Vec<_> = self.form.answers.iter().map(|it| self.status(it)).collect();
        let mut patterns = Vec::new();
        let mut rest = statuses.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            // Codes in a row are a range where they are more than two.
            let row =
                rest.iter().zip(0..).take_while(|(status, step)| follows(*first, **status, *step));
            let row = row.count();
            match (rest.get(..row), rest.get(row..)) {
                (Some([Status::Code(from), .., Status::Code(to)]), Some(others)) if row > 2 => {
                    let (from, to) = (Literal::u16_unsuffixed(*from), Literal::u16_unsuffixed(*to));
                    patterns.push(quote!(#from..=#to));
                    rest = others;
                }
                _ => {
                    patterns.push(pattern(*first));
                    rest = behind;
                }
            }
        }
        quote!(#(#patterns)|*)
    }

    fn status(self, answer: &Answer) -> Status {
        self.operation.responses.get(answer.response).map_or(Status::Default, |it| it.status)
    }
}

/// Whether a status is the code so many steps behind another one.
fn follows(first: Status, status: Status, step: u16) -> bool {
    matches!((first, status), (Status::Code(first), Status::Code(code)) if code == first + step)
}

/// The `Accept` header for a form: its own media types, then those of errors, but for what would
/// ask for another form.
pub(super) fn accept(operation: &Operation, form: &Form) -> String {
    let mut types: Vec<&str> = form.accept.iter().map(String::as_str).collect();
    let succeeds = |index| {
        let answers = operation.forms.iter().flat_map(|form| &form.answers);
        answers.into_iter().any(|answer| answer.response == index)
    };
    let others = operation.responses.iter().enumerate().filter(|(index, _)| !succeeds(*index));
    for media in others.flat_map(|(_, response)| &response.media) {
        let name = media.media_type();
        if !types.contains(&name) && !form.others().contains(&&*essence(name)) {
            types.push(name);
        }
    }
    types.join(", ")
}

/// What a call that succeeds brings: its type, the enum that it needs, and how it is read.
pub(super) fn output(cx: Context<'_>, asked: Asked<'_>) -> (TokenStream, TokenStream, TokenStream) {
    let answers = &asked.form.answers;
    let error = quote!(_ => Err(answer.into_error()),);
    let Some(first) = answers.first() else {
        // Nothing is said of success: the answer as it is.
        let decode = quote!(match answer.status().as_u16() { 200..=299 => Ok(answer), #error });
        return (quote!(rt::Response), quote!(), decode);
    };
    let same = |answer: &Answer| match (&answer.media, &first.media) {
        (Some(media), Some(first)) => media.reads_as(first),
        (media, first) => media.is_none() && first.is_none(),
    };
    if answers.iter().all(same) {
        let read = read_media(first);
        let statuses = asked.patterns();
        let decode = quote!(match answer.status().as_u16() { #statuses => #read, #error });
        return (media_type(cx, first.media.as_ref()), quote!(), decode);
    }
    several(cx, asked, error)
}

/// The enum of answers that differ by status.
fn several(
    cx: Context<'_>,
    asked: Asked<'_>,
    error: TokenStream,
) -> (TokenStream, TokenStream, TokenStream) {
    let names = cx.names.of_operation(asked.id);
    let item = &asked.names.answer;
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    for answer in &asked.form.answers {
        let response = asked.operation.responses.get(answer.response);
        let (Some(response), Some(name)) = (response, names.responses.get(answer.response)) else {
            continue;
        };
        let words = docs::emit(&response.docs, &format!("`{name}`"));
        let media = answer.media.as_ref();
        let (ty, read) = (media_type(cx, media), read_media(answer));
        let pattern = pattern(response.status);
        let (payload, read) = match media {
            Some(_) => (quote!((#ty)), quote!(#read.map(#item::#name))),
            None => (quote!(), quote!(#read.map(|()| #item::#name))),
        };
        variants.push(quote!(#words #name #payload,));
        arms.push(quote!(#pattern => #read,));
    }
    let method = &names.method;
    let words = format!("What [`{method}`](crate::Client::{method}) answers, by status.");
    let words = match asked.form.word.as_str() {
        "" => docs::attributes(&words),
        _ => asked.words("", &format!("{words} Asked for as")),
    };
    let enumeration = quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* }
    };
    let decode = quote!(match answer.status().as_u16() { #(#arms)* #error });
    (quote!(#item), enumeration, decode)
}

/// The status codes, as a pattern; for the default those of success.
pub(super) fn pattern(status: Status) -> TokenStream {
    let (from, to) = match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            return quote!(#code);
        }
        Status::Range(hundreds) => (u16::from(hundreds) * 100, u16::from(hundreds) * 100 + 99),
        Status::Default => (200, 299),
    };
    let (from, to) = (Literal::u16_unsuffixed(from), Literal::u16_unsuffixed(to));
    quote!(#from..=#to)
}

pub(super) fn media_type(cx: Context<'_>, media: Option<&Media>) -> TokenStream {
    match media {
        None => quote!(()),
        Some(Media::Json { shape, .. }) => shape::value(cx, shape),
        Some(Media::Text { .. } | Media::Form { .. }) => quote!(String),
        Some(Media::Multipart { .. } | Media::Bytes { .. } | Media::Stream { .. }) => {
            quote!(bytes::Bytes)
        }
    }
}

fn read_media(answer: &Answer) -> TokenStream {
    match &answer.media {
        None => quote!(answer.empty()),
        // What is not JSON tells itself.
        Some(Media::Json { .. }) => quote!(answer.json()),
        Some(media) => {
            let unless = unless(media, &answer.others);
            let unless = (!unless.is_empty()).then(|| quote!(#unless?));
            match media {
                Media::Text { .. } | Media::Form { .. } => quote!(answer #unless.text()),
                _ => quote!(answer #unless.bytes()),
            }
        }
    }
}

/// The call that refuses the media types of the other forms, if there are others.
pub(super) fn unless(media: &Media, others: &[impl ToTokens]) -> TokenStream {
    if others.is_empty() {
        return quote!();
    }
    let media_type = media.media_type();
    quote!(.unless(#media_type, &[#(#others),*]))
}
