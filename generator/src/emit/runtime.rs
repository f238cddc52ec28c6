//! The support code: the files of `runtime/`, copied as they are, and the modules that contain them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::tls::{any_rustls, any_tls, native_tls_alone};
use crate::emit::{Content, Context, Module, module, part};
use crate::model::Need;

/// A file of the support code.
struct File {
    /// The module that contains it: a folder.
    module: &'static str,
    name: &'static str,
    text: &'static str,
    /// The items that `runtime` re-exports for the emitted code. Those with `pub` are also at the root of the client.
    exports: &'static [(&'static str, &'static str)],
    /// The features with which it is compiled.
    features: Features,
    /// The need of a client for it. `None` for a file of every client.
    need: Option<Need>,
}

/// The features with which a file is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Features {
    Always,
    Reqwest,
    Blocking,
    Ring,
    AwsLc,
    /// `tls-certificates` and a TLS library.
    Certificates,
    CertificatesRustls,
    CertificatesReqwest,
    CertificatesReqwestNative,
    CertificatesBlocking,
    BlockingNativeTls,
    Tracing,
    NoTracing,
    Mock,
}

macro_rules! file {
    (@ $module:ident, $name:ident, [$($visibility:vis $export:ident),*], $features:ident, $need:expr) => {
        File {
            module: stringify!($module),
            name: stringify!($name),
            text: include_str!(concat!(
                "../../runtime/",
                stringify!($module),
                "/",
                stringify!($name),
                ".rs"
            )),
            exports: &[$((stringify!($visibility), stringify!($export))),*],
            features: Features::$features,
            need: $need,
        }
    };
    ($module:ident, $name:ident, [$($visibility:vis $export:ident),*]) => {
        file!(@ $module, $name, [$($visibility $export),*], Always, None)
    };
    ($module:ident, $name:ident, [$($visibility:vis $export:ident),*], $features:ident) => {
        file!(@ $module, $name, [$($visibility $export),*], $features, None)
    };
    ($module:ident, $name:ident, [$($visibility:vis $export:ident),*], $features:ident, $need:ident) => {
        file!(@ $module, $name, [$($visibility $export),*], $features, Some(Need::$need))
    };
}

macro_rules! modules {
    ($($name:ident)*) => {
        &[$((stringify!($name), include_str!(concat!("../../runtime/", stringify!($name), "/mod.rs")))),*]
    };
}

/// The modules and their `mod.rs`, whose docs are copied. Each module comes after those that it needs.
const MODULES: &[(&str, &str)] = modules!(
    text json requests formats enums transports retry credentials responses client streams paging mock
);

