//! The support code of generated clients, as the tests here compile it. A generated client lists
//! those of these files that it needs in a module file of its own.

pub mod address;
pub mod answer;
pub mod base64;
pub mod basic;
pub mod builder;
pub mod byte_stream;
pub mod call;
pub mod check;
pub mod choice;
pub mod client;
pub mod context;
pub mod credential;
pub mod curl;
pub mod datetime;
pub mod documented;
pub mod error;
pub mod events;
pub mod excerpt;
pub mod fault;
pub mod follow;
pub mod form;
pub mod frame;
pub mod headers;
pub mod hooks;
pub mod impls;
pub mod integer_enum;
pub mod invalid;
pub mod items;
pub mod json;
pub mod key;
pub mod lines;
pub mod link;
pub mod mock;
pub mod mock_items;
pub mod mock_reply;
pub mod multipart;
pub mod node;
pub mod oauth;
pub mod object;
pub mod opened;
pub mod operation;
pub mod page_walk;
pub mod pages;
pub mod parameter;
pub mod parse;
pub mod payload;
pub mod progress;
pub mod provider;
pub mod read;
pub mod request;
pub mod reqwest_transport;
pub mod retry;
pub mod rfc3339;
pub mod save;
pub mod scrub;
pub mod secret;
pub mod send;
pub mod sending;
pub mod serde_impls;
pub mod spare;
pub mod stream;
pub mod stream_error;
pub mod style;
pub mod text;
pub mod text_enum;
pub mod timer;
pub mod timestamp;
pub mod tls_ring;
pub mod token;
pub mod trace_off;
pub mod trace_on;
pub mod transport;
pub mod tree;
pub mod tuple;
pub mod undocumented;
pub mod unknown;
pub mod unknown_variant;
pub mod upload;
pub mod ureq_transport;
pub mod url;
pub mod uuid;
pub mod value_enum;
pub mod write;

#[allow(unused_imports)]
pub(crate) use integer_enum::integer_enum;
#[allow(unused_imports)]
pub(crate) use pages::paged;
#[allow(unused_imports)]
pub(crate) use sending::{calls, sends};
pub(crate) use serde_impls::json_serde;
#[allow(unused_imports)]
pub(crate) use text_enum::text_enum;
pub(crate) use trace_on as trace;
#[allow(unused_imports)]
pub(crate) use value_enum::value_enum;
