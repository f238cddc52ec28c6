//! The parts of the server besides requests and responses: connections, uploads, truncated bodies, CORS, and static
//! files. Only `cors` reads the description, for its paths.

pub(crate) mod connections;
pub(crate) mod cors;
pub(crate) mod origin;
pub(crate) mod response_body;
pub(crate) mod static_files;
pub(crate) mod upload;
