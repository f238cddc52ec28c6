//! The transports of a client: those that come with it, and those of the program's own HTTP client, by feature.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tls::{any_rustls, any_tls, native_tls_alone};

pub(crate) fn emit() -> TokenStream {
    let (own_reqwest, own_ureq) = (own_reqwest(), own_ureq());
    let (asynchronous, blocking, prepare) = (asynchronous(), blocking(), prepare());
    quote!(#own_reqwest #own_ureq #asynchronous #blocking #prepare)
}

fn own_reqwest() -> TokenStream {
    quote! {
        #[cfg(feature = "reqwest-client")]
        impl rt::ClientBuilder {
            /// Sends asynchronous calls by a client that this builder of reqwest 0.13 makes: with its
            /// proxies, default headers, resolver, TLS, layers and time limits.
            ///
            /// These are set on it, because the guarantees of this crate need them: redirects are not
            /// followed and the header `Referer` is not sent, since both carry credentials to other hosts;
            /// reqwest sends nothing again, since this client does so and counts it; the time to connect is
            /// [`connect_timeout`](Self::connect_timeout); a base URL on this machine is called without a
            /// proxy, since plain HTTP is private only there. Time limits of reqwest hold beside those of
            /// this builder. A default header is sent where a call has no header of that name.
            pub fn http_client(mut self, client: reqwest::ClientBuilder) -> Self {
                self.transports.give_from(move |settings| reqwest_transport(client, settings));
                self
            }

            /// Sends asynchronous calls by a client of reqwest 0.13 that exists already, with its
            /// connections.
            ///
            /// Nothing can be set on it: its redirect policy, retries, proxies, time limits, cookies, default headers
            /// and TLS are yours. **By default reqwest follows redirects, and takes API keys along to whatever host a
            /// response names**: build it with `redirect(reqwest::redirect::Policy::none())`, `referer(false)`
            /// and `retry(reqwest::retry::never())`, or call [`http_client`](Self::http_client).
            ///
            /// With the feature `rustls` of this crate alone, reqwest has no cryptography and panics: call
            /// `runtime::transports::tls_ring::install()` before the `reqwest::Client` is built.
            pub fn http_client_as_it_is(mut self, client: reqwest::Client) -> Self {
                self.transports.give(rt::transports::reqwest_transport::by_client(client));
                self
            }
        }
    }
}

fn own_ureq() -> TokenStream {
    quote! {
        #[cfg(feature = "ureq-client")]
        impl rt::ClientBuilder {
            /// Sends blocking calls by this agent of ureq 3: with its connections, proxy, TLS, resolver,
            /// connector, middleware and cookies.
            ///
            /// Each request overrides these settings of the agent, because the guarantees of this crate need
            /// them: redirects are not followed, since they carry credentials to other hosts; statuses are
            /// responses and no errors; the time to connect is [`connect_timeout`](Self::connect_timeout), the
            /// other time limits are those of the call; a base URL on this machine is called without a
            /// proxy, since plain HTTP is private only there.
            pub fn http_agent(mut self, agent: ureq::Agent) -> Self {
                self.transports.give_blocking_from(move |settings| {
                    Ok(rt::transports::ureq_transport::by_agent(agent, settings))
                });
                self
            }

            /// Sends blocking calls by this agent of ureq 3, with its own redirects, proxy and time to connect too.
            ///
            /// **By default ureq follows redirects, and takes API keys along to whatever host a response
            /// names**: configure it with `max_redirects(0)` and `max_redirects_will_error(false)`, or call
            /// [`http_agent`](Self::http_agent).
            pub fn http_agent_as_it_is(mut self, agent: ureq::Agent) -> Self {
                self.transports.give_blocking(rt::transports::ureq_transport::by_agent_as_it_is(agent));
                self
            }
        }
    }
}

fn asynchronous() -> TokenStream {
    let (rustls, native) = (any_rustls(), native_tls_alone());
    quote! {
        #[cfg(feature = "reqwest")]
        fn default_transport(
            settings: &rt::TransportSettings,
        ) -> Result<std::sync::Arc<dyn rt::Transport>, rt::TransportError> {
            reqwest_transport(reqwest::Client::builder(), settings)
        }

        /// The transport by a builder of reqwest, with the certificates that the client is given.
        #[cfg(feature = "reqwest")]
        fn reqwest_transport(
            builder: reqwest::ClientBuilder,
            settings: &rt::TransportSettings,
        ) -> Result<std::sync::Arc<dyn rt::Transport>, rt::TransportError> {
            #[cfg(all(feature = "tls-certificates", #rustls))]
            let builder = rt::transports::reqwest_certificates::add(builder, &settings.tls)?;
            #[cfg(all(feature = "tls-certificates", #native))]
            let builder = rt::transports::reqwest_native_certificates::add(builder, &settings.tls)?;
            rt::transports::reqwest_transport::connect_with(builder, settings)
        }
    }
}

fn blocking() -> TokenStream {
    let (tls, rustls, native) = (any_tls(), any_rustls(), native_tls_alone());
    quote! {
        #[cfg(feature = "blocking")]
        fn default_blocking_transport(
            settings: &rt::TransportSettings,
        ) -> Result<std::sync::Arc<dyn rt::BlockingTransport>, rt::TransportError> {
            let config = ureq::Agent::config_builder();
            #[cfg(#tls)]
            let config = config.tls_config(ureq_tls(settings)?);
            let agent = config.build().new_agent();
            Ok(rt::transports::ureq_transport::by_agent(agent, settings))
        }

        /// The configuration of TLS, with the certificates that the client is given.
        #[cfg(all(feature = "blocking", #tls))]
        fn ureq_tls(
            #[allow(unused_variables, reason = "for the feature `tls-certificates`")]
            settings: &rt::TransportSettings,
        ) -> Result<ureq::tls::TlsConfig, rt::TransportError> {
            #[cfg(all(#native))]
            let tls = rt::transports::ureq_native_tls::tls();
            #[cfg(#rustls)]
            let tls = ureq::tls::TlsConfig::builder();
            #[cfg(all(feature = "platform-verifier", #rustls))]
            let tls = tls.root_certs(ureq::tls::RootCerts::PlatformVerifier);
            #[cfg(feature = "tls-certificates")]
            let tls = rt::transports::ureq_certificates::add(tls, &settings.tls)?;
            Ok(tls.build())
        }
    }
}

fn prepare() -> TokenStream {
    let rustls = any_rustls();
    quote! {
        /// Installs the provider of the TLS feature, unless the program has installed one, and checks
        /// the certificates that the client is given.
        #[cfg(any(feature = "reqwest", feature = "blocking"))]
        fn prepare_tls(
            #[allow(unused_variables, reason = "for the feature `tls-certificates`")]
            settings: &rt::TlsSettings,
        ) -> Result<(), rt::CertificateError> {
            #[cfg(feature = "rustls")]
            rt::transports::tls_ring::install();
            #[cfg(all(feature = "rustls-aws-lc", not(feature = "rustls")))]
            rt::transports::tls_aws_lc::install();
            #[cfg(all(feature = "tls-certificates", #rustls))]
            rt::transports::rustls_certificates::check(settings)?;
            Ok(())
        }
    }
}
