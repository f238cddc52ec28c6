//! Parts of the runtime's own tests, under the same module paths as there.

#[path = "../../../tests/runtime/encodings.rs"]
#[allow(dead_code)] // the tests use the rest
pub mod encodings;
#[path = "../../../tests/runtime/places.rs"]
#[allow(dead_code)] // the tests use the rest
pub mod places;
#[path = "../../../tests/runtime/referee.rs"]
pub mod referee;
#[path = "../../../tests/runtime/sample.rs"]
#[allow(dead_code)] // the tests use the rest
pub mod sample;

pub mod requests {
    //! An operation without parameters or options.

    use crate::runtime::requests::operation::Operation;

    pub const PLAIN_FIELDS: Operation = Operation::new("plain", "GET", "/plain", "");
}
