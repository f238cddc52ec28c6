//! Streamed responses: items of a type, or chunks of bytes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::ItemForm;
use crate::emit::operations::form::{ask, asked, patterns, unless, words};
use crate::emit::{Context, docs};
use crate::model::{Form, Items, Operation, Refused};
use crate::names::FormNames;

/// Emits the methods of a form whose responses are streams of items.
pub(crate) fn of_items(
    cx: Context<'_>,
    operation: &Operation<'_>,
    form: &Form<'_>,
    items: &Items<'_>,
) -> TokenStream {
    let (ty, error) = (cx.ty(&items.ty), cx.ty(&operation.error_type()));
    let FormNames { send, send_blocking, decode, .. } = form.names;
    let (receiver, ask) = ask(form);
    let (patterns, read_from) = (patterns(form), item_form(items.form));
    let Refused { media_type, others } = &items.refused;
    let follow = items.can_follow.then(|| follow(form, &ty, &error));
    let items = quote!(items(#media_type, rt::StreamFormat::#read_from, &[#(#others),*]));
    let reads = words(form, "Reads a response to the call.", "Reads a response of the media type");
    let sends = asked(form, "Sends the call and returns a stream of the items in the response");
    let waits = asked(form, "Sends the call and returns an iterator of the items in the response");
    let errors = docs::attributes(&format!("# Errors\n\nSee [`{send}`](Self::{send})."));
    quote! {
        #follow

        #reads
        ///
        /// # Errors
        ///
        /// Returns an error if the response is an error or has another media type.
        pub fn #decode(
            response: rt::Response,
        ) -> Result<rt::BlockingItemStream<#ty>, rt::CallError<#error>> {
            match response.status().as_u16() {
                #patterns => response.#items,
                _ => Err(response.into_error()),
            }
        }

        #sends
        ///
        /// # Errors
        ///
        /// Returns an error if the request cannot be sent, if no response arrives, or if the response is
        /// an error or has another media type.
        pub async fn #send(#receiver) -> Result<rt::ItemStream<#ty>, rt::CallError<#error>> {
            #ask
            let response = self.call.open().await?;
            match response.status().as_u16() {
                #patterns => response.#items.await,
                _ => Err(response.into_error().await),
            }
        }

        #waits
        ///
        #errors
        pub fn #send_blocking(
            #receiver,
        ) -> Result<rt::BlockingItemStream<#ty>, rt::CallError<#error>> {
            #ask
            let response = self.call.open_blocking()?;
            match response.status().as_u16() {
                #patterns => response.#items,
                _ => Err(response.into_error()),
            }
        }
    }
}

/// Emits the methods that reconnect when a stream of events ends.
fn follow(form: &Form<'_>, ty: &TokenStream, error: &TokenStream) -> TokenStream {
    let FormNames { send, send_blocking, follow, follow_blocking, .. } = form.names;
    let words = docs::attributes(&format!(
        "Returns a stream of the items like [`{send}`](Self::{send}), but reconnects when the connection ends.\n\n\
         The stream continues after the last received event until the server ends it."
    ));
    let waits = docs::attributes(&format!(
        "Returns an iterator of the items like [`{follow}`](Self::{follow})."
    ));
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

/// Returns the format from which the runtime reads an item.
pub(crate) fn item_form(form: ItemForm) -> TokenStream {
    match form {
        ItemForm::Raw | ItemForm::TextEvent => quote!(TextEvent),
        ItemForm::Json => quote!(Json),
        ItemForm::Text => quote!(Text),
        ItemForm::Event => quote!(Event),
    }
}

/// Emits the methods that return the chunks of a response body.
pub(crate) fn of_bytes(form: &Form<'_>, refused: &Refused<'_>, error: &TokenStream) -> TokenStream {
    let FormNames { send, open, open_blocking, .. } = form.names;
    let (receiver, ask) = ask(form);
    let patterns = patterns(form);
    let (later, now) = (unless(refused, &quote!(.await?)), unless(refused, &quote!(?)));
    let opens = asked(
        form,
        "Sends the call and returns a stream of the chunks in the response, without a size limit",
    );
    let waits = asked(
        form,
        "Sends the call and returns an iterator of the chunks in the response, without a size limit",
    );
    let errors = docs::attributes(&format!("# Errors\n\nSee [`{send}`](Self::{send})."));
    quote! {
        #opens
        ///
        #errors
        pub async fn #open(#receiver) -> Result<rt::ByteStream, rt::CallError<#error>> {
            #ask
            let response = self.call.open().await?;
            match response.status().as_u16() {
                #patterns => Ok(response #later.bytes()),
                _ => Err(response.into_error().await),
            }
        }

        #waits
        ///
        #errors
        pub fn #open_blocking(
            #receiver,
        ) -> Result<rt::BlockingByteStream, rt::CallError<#error>> {
            #ask
            let response = self.call.open_blocking()?;
            match response.status().as_u16() {
                #patterns => Ok(response #now.bytes()),
                _ => Err(response.into_error()),
            }
        }
    }
}