const FILES: &[File] = &[
    file!(text, display_text, []),
    file!(text, escapes, []),
    file!(text, excerpt, []),
    file!(text, redact, []),
    file!(text, secret, [pub Secret]),
    file!(json, convert, [Constant, Json]),
    file!(json, leniency, []),
    file!(json, mismatches, []),
    file!(json, node, [Node, SyntaxError]),
    file!(json, node_pool, []),
    file!(json, node_serde, []),
    file!(json, object, [Object]),
    file!(json, parser, []),
    file!(json, read, [ReadError]),
    file!(json, serde_impls, []),
    file!(json, std_impls, []),
    file!(json, syntax_error, []),
    file!(json, tuple, [TupleReader, TupleWriter], Always, Tuples),
    file!(json, unlisted, []),
    file!(json, write, [ArrayWriter, ObjectWriter, WriteFault, Writer]),
    file!(requests, arguments, []),
    file!(requests, body, [pub RequestBody]),
    file!(requests, call_context, [pub CallContext]),
    file!(requests, check, [Check, Checks, Multiple]),
    file!(requests, form_urlencoded, []),
    file!(requests, idempotency_key, []),
    file!(requests, invalid, [pub InvalidRequest, pub RequestPart, pub Violation]),
    file!(requests, json_lines, [], Always, Lines),
    file!(requests, multipart, [Multipart, PartEncoding, Parts], Always, Parts),
    file!(requests, operation, [Operation]),
    file!(requests, parameter, [FieldStyle, Parameter, Style]),
    file!(requests, progress, [pub Progress]),
    file!(requests, sensitive, []),
    file!(requests, style, [ToJson]),
    file!(requests, upload, [pub Upload], Always, Uploads),
    file!(requests, url, [BaseUrl, host_part]),
    file!(formats, base64, [pub Base64, pub Base64Error], Always, Base64),
    file!(formats, chrono_time, [], Always, Chrono),
    file!(formats, datetime, [], Always, Time),
    file!(formats, decimal, [], Always, Decimals),
    file!(formats, own_types, [], Always, OwnTypes),
    file!(formats, rfc3339, [], Always, Dates),
    file!(formats, timestamp, [], Always, Jiff),
    file!(formats, uuid, [], Always, Uuids),
    file!(enums, best_match, [Variant, choose], Always, Choices),
    file!(enums, integer_enum, [UnknownInteger], Always, IntegerEnums),
    file!(enums, match_cache, [], Always, Choices),
    file!(enums, text_enum, [], Always, TextEnums),
    file!(enums, unknown_value, [pub UnknownValue], Always, OtherStrings),
    file!(enums, unknown_variant, [UnknownVariant]),
    file!(enums, value_enum, [pub Scalar, pub UnknownScalar], Always, ValueEnums),
    file!(transports, certificates, [], Certificates),
    file!(transports, reqwest_certificates, [], CertificatesReqwest),
    file!(transports, reqwest_native_certificates, [], CertificatesReqwestNative),
    file!(transports, reqwest_transport, [], Reqwest),
    file!(transports, rustls_certificates, [], CertificatesRustls),
    file!(transports, timer, [Timer]),
    file!(transports, tls_aws_lc, [], AwsLc),
    file!(transports, tls_ring, [], Ring),
    file!(transports, tls_settings, [pub CertificateError, TlsSettings]),
    file!(
        transports,
        traits,
        [
            pub BlockingBodyStream,
            pub BlockingTransport,
            pub BoxFuture,
            pub BodyStream,
            pub SendOptions,
            pub Transport,
            pub TransportError,
            pub TransportErrorKind,
            TransportSettings
        ]
    ),
    file!(transports, ureq_certificates, [], CertificatesBlocking),
    file!(transports, ureq_native_tls, [], BlockingNativeTls),
    file!(transports, ureq_transport, [], Blocking),
    file!(transports, worker, []),
    file!(retry, policy, [Budget, Outcome, pub RetryPolicy]),
    file!(credentials, credential, [CredentialLocation]),
    file!(credentials, provider, [pub CredentialError, pub CredentialProvider, pub Token]),
    file!(credentials, sync, []),
    file!(credentials, token_cache, []),
    file!(credentials, token_source, []),
    file!(
        responses,
        api_error,
        [pub ApiError, DocumentedError, OperationError, ErrorSummary, NoDocumentedError]
    ),
    file!(responses, call_error, [pub CallError, Failure]),
    file!(responses, decode_error, [pub DecodeError, pub DecodeErrorKind, pub UnexpectedResponse]),
    file!(
        responses,
        headers,
        [pub HeaderError, pub HeaderErrorKind, HeaderStyle, header, required_header],
        Always,
        Headers
    ),
    file!(responses, redirect, []),
    file!(responses, response, [pub Response]),
    file!(responses, server_message, []),
    file!(responses, streaming_response, []),
    file!(client, address, []),
    file!(client, api_client, [pub Client]),
    file!(client, attempts, []),
    file!(client, authorize, []),
    file!(client, basic, [], Always, Basic),
    file!(client, build_error, [pub BuildError]),
    file!(client, builder, [pub ClientBuilder]),
    file!(client, call, [Call]),
    file!(client, call_options, [pub CallOptions]),
    file!(client, certificates, [], Certificates),
    file!(client, curl, [pub Curl]),
    file!(client, hooks, [pub AttemptResult, pub ResponseHead, pub OutgoingRequest]),
    file!(client, http_request, []),
    file!(client, oauth, [pub ClientCredentials], Always, OAuth),
    file!(client, providers, []),
    file!(client, response_future, [pub ResponseFuture, with_headers]),
    file!(client, trace_off, [], NoTracing),
    file!(client, trace_on, [], Tracing),
    file!(client, transport_choice, [MakeBlockingTransport, MakeTransport, PrepareTls]),
    file!(streams, byte_stream, [pub BlockingByteStream, pub ByteStream], Always, Chunks),
    file!(streams, events, [pub Event], Always, Streams),
    file!(streams, framing, [], Always, Streams),
    file!(streams, item_stream, [pub BlockingItemStream, pub ItemStream], Always, Streams),
    file!(streams, items, [StreamFormat], Always, Streams),
    file!(
        streams,
        reconnecting_stream,
        [pub BlockingFollowing, pub FollowError, pub Following],
        Always,
        Events
    ),
    file!(streams, save, [], Always, Chunks),
    file!(streams, stream_error, [pub StreamError, pub StreamErrorKind], Always, Streams),
    file!(paging, link, [], Always, Pages),
    file!(
        paging,
        pages,
        [pub BlockingPageItems, pub BlockingPages, pub PageItems, pub Pages],
        Always,
        Pages
    ),
    file!(paging, walk, [PageStep, Turn], Always, Pages),
    file!(mock, items, [], Mock, Streams),
    file!(mock, mock_transport, [Mock, MockedCall, ReceivedRequest], Mock),
    file!(mock, reply, [MockError, Reply], Mock),
];

