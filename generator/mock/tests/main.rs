//! The mock over the network: PostPress's description, limits, and what is recorded.

mod limits;
mod postpress;
mod record;
