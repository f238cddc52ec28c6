//! The subcommands that read descriptions and write no files.

mod check;
mod diff;
mod inputs;
mod locate;

pub use check::Check;
pub use diff::Diff;
pub use inputs::Inputs;
pub use locate::Locate;
