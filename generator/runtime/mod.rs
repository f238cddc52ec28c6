//! The support code of generated clients. The tests of the generator compile it as this module. A
//! generated client contains the files that it needs, in module files of its own.

pub mod client;
pub mod credentials;
pub mod enums;
pub mod formats;
pub mod json;
pub mod mock;
pub mod paging;
pub mod requests;
pub mod responses;
pub mod retry;
pub mod schemas;
pub mod streams;
pub mod text;
pub mod transports;

#[allow(unused_imports)]
pub(crate) use client::response_future::{calls, sends};
pub(crate) use client::trace_on as trace;
#[allow(unused_imports)]
pub(crate) use enums::integer_enum::integer_enum;
#[allow(unused_imports)]
pub(crate) use enums::text_enum::text_enum;
#[allow(unused_imports)]
pub(crate) use enums::value_enum::value_enum;
pub(crate) use json::serde_impls::json_serde;
#[allow(unused_imports)]
pub(crate) use paging::pages::paged;
#[allow(unused_imports)]
pub(crate) use schemas::described::described;
#[allow(unused_imports)]
pub(crate) use schemas::json_schema::json_schema;
#[allow(unused_imports)]
pub(crate) use schemas::to_schema::to_schema;
