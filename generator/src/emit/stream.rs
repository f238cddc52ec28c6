//! Answers that are read piece by piece: items of a type, or bytes.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::{Asked, unless};
use super::{Context, docs, error, shape};
use crate::api::{ItemForm, Media};
use crate::names::FormNames;

/// The methods of a form whose answers are items one after another.
pub(super) fn of_items(cx: Context<'_>, asked: Asked<'_>, media: &Media) -> TokenStream {
    let error = error::ty(cx, asked.id);
    let FormNames { send, send_blocking, decode, .. } = asked.names;
    let (ty, form) = item(cx, media);
    let media_type = media.media_type();
    let (receiver, ask) = asked.ask();
    let (patterns, others) = (asked.patterns(), asked.form.others());
    let items = quote!(items(#media_type, rt::StreamFormat::#form, &[#(#others),*]));
    let reads = asked.words("Reads an answer to the request.", "Reads an answer of the form");
    let sends = asked.words(
        "Sends the call and gives the items of the answer one by one.",
        "Sends the call and gives the items of the answer one by one, asked for as",
    );
    let waits = asked.words(
        "Sends the call and gives the items of the answer one by one, waiting for each.",
        "Sends the call and gives the items of the answer one by one, waiting for each, asked for as",
    );
    let errors = docs::attributes(&format!("# Errors\n\nAs [`{send}`](Self::{send})."));
    let follow = asked.form.is_events().then(|| follow(asked, &ty, &error));
    quote! {
        #follow

        #reads
        ///
        /// # Errors
        ///
        /// The answer is an error, or is not as the description says.
        pub fn #decode(
            answer: rt::Response,
        ) -> Result<rt::BlockingItemStream<#ty>, rt::CallError<#error>> {
            match answer.status().as_u16() {
                #patterns => answer.#items,
                _ => Err(answer.into_error()),
            }
        }

        #sends
        ///
        /// # Errors
        ///
        /// Nothing was sent, no answer came, the answer is an error, or it is of another media
        /// type.
        pub async fn #send(#receiver) -> Result<rt::ItemStream<#ty>, rt::CallError<#error>> {
            #ask
            let answer = self.call.open().await?;
            match answer.status().as_u16() {
                #patterns => answer.#items.await,
                _ => Err(answer.into_error().await),
            }
        }

        #waits
        ///
        #errors
        pub fn #send_blocking(
            #receiver,
        ) -> Result<rt::BlockingItemStream<#ty>, rt::CallError<#error>> {
            #ask
            let answer = self.call.open_blocking()?;
            match answer.status().as_u16() {
                #patterns => answer.#items,
                _ => Err(answer.into_error()),
            }
        }
    }
}

/// The methods that go on where events break off.
fn follow(asked: Asked<'_>, ty: &TokenStream, error: &TokenStream) -> TokenStream {
    let FormNames { send, send_blocking, follow, follow_blocking, .. } = asked.names;
    let words = docs::attributes(&format!(
        "As [`{send}`](Self::{send}), and goes on behind the last event where the connection ends, until \
         the server says that nothing more comes."
    ));
    let waits = docs::attributes(&format!("As [`{follow}`](Self::{follow}), waiting for each."));
    quote! {
        #words
        pub fn #follow(self) -> rt::Following<#ty, #error> {
            rt::Following::new(self.call, |call| Box::pin(Self { call }.#send()))
        }

        #waits
        pub fn #follow_blocking(self) -> rt::BlockingFollowing<#ty, #error> {
            rt::BlockingFollowing::new(self.call, |call| Self { call }.#send_blocking())
        }
    }
}

/// The type of an item, and what it is read from.
pub(super) fn item(cx: Context<'_>, media: &Media) -> (TokenStream, TokenStream) {
    let Media::Stream { item, shape, .. } = media else { return (quote!(rt::Event), quote!(Text)) };
    match item {
        ItemForm::Raw => (quote!(rt::Event), quote!(TextEvent)),
        ItemForm::Json => (shape::value(cx, shape), quote!(Json)),
        ItemForm::Text => (shape::value(cx, shape), quote!(Text)),
        ItemForm::Event => (shape::value(cx, shape), quote!(Event)),
        ItemForm::TextEvent => (shape::value(cx, shape), quote!(TextEvent)),
    }
}

/// The methods that give an answer's bytes piece by piece.
pub(super) fn of_bytes(cx: Context<'_>, asked: Asked<'_>) -> TokenStream {
    let error = error::ty(cx, asked.id);
    let FormNames { send, open, open_blocking, .. } = asked.names;
    let (receiver, ask) = asked.ask();
    let patterns = asked.patterns();
    let media = asked.form.answers.iter().find_map(|answer| answer.media.as_ref());
    let others = asked.form.others();
    let unless = media.map(|media| unless(media, &others)).filter(|it| !it.is_empty());
    let (later, now) =
        (unless.as_ref().map(|it| quote!(#it.await?)), unless.as_ref().map(|it| quote!(#it?)));
    let opens = asked.words(
        "Sends the call and gives the bytes of the answer piece by piece, however many they are.",
        "Sends the call and gives the bytes of the answer piece by piece, however many they are, asked for as",
    );
    let waits = asked.words(
        "Sends the call and gives the bytes of the answer piece by piece, waiting for each.",
        "Sends the call and gives the bytes of the answer piece by piece, waiting for each, asked for as",
    );
    let errors = docs::attributes(&format!("# Errors\n\nAs [`{send}`](Self::{send})."));
    quote! {
        #opens
        ///
        #errors
        pub async fn #open(#receiver) -> Result<rt::ByteStream, rt::CallError<#error>> {
            #ask
            let answer = self.call.open().await?;
            match answer.status().as_u16() {
                #patterns => Ok(answer #later.bytes()),
                _ => Err(answer.into_error().await),
            }
        }

        #waits
        ///
        #errors
        pub fn #open_blocking(
            #receiver,
        ) -> Result<rt::BlockingByteStream, rt::CallError<#error>> {
            #ask
            let answer = self.call.open_blocking()?;
            match answer.status().as_u16() {
                #patterns => Ok(answer #now.bytes()),
                _ => Err(answer.into_error()),
            }
        }
    }
}
