//! Operations in Rust terms: arguments, bodies, responses, and errors by status.

pub(crate) mod body;
pub(crate) mod error;
pub(crate) mod operation;
pub(crate) mod paging;
pub(crate) mod parameter;
pub(crate) mod response;
pub(crate) mod status;
