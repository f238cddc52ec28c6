//! What the server needs of HTTP beside requests and responses: connections, uploads, bodies that break off, other origins,
//! and the files of the reference. Nothing here reads a description but `cors`, which asks for its paths.

pub(crate) mod connections;
pub(crate) mod cors;
pub(crate) mod origin;
pub(crate) mod response_body;
pub(crate) mod static_files;
pub(crate) mod upload;
