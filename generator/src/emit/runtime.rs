//! The support code: files of `runtime/`, as they are, and the module that names them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Content, Context, Module, module, part};
use crate::api::{EnumKind, Type};
use crate::facts::Facts;
use crate::formats::Dates;

/// A file of the support code.
struct File {
    name: &'static str,
    text: &'static str,
    /// What users and the emitted code see of it at `runtime::`.
    exports: &'static [&'static str],
    /// The features with which it is compiled.
    features: Features,
    /// Whether a client needs it.
    needed: fn(&Facts) -> bool,
}

/// When a file is compiled.
enum Features {
    Always,
    Reqwest,
    Blocking,
    Ring,
    AwsLc,
    BlockingNativeTls,
    Tracing,
    NoTracing,
    Mock,
}

macro_rules! file {
    ($name:ident, [$($export:ident),*], $features:ident, $needed:expr) => {
        File {
            name: stringify!($name),
            text: include_str!(concat!("../../runtime/", stringify!($name), ".rs")),
            exports: &[$(stringify!($export)),*],
            features: Features::$features,
            needed: $needed,
        }
    };
    ($name:ident, [$($export:ident),*]) => { file!($name, [$($export),*], Always, |_| true) };
}

const FILES: &[File] = &[
    file!(address, []),
    file!(answer, [Answer]),
    file!(base64, [Base64, Base64Error], Always, |facts| facts.uses(&Type::Base64)),
    file!(basic, [], Always, Facts::uses_basic),
    file!(builder, [BuildError, ClientBuilder, MakeBlockingTransport, MakeTransport]),
    file!(byte_stream, [BlockingByteStream, ByteStream], Always, Facts::uses_byte_streams),
    file!(call, [Call]),
    file!(call_options, [CallOptions]),
    file!(check, [Check, Checks, Multiple]),
    file!(choice, []),
    file!(choose, [Variant, choose], Always, Facts::uses_choices),
    file!(client, [Client]),
    file!(context, [CallContext]),
    file!(credential, [Placement]),
    file!(curl, [Curl]),
    file!(datetime, [], Always, |facts| facts.uses_dates() && facts.dates() == Dates::Time),
    file!(decisions, [], Always, Facts::uses_choices),
    file!(documented, [ApiError, Documented, OfOperation, Summary, Undocumented]),
    file!(error, [CallError, Failure]),
    file!(escapes, []),
    file!(events, [Event], Always, Facts::uses_streams),
    file!(excerpt, []),
    file!(fault, []),
    file!(follow, [BlockingFollowing, FollowError, Following], Always, Facts::uses_events),
    file!(form, []),
    file!(frame, [], Always, Facts::uses_streams),
    file!(
        headers,
        [HeaderError, HeaderErrorKind, HeaderForm, header, required_header],
        Always,
        Facts::uses_headers
    ),
    file!(hooks, [Attempted, Head, Outgoing]),
    file!(impls, []),
    file!(integer_enum, [UnknownInteger], Always, |facts| facts.has_enum(EnumKind::Integers)),
    file!(invalid, [InvalidRequest, Place, Violation]),
    file!(items, [ItemForm], Always, Facts::uses_streams),
    file!(json, [Constant, Json]),
    file!(key, []),
    file!(lines, [], Always, Facts::uses_lines),
    file!(link, [], Always, Facts::uses_pages),
    file!(mock, [Mock, Mocked, Received], Mock, |_| true),
    file!(mock_items, [], Mock, Facts::uses_streams),
    file!(mock_reply, [MockError, Reply], Mock, |_| true),
    file!(multipart, [Multipart, PartForm, Parts], Always, Facts::uses_parts),
    file!(node, [Node, SyntaxError]),
    file!(oauth, [ClientCredentials], Always, Facts::uses_oauth),
    file!(object, [Object]),
    file!(opened, []),
    file!(operation, [Operation]),
    file!(page_walk, [PageStep, Turn], Always, Facts::uses_pages),
    file!(pages, [BlockingPageItems, BlockingPages, PageItems, Pages], Always, Facts::uses_pages),
    file!(parameter, [ListStyle, Parameter]),
    file!(parse, []),
    file!(payload, [Payload]),
    file!(progress, [Progress]),
    file!(provider, [CredentialError, CredentialProvider, Token]),
    file!(read, [ReadError]),
    file!(redact, []),
    file!(request, []),
    file!(reqwest_transport, [], Reqwest, |_| true),
    file!(retry, [Budget, Outcome, RetryPolicy]),
    file!(rfc3339, [], Always, Facts::uses_dates),
    file!(save, [], Always, Facts::uses_byte_streams),
    file!(secret, [Secret]),
    file!(send, []),
    file!(sending, [Sending, with_headers]),
    file!(sensitive, []),
    file!(serde_impls, []),
    file!(spare, []),
    file!(stream, [BlockingItemStream, ItemStream], Always, Facts::uses_streams),
    file!(stream_error, [StreamError, StreamErrorKind], Always, Facts::uses_streams),
    file!(style, [Style, Written]),
    file!(text, []),
    file!(text_enum, [], Always, |facts| facts.has_enum(EnumKind::Texts)),
    file!(timer, [Timer]),
    file!(timestamp, [], Always, |facts| facts.uses_dates() && facts.dates() == Dates::Jiff),
    file!(tls_aws_lc, [], AwsLc, |_| true),
    file!(tls_ring, [], Ring, |_| true),
    file!(trace_off, [], NoTracing, |_| true),
    file!(trace_on, [], Tracing, |_| true),
    file!(token, []),
    file!(
        transport,
        [
            BlockingPieces,
            BlockingTransport,
            BoxFuture,
            Pieces,
            SendOptions,
            Transport,
            TransportError,
            TransportErrorKind,
            TransportSettings
        ]
    ),
    file!(tree, []),
    file!(tuple, [TupleReader, TupleWriter], Always, Facts::uses_tuples),
    file!(undocumented, [DecodeError, DecodeErrorKind, UnexpectedAnswer]),
    file!(unknown, [UnknownValue], Always, |facts| facts.has_enum(EnumKind::Texts)),
    file!(unknown_variant, [UnknownVariant]),
    file!(upload, [Upload], Always, Facts::uses_uploads),
    file!(ureq_native_tls, [], BlockingNativeTls, |_| true),
    file!(ureq_transport, [], Blocking, |_| true),
    file!(url, [BaseUrl, host_part]),
    file!(uuid, [], Always, |facts| facts.uses(&Type::Uuid)),
    file!(value_enum, [Scalar, UnknownScalar], Always, |facts| facts.has_enum(EnumKind::Values)),
    file!(worker, []),
    file!(write, [ArrayWriter, ObjectWriter, WriteFault, Writer]),
];

