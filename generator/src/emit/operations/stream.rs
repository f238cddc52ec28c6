//! Answers that are read piece by piece: items of a type, or bytes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::ItemForm;
use crate::emit::operations::form::{ask, asked, patterns, unless, words};
use crate::emit::{Context, docs};
use crate::model::{Form, Items, Operation, Refused};
use crate::names::FormNames;

/// The methods of a form whose answers are items one after another.
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
    let reads = words(form, "Reads an answer to the request.", "Reads an answer of the form");
    let sends = asked(form, "Sends the call and gives the items of the answer one by one");
    let waits = asked(
        form,
        "Sends the call and gives the items of the answer one by one, waiting for each",
    );
    let errors = docs::attributes(&format!("# Errors\n\nAs [`{send}`](Self::{send})."));
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
fn follow(form: &Form<'_>, ty: &TokenStream, error: &TokenStream) -> TokenStream {
    let FormNames { send, send_blocking, follow, follow_blocking, .. } = form.names;
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

/// The form that the runtime reads an item from.
pub(crate) fn item_form(form: ItemForm) -> TokenStream {
    match form {
        ItemForm::Raw | ItemForm::TextEvent => quote!(TextEvent),
        ItemForm::Json => quote!(Json),
        ItemForm::Text => quote!(Text),
        ItemForm::Event => quote!(Event),
    }
}

/// The methods that give an answer's bytes piece by piece.
pub(crate) fn of_bytes(form: &Form<'_>, refused: &Refused<'_>, error: &TokenStream) -> TokenStream {
    let FormNames { send, open, open_blocking, .. } = form.names;
    let (receiver, ask) = ask(form);
    let patterns = patterns(form);
    let (later, now) = (unless(refused, &quote!(.await?)), unless(refused, &quote!(?)));
    let opens = asked(
        form,
        "Sends the call and gives the bytes of the answer piece by piece, however many they are",
    );
    let waits = asked(
        form,
        "Sends the call and gives the bytes of the answer piece by piece, waiting for each",
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
