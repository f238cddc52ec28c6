//! The support code: the files of `runtime/`, copied as they are, and the modules that contain them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::tls::{any_rustls, any_tls, native_tls_alone};
use crate::emit::{Content, Context, Module, docs, module, part};
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
    text json requests formats enums transports retry credentials responses client streams paging mock schemas
);

const FILES: &[File] = &[
    file!(text, display_text, []),
    file!(text, escapes, []),
    file!(text, excerpt, [], Always, Calls),
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
    file!(requests, arguments, [], Always, Calls),
    file!(requests, body, [pub RequestBody], Always, Calls),
    file!(requests, call_context, [pub CallContext], Always, Calls),
    file!(requests, check, [Check, Checks, Multiple], Always, Calls),
    file!(requests, form_urlencoded, [], Always, Calls),
    file!(requests, idempotency_key, [], Always, Calls),
    file!(requests, invalid, [pub InvalidRequest, pub RequestPart, pub Violation], Always, Calls),
    file!(requests, json_lines, [], Always, Lines),
    file!(requests, multipart, [Multipart, PartEncoding, Parts], Always, Parts),
    file!(requests, operation, [Operation], Always, Calls),
    file!(requests, parameter, [FieldStyle, Parameter, Style]),
    file!(requests, progress, [pub Progress], Always, Calls),
    file!(requests, sensitive, [], Always, Calls),
    file!(requests, style, [ToJson], Always, Calls),
    file!(requests, upload, [pub Upload], Always, Uploads),
    file!(requests, upload_body, [], Always, CalledUploads),
    file!(requests, url, [BaseUrl, host_part], Always, Calls),
    file!(formats, base64, [pub Base64, pub Base64Error, pub Base64Url], Always, Base64),
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
    file!(enums, text_enum, [], Always, StringEnums),
    file!(enums, unknown_value, [pub UnknownValue], Always, OtherStrings),
    file!(enums, unknown_variant, [UnknownVariant]),
    file!(enums, value_enum, [pub Scalar, pub UnknownScalar], Always, ValueEnums),
    file!(transports, certificates, [], Certificates, Calls),
    file!(transports, reqwest_certificates, [], CertificatesReqwest, Calls),
    file!(transports, reqwest_native_certificates, [], CertificatesReqwestNative, Calls),
    file!(transports, reqwest_transport, [], Reqwest, Calls),
    file!(transports, rustls_certificates, [], CertificatesRustls, Calls),
    file!(transports, timer, [Timer], Always, Calls),
    file!(transports, tls_aws_lc, [], AwsLc, Calls),
    file!(transports, tls_ring, [], Ring, Calls),
    file!(transports, tls_settings, [pub CertificateError, TlsSettings], Always, Calls),
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
        ],
        Always,
        Calls
    ),
    file!(transports, ureq_certificates, [], CertificatesBlocking, Calls),
    file!(transports, ureq_native_tls, [], BlockingNativeTls, Calls),
    file!(transports, ureq_transport, [], Blocking, Calls),
    file!(transports, worker, [], Always, Calls),
    file!(retry, policy, [Budget, Outcome, pub RetryPolicy], Always, Calls),
    file!(credentials, credential, [CredentialLocation], Always, Calls),
    file!(credentials, provider, [pub CredentialError, pub CredentialProvider, pub Token], Always, Calls),
    file!(credentials, sync, [], Always, Calls),
    file!(credentials, token_cache, [], Always, Calls),
    file!(credentials, token_source, [], Always, Calls),
    file!(
        responses,
        api_error,
        [pub ApiError, DocumentedError, OperationError, ErrorSummary, NoDocumentedError],
        Always,
        Calls
    ),
    file!(responses, call_error, [pub CallError, Failure], Always, Calls),
    file!(responses, decode_error, [pub DecodeError, pub DecodeErrorKind, pub UnexpectedResponse], Always, Calls),
    file!(
        responses,
        headers,
        [pub HeaderError, pub HeaderErrorKind, HeaderStyle, header, required_header],
        Always,
        Headers
    ),
    file!(responses, redirect, [], Always, Calls),
    file!(responses, response, [pub Response], Always, Calls),
    file!(responses, server_message, [], Always, Calls),
    file!(responses, streaming_response, [], Always, Calls),
    file!(client, address, [], Always, Calls),
    file!(client, api_client, [pub Client], Always, Calls),
    file!(client, attempts, [], Always, Calls),
    file!(client, authorize, [], Always, Calls),
    file!(client, basic, [], Always, Basic),
    file!(client, build_error, [pub BuildError], Always, Calls),
    file!(client, builder, [pub ClientBuilder], Always, Calls),
    file!(client, call, [Call], Always, Calls),
    file!(client, call_options, [pub CallOptions], Always, Calls),
    file!(client, certificates, [], Certificates, Calls),
    file!(client, curl, [pub Curl], Always, Calls),
    file!(client, hooks, [pub AttemptResult, pub ResponseHead, pub OutgoingRequest], Always, Calls),
    file!(client, http_request, [], Always, Calls),
    file!(client, oauth, [pub ClientCredentials], Always, OAuth),
    file!(client, providers, [], Always, Calls),
    file!(client, response_future, [pub ResponseFuture, with_headers], Always, Calls),
    file!(client, trace_off, [], NoTracing, Calls),
    file!(client, trace_on, [], Tracing, Calls),
    file!(
        client,
        transport_choice,
        [MakeBlockingTransport, MakeTransport, PrepareTls],
        Always,
        Calls
    ),
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
    file!(mock, mock_transport, [Mock, MockedCall, ReceivedRequest], Mock, Calls),
    file!(mock, reply, [MockError, Reply], Mock, Calls),
    file!(schemas, described, [], Always, Published),
    file!(schemas, json_schema, [], Always, JsonSchemas),
    file!(schemas, to_schema, [], Always, ToSchemas),
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
    let of_calls = files.iter().any(|file| file.need == Some(Need::Calls)).then(of_calls);
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
            "integer_enum" | "text_enum" | "value_enum" | "described" | "json_schema"
            | "to_schema" => Some(quote!(pub(crate) use #module::#name::#name;)),
            "decimal" => Some(quote!(pub(crate) use #module::#name::decimal_type;)),
            "own_types" => Some(quote! {
                #[allow(unused_imports)]
                pub(crate) use #module::#name::{displayed_type, number_type, serde_type, text_type};
            }),
            // The name `pages` would be ambiguous with a crate of that name.
            "pages" => Some(quote!(pub(crate) use #module::#name::paged;)),
            _ => None,
        }
    });
    let about = match of_calls.is_some() {
        true => {
            "The support code of the client: JSON, requests, responses, retries and transports."
        }
        false => "The support code of the types: JSON, formats and enums.",
    };
    let about = format!(
        "{about}\n\nIt is the same in every client. The root of the client re-exports the items that programs need."
    );
    let about = docs::inner(&about);
    quote! {
        #about

        #(#modules)*

        #(#exports)*
        #of_calls
        pub(crate) use json::serde_impls::json_serde;
        #(#macros)*
    }
}

/// Emits the macros of calls and the choice of traces.
fn of_calls() -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        pub(crate) use client::response_future::{calls, sends};
        #[cfg(not(feature = "tracing"))]
        pub(crate) use client::trace_off as trace;
        #[cfg(feature = "tracing")]
        pub(crate) use client::trace_on as trace;
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