/// The support code that a client needs.
pub(super) fn emit(cx: Context<'_>) -> Vec<Module<'_>> {
    let files: Vec<_> = FILES.iter().filter(|file| (file.needed)(cx.facts)).collect();
    let needed = files.clone();
    let root = module("runtime/mod.rs", [part(move || root(&needed))]);
    let copies = files.iter().map(|file| Module {
        path: format!("runtime/{}.rs", file.name),
        content: Content::Verbatim(file.text),
    });
    [root].into_iter().chain(copies).collect()
}

fn root(files: &[&File]) -> TokenStream {
    let ident = |name: &str| Ident::new(name, Span::call_site());
    let modules = files.iter().map(|file| {
        let (name, features) = (ident(file.name), file.features.condition());
        quote!(#features pub mod #name;)
    });
    let exports = files.iter().filter(|file| !file.exports.is_empty()).map(|file| {
        let (name, exports) = (ident(file.name), file.exports.iter().map(|export| ident(export)));
        let features = file.features.condition();
        quote!(#features pub use #name::{#(#exports),*};)
    });
    let macros = files.iter().filter_map(|file| {
        let name = ident(file.name);
        match file.name {
            "integer_enum" | "text_enum" | "value_enum" => {
                Some(quote!(pub(crate) use #name::#name;))
            }
            // A crate that is called `pages` would be meant by that name as well.
            "pages" => Some(quote!(pub(crate) use #name::paged;)),
            _ => None,
        }
    });
    quote! {
        //! The support code of the client: JSON, requests, answers, retries and transports.
        //!
        //! The same in every client; what a program needs of it stands at the root of the crate.

        #(#modules)*

        #(#exports)*
        #[allow(unused_imports)]
        pub(crate) use sending::{calls, sends};
        pub(crate) use serde_impls::json_serde;
        #[cfg(not(feature = "tracing"))]
        pub(crate) use trace_off as trace;
        #[cfg(feature = "tracing")]
        pub(crate) use trace_on as trace;
        #(#macros)*
    }
}

impl Features {
    fn condition(&self) -> TokenStream {
        match self {
            Self::Always => quote!(),
            Self::Reqwest => quote!(#[cfg(feature = "reqwest")]),
            Self::Blocking => quote!(#[cfg(feature = "blocking")]),
            Self::Ring => quote!(#[cfg(feature = "rustls")]),
            Self::AwsLc => quote!(#[cfg(feature = "rustls-aws-lc")]),
            Self::Mock => quote!(#[cfg(feature = "mock")]),
            Self::BlockingNativeTls => {
                quote!(#[cfg(all(feature = "blocking", feature = "native-tls"))])
            }
            Self::Tracing => quote!(#[cfg(feature = "tracing")]),
            Self::NoTracing => quote!(#[cfg(not(feature = "tracing"))]),
        }
    }
}
