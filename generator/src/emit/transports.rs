//! The transports of a client, by feature: the built-in ones, and those of the program's own HTTP client.

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
            /// Sets the `reqwest::ClientBuilder` (reqwest 0.13) that makes the asynchronous transport.
            ///
            /// Its proxies, default headers, resolver, TLS, layers and timeouts apply. A default header is sent
            /// with calls that have no header of that name. Timeouts of reqwest apply in addition to those of
            /// this builder. These settings are overridden:
            ///
            /// - Redirects are not followed and `Referer` is not sent, because both carry credentials to other
            ///   hosts.
            /// - reqwest does not retry, because this client retries and counts the attempts.
            /// - The connect timeout is [`connect_timeout`](Self::connect_timeout).
            /// - A base URL on this machine is called without a proxy, because plain HTTP is private only there.
            pub fn http_client(mut self, client: reqwest::ClientBuilder) -> Self {
                self.transports.give_from(move |settings| reqwest_transport(client, settings));
                self
            }

            /// Sets an existing `reqwest::Client` (reqwest 0.13), with its connections, for asynchronous calls.
            ///
            /// This crate changes none of its settings: redirect policy, retries, proxies, timeouts, cookies,
            /// default headers and TLS. **By default reqwest follows redirects and sends API keys to any host
            /// that a response names.** Build it with `redirect(reqwest::redirect::Policy::none())`,
            /// `referer(false)` and `retry(reqwest::retry::never())`, or call
            /// [`http_client`](Self::http_client).
            ///
            /// With only the feature `rustls` of this crate, reqwest has no cryptography provider and panics. Call
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
            /// Sets the `ureq::Agent` (ureq 3) for blocking calls.
            ///
            /// Its connections, proxy, TLS, resolver, connector, middleware and cookies apply. Each request
            /// overrides these settings:
            ///
            /// - Redirects are not followed, because they carry credentials to other hosts.
            /// - An error status is a response and not an error of ureq.
            /// - The connect timeout is [`connect_timeout`](Self::connect_timeout). The other timeouts are those
            ///   of the call.
            /// - A base URL on this machine is called without a proxy, because plain HTTP is private only there.
            pub fn http_agent(mut self, agent: ureq::Agent) -> Self {
                self.transports.give_blocking_from(move |settings| {
                    Ok(rt::transports::ureq_transport::by_agent(agent, settings))
                });
                self
            }

            /// Sets the `ureq::Agent` (ureq 3) for blocking calls, and keeps its redirects, proxy and connect timeout.
            ///
            /// **By default ureq follows redirects and sends API keys to any host that a response names.**
            /// Configure it with `max_redirects(0)` and `max_redirects_will_error(false)`, or call
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

        /// Creates the transport from a builder of reqwest, with the certificates of the client.
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

        /// Returns the TLS configuration, with the certificates of the client.
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
        /// Installs the cryptography provider of the TLS feature, unless the program has installed one, and
        /// checks the certificates of the client.
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
