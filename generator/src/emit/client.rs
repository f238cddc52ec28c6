//! The client's constructors: servers, credentials, transports.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Carrier, ClientFlow};
use crate::emit::{Context, docs, servers, setter_docs, transports};
use crate::model::Scheme;

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let server = servers::emit(cx);
    let constructors = constructors(cx);
    let credentials = credentials(cx);
    let transports = transports::emit();
    quote! {
        //! How a client is made: which server it calls, with which key, over which transport.
        use super::runtime as rt;
        #server
        #constructors
        #credentials
        #transports
    }
}

/// `Client::new` and `Client::builder`, with what a client cannot do without.
fn constructors(cx: Context<'_>) -> TokenStream {
    let client = &cx.model.client;
    let (url_argument, url_pass, url) = if client.takes_url() {
        (quote!(base_url: impl Into<String>,), quote!(base_url), quote!(base_url))
    } else {
        (quote!(), quote!(), quote!(Server::default().url()))
    };
    let only = client.only_scheme().map(|scheme| (scheme.is_basic, &scheme.names.setter));
    let (key_argument, key_pass, words) = match only {
        Some((true, method)) => (
            quote!(username: impl Into<String>, password: impl Into<rt::Secret<String>>),
            quote!(.#method(username, password)),
            "A client with the defaults and this user name and password.",
        ),
        Some((false, method)) => (
            quote!(#method: impl Into<rt::Secret<String>>),
            quote!(.#method(#method)),
            "A client with the defaults and this credential.",
        ),
        None => (quote!(), quote!(), "A client with the defaults."),
    };
    let words = docs::attributes(words);
    quote! {
        impl rt::Client {
            #words
            ///
            /// # Errors
            ///
            /// A part of the client is not usable: the error says which, and why.
            pub fn new(#url_argument #key_argument) -> Result<Self, rt::BuildError> {
                Self::builder(#url_pass)#key_pass.build()
            }

            /// A client to be made to measure.
            pub fn builder(#url_argument) -> rt::ClientBuilder {
                let builder = rt::ClientBuilder::new(#url);
                #[cfg(feature = "reqwest")]
                let builder = builder.default_transport(default_transport);
                #[cfg(feature = "blocking")]
                let builder = builder.default_blocking_transport(default_blocking_transport);
                #[cfg(any(feature = "reqwest", feature = "blocking"))]
                let builder = builder.prepare_tls(prepare_tls);
                builder
            }
        }
    }
}

/// The setters of the builder for each security scheme.
fn credentials(cx: Context<'_>) -> TokenStream {
    let setters = cx.model.client.schemes.iter().map(|scheme| {
        let (setter, provider) = (credential(scheme), provider(scheme));
        let client = scheme.described.flow.as_ref().map(|flow| client_flow(scheme, flow));
        quote!(#setter #provider #client)
    });
    let setters: Vec<_> = setters.collect();
    if setters.is_empty() {
        return quote!();
    }
    quote!(impl rt::ClientBuilder { #(#setters)* })
}

/// Where the credential for a scheme goes.
fn placement(scheme: &Scheme<'_>) -> TokenStream {
    match &scheme.described.carrier {
        Carrier::Header(name) => quote!(rt::CredentialLocation::Header { name: #name, prefix: "" }),
        Carrier::Query(name) => quote!(rt::CredentialLocation::Query { name: #name }),
        Carrier::Cookie(name) => quote!(rt::CredentialLocation::Cookie { name: #name }),
        Carrier::Bearer => {
            quote!(rt::CredentialLocation::Header { name: "authorization", prefix: "Bearer " })
        }
        Carrier::Basic => {
            quote!(rt::CredentialLocation::Header { name: "authorization", prefix: "Basic " })
        }
    }
}

/// The setter of a credential that stays.
fn credential(scheme: &Scheme<'_>) -> TokenStream {
    let (id, name) = (&scheme.described.id, &scheme.names.setter);
    let words = setter_docs::credential(id);
    let words = docs::emit(&scheme.described.docs, &words);
    if scheme.is_basic {
        return quote! {
            #words
            pub fn #name(
                self,
                username: impl Into<String>,
                password: impl Into<rt::Secret<String>>,
            ) -> Self {
                self.basic_credential(#id, &username.into(), &password.into())
            }
        };
    }
    let placement = placement(scheme);
    quote! {
        #words
        pub fn #name(self, #name: impl Into<rt::Secret<String>>) -> Self {
            self.credential(#id, #placement, #name)
        }
    }
}

/// The setter of who gives a credential that changes.
fn provider(scheme: &Scheme<'_>) -> TokenStream {
    let (setter, name) = (&scheme.names.setter, &scheme.names.provider);
    let (id, placement) = (&scheme.described.id, placement(scheme));
    let mut words = format!(
        "Lets a provider give what [`{setter}`](Self::{setter}) would set, each time that a call needs \
         it: a closure, say, that reads the key of the day."
    );
    if scheme.is_basic {
        words.push_str("\n\nIt gives a [`Token::basic`](rt::Token::basic).");
    }
    let words = docs::attributes(&words);
    quote! {
        #words
        pub fn #name(self, provider: impl rt::CredentialProvider) -> Self {
            self.credential_provider(#id, #placement, provider)
        }
    }
}

/// The setter of the credentials by which a program has tokens for itself.
fn client_flow(scheme: &Scheme<'_>, flow: &ClientFlow) -> TokenStream {
    let (setter, name) = (&scheme.names.setter, &scheme.names.client);
    let id = &scheme.described.id;
    let (url, scopes) = (&flow.token_url, &flow.scopes);
    let place = match url.as_str() {
        "" => String::new(),
        url => format!(" from `{}`", docs::visible(url)),
    };
    let words = docs::attributes(&format!(
        "Has the tokens that [`{setter}`](Self::{setter}) would set{place}, by the credentials of the \
         client itself (OAuth 2.0), and new ones before they expire."
    ));
    quote! {
        #words
        pub fn #name(self, client: rt::ClientCredentials) -> Self {
            self.client_credentials(#id, client.or(#url, &[#(#scopes),*]))
        }
    }
}
