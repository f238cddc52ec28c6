//! The two languages that a description can be written in.

/// Which of the two languages a text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Json,
}
