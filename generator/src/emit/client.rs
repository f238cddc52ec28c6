//! The client's constructors: servers, credentials, transports.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, servers};
use crate::api::{Carrier, Scheme};

pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let server = servers::emit(cx);
    let constructors = constructors(cx);
    let credentials = credentials(cx);
    let transports = transports();
    quote! {
        //! How a client is made: which server it calls, with which key, over which transport.
        use crate::runtime as rt;
        #server
        #constructors
        #credentials
        #transports
    }
}

/// `Client::new` and `Client::builder`, with what a client cannot do without.
fn constructors(cx: Context<'_>) -> TokenStream {
    let has_server = !cx.api.servers.is_empty();
    let (url_argument, url_pass, url) = if has_server {
        (quote!(), quote!(), quote!(Server::default().url()))
    } else {
        (quote!(base_url: impl Into<String>,), quote!(base_url), quote!(base_url))
    };
    let only = cx.api.schemes.first().zip(cx.names.schemes().first());
    let only = only.filter(|_| cx.api.schemes.len() == 1);
    let (key_argument, key_pass, words) = match only {
        Some((Scheme { carrier: Carrier::Basic, .. }, method)) => (
            quote!(username: impl Into<String>, password: impl Into<rt::Secret<String>>),
            quote!(.#method(username, password)),
            "A client with the defaults and this user name and password.",
        ),
        Some((_, method)) => (
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
                builder
            }
        }
    }
}

/// A setter of the builder for each security scheme.
fn credentials(cx: Context<'_>) -> TokenStream {
    let setters = cx.api.schemes.iter().zip(cx.names.schemes()).map(|(scheme, name)| {
        let words = format!("Sets the credential for `{}`.", docs::visible(&scheme.id));
        let words = docs::emit(&scheme.docs, &words);
        let id = &scheme.id;
        let placement = match &scheme.carrier {
            Carrier::Header(name) => quote!(Header { name: #name, prefix: "" }),
            Carrier::Query(name) => quote!(Query { name: #name }),
            Carrier::Cookie(name) => quote!(Cookie { name: #name }),
            Carrier::Bearer => quote!(Header { name: "authorization", prefix: "Bearer " }),
            Carrier::Basic => {
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
        };
        quote! {
            #words
            pub fn #name(self, #name: impl Into<rt::Secret<String>>) -> Self {
                self.credential(#id, rt::Placement::#placement, #name)
            }
        }
    });
    let setters: Vec<_> = setters.collect();
    if setters.is_empty() {
        return quote!();
    }
    quote!(impl rt::ClientBuilder { #(#setters)* })
}

/// The transports of a client that is given none, by feature.
fn transports() -> TokenStream {
    quote! {
        #[cfg(feature = "reqwest")]
        fn default_transport(
            settings: &rt::TransportSettings,
        ) -> Result<std::sync::Arc<dyn rt::Transport>, rt::TransportError> {
            install_tls();
            rt::reqwest_transport::connect(settings)
        }

        #[cfg(feature = "blocking")]
        fn default_blocking_transport(
            settings: &rt::TransportSettings,
        ) -> Result<std::sync::Arc<dyn rt::BlockingTransport>, rt::TransportError> {
            install_tls();
            #[cfg(all(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-aws-lc"))))]
            return rt::ureq_native_tls::connect(settings);
            #[cfg(not(all(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-aws-lc")))))]
            rt::ureq_transport::connect(settings)
        }

        /// Installs the provider of the TLS feature, unless the program has installed one.
        #[cfg(any(feature = "reqwest", feature = "blocking"))]
        fn install_tls() {
            #[cfg(feature = "rustls")]
            rt::tls_ring::install();
            #[cfg(all(feature = "rustls-aws-lc", not(feature = "rustls")))]
            rt::tls_aws_lc::install();
        }
    }
}
