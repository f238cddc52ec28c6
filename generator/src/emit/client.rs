//! The constructors of the client: servers, credentials and transports.

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
        //! The constructors of the client: servers, credentials and transports.
        use super::runtime as rt;
        #server
        #constructors
        #credentials
        #transports
    }
}

/// Emits `Client::new` and `Client::builder`, with the arguments that every client needs.
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
            "Creates a client with the default settings, and this user name and password.",
        ),
        Some((false, method)) => (
            quote!(#method: impl Into<rt::Secret<String>>),
            quote!(.#method(#method)),
            "Creates a client with the default settings and this credential.",
        ),
        None => (quote!(), quote!(), "Creates a client with the default settings."),
    };
    let words = docs::attributes(words);
    quote! {
        impl rt::Client {
            #words
            ///
            /// # Errors
            ///
            /// Returns an error if the URL, the credential or the transport cannot be used.
            pub fn new(#url_argument #key_argument) -> Result<Self, rt::BuildError> {
                Self::builder(#url_pass)#key_pass.build()
            }

            /// Returns a builder for a client with custom settings.
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

/// Emits the setters of the builder for each security scheme.
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

/// Returns the place in a request of the credential for a scheme.
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

/// Emits the setter of a fixed credential.
fn credential(scheme: &Scheme<'_>) -> TokenStream {
    let (id, name) = (&scheme.described.id, &scheme.names.setter);
    let words = setter_docs::credential(&scheme.described.docs, id);
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

/// Emits the setter of a credential provider.
fn provider(scheme: &Scheme<'_>) -> TokenStream {
    let (setter, name) = (&scheme.names.setter, &scheme.names.provider);
    let (id, placement) = (&scheme.described.id, placement(scheme));
    let mut words = format!(
        "Sets a provider for the credential of [`{setter}`](Self::{setter}).\n\n\
         Each call asks the provider, which may be a closure, for the current credential."
    );
    if scheme.is_basic {
        words.push_str("\n\nThe provider returns a [`Token::basic`](rt::Token::basic).");
    }
    let words = docs::attributes(&words);
    quote! {
        #words
        pub fn #name(self, provider: impl rt::CredentialProvider) -> Self {
            self.credential_provider(#id, #placement, provider)
        }
    }
}

/// Emits the setter of the client credentials with which tokens are fetched.
fn client_flow(scheme: &Scheme<'_>, flow: &ClientFlow) -> TokenStream {
    let (setter, name) = (&scheme.names.setter, &scheme.names.client);
    let id = &scheme.described.id;
    let (url, scopes) = (&flow.token_url, &flow.scopes);
    let place = match url.as_str() {
        "" => String::new(),
        url => format!(" from `{}`", docs::visible(url)),
    };
    let words = docs::attributes(&format!(
        "Sets client credentials (OAuth 2.0) with which the tokens of [`{setter}`](Self::{setter}) are \
         fetched{place}.\n\nA new token is fetched before the current one expires."
    ));
    quote! {
        #words
        pub fn #name(self, client: rt::ClientCredentials) -> Self {
            self.client_credentials(#id, client.or(#url, &[#(#scopes),*]))
        }
    }
}
