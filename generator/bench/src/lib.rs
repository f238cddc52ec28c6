//! What the benchmarks share: documents, types that serde's derive reads and writes, and the same call written twice.

pub mod call;
pub mod documents;
pub mod server;
pub mod twins;
