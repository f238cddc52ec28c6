//! Enums that keep values outside the description, and the choice among the variants of a union without a tag.
//!
//! Needs `json` and `requests`. Each file is part of a client whose description has such a type.

pub mod choose;
pub mod decisions;
pub mod integer_enum;
pub mod text_enum;
pub mod unknown_value;
pub mod unknown_variant;
pub mod value_enum;
