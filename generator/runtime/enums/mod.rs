//! Enums that keep values outside the API description, and unions without a discriminator.
//!
//! Requires `json` and `requests`. Each file is part of a client whose description has such a type.

pub mod best_match;
pub mod integer_enum;
pub mod match_cache;
pub mod text_enum;
pub mod unknown_value;
pub mod unknown_variant;
pub mod value_enum;