/// Returns the files that a client needs.
fn needed(cx: Context<'_>) -> impl Iterator<Item = &'static File> {
    FILES.iter().filter(move |file| file.need.is_none_or(|need| cx.model.needs.has(need)))
}

/// Emits the support code that a client needs.
pub(crate) fn emit(cx: Context<'_>) -> Vec<Module<'_>> {
    let files: Vec<_> = needed(cx).collect();
    let mut modules = Vec::new();
    let needed = files.clone();
    modules.push(module("runtime/mod.rs", [part(move || root(&needed))]));
    for (name, description) in MODULES {
        let inside: Vec<_> = files.iter().copied().filter(|file| file.module == *name).collect();
        if inside.is_empty() {
            continue;
        }
        let path = format!("runtime/{name}/mod.rs");
        let when = shared(&inside).condition().to_string();
        let copies = inside.clone().into_iter().map(|file| Module {
            path: format!("runtime/{name}/{}.rs", file.name),
            when: file.features.condition().to_string(),
            content: Content::Verbatim(file.text),
        });
        let folder = module(&path, [part(move || folder(description, &inside))]);
        modules.push(Module { when, ..folder });
        modules.extend(copies);
    }
    modules
}

/// Returns the items of the support code that the root of the client re-exports, in the order of their names.
pub(crate) fn public(cx: Context<'_>) -> Vec<Ident> {
    let exports = needed(cx).flat_map(|file| file.exports);
    let public = exports.filter(|(visibility, _)| !visibility.is_empty());
    let names: BTreeSet<_> = public.map(|(_, name)| *name).collect();
    names.into_iter().map(ident).collect()
}

/// Emits the file of one module: its docs, and its files that the client needs.
fn folder(description: &str, files: &[&File]) -> TokenStream {
    let lines = description.lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.map(|line| quote!(#![doc = #line]));
    let files = files.iter().map(|file| {
        let (name, features) = (ident(file.name), file.features.condition());
        quote!(#features pub mod #name;)
    });
    quote!(#(#lines)* #(#files)*)
}

fn root(files: &[&File]) -> TokenStream {
    let modules = MODULES.iter().filter_map(|(name, _)| {
        let inside: Vec<_> = files.iter().copied().filter(|file| file.module == *name).collect();
        inside.first()?;
        let features = shared(&inside).condition();
        let name = ident(name);
        Some(quote!(#features pub mod #name;))
    });
    let exports = files.iter().filter(|file| !file.exports.is_empty()).map(|file| {
        let (module, name) = (ident(file.module), ident(file.name));
        let exports = file.exports.iter().map(|(_, export)| ident(export));
        let features = file.features.condition();
        quote!(#features pub use #module::#name::{#(#exports),*};)
    });
    let macros = files.iter().filter_map(|file| {
        let (module, name) = (ident(file.module), ident(file.name));
        match file.name {
            "integer_enum" | "text_enum" | "value_enum" => {
                Some(quote!(pub(crate) use #module::#name::#name;))
            }
            "decimal" => Some(quote!(pub(crate) use #module::#name::decimal_type;)),
            "own_types" => Some(quote! {
                #[allow(unused_imports)]
                pub(crate) use #module::#name::{displayed_type, serde_type, text_type};
            }),
            // The name `pages` would be ambiguous with a crate of that name.
            "pages" => Some(quote!(pub(crate) use #module::#name::paged;)),
            _ => None,
        }
    });
    quote! {
        //! The support code of the client: JSON, requests, responses, retries and transports.
        //!
        //! It is the same in every client. The root of the client re-exports the items that programs need.

        #(#modules)*

        #(#exports)*
        #[allow(unused_imports)]
        pub(crate) use client::response_future::{calls, sends};
        #[cfg(not(feature = "tracing"))]
        pub(crate) use client::trace_off as trace;
        #[cfg(feature = "tracing")]
        pub(crate) use client::trace_on as trace;
        pub(crate) use json::serde_impls::json_serde;
        #(#macros)*
    }
}

/// Returns the features with which the folder of these files is compiled: those that all files share.
fn shared(files: &[&File]) -> Features {
    let mut features = files.iter().map(|file| file.features);
    let first = features.next().unwrap_or(Features::Always);
    if features.all(|other| other == first) { first } else { Features::Always }
}

/// Returns the condition under which the mock is compiled.
pub(crate) fn mock_condition() -> TokenStream {
    Features::Mock.condition()
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

impl Features {
    fn condition(&self) -> TokenStream {
        match self {
            Self::Always => quote!(),
            Self::Reqwest => quote!(#[cfg(feature = "reqwest")]),
            Self::Blocking => quote!(#[cfg(feature = "blocking")]),
            Self::Ring => quote!(#[cfg(feature = "rustls")]),
            Self::AwsLc => quote!(#[cfg(feature = "rustls-aws-lc")]),
            Self::Certificates => {
                let tls = any_tls();
                quote!(#[cfg(all(feature = "tls-certificates", #tls))])
            }
            Self::CertificatesRustls => {
                let rustls = any_rustls();
                quote!(#[cfg(all(feature = "tls-certificates", #rustls))])
            }
            Self::CertificatesReqwest => {
                let rustls = any_rustls();
                quote!(#[cfg(all(feature = "tls-certificates", feature = "reqwest", #rustls))])
            }
            Self::CertificatesReqwestNative => {
                let native = native_tls_alone();
                quote!(#[cfg(all(feature = "tls-certificates", feature = "reqwest", #native))])
            }
            Self::CertificatesBlocking => {
                let tls = any_tls();
                quote!(#[cfg(all(feature = "tls-certificates", feature = "blocking", #tls))])
            }
            Self::Mock => quote!(#[cfg(feature = "mock")]),
            Self::BlockingNativeTls => {
                quote!(#[cfg(all(feature = "blocking", feature = "native-tls"))])
            }
            Self::Tracing => quote!(#[cfg(feature = "tracing")]),
            Self::NoTracing => quote!(#[cfg(not(feature = "tracing"))]),
        }
    }
}
