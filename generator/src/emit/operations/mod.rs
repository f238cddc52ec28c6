//! Operations: methods and calls with their arguments, bodies, responses and errors.

pub(crate) mod any_error;
pub(crate) mod body;
pub(crate) mod codes;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod operation;
pub(crate) mod paging;
pub(crate) mod parameter;
pub(crate) mod response;
pub(crate) mod stream;
