//! The first call of a new client, which a mock of its description answers.

use specwright::report::clean;
use specwright::source::Source;
use specwright::{FirstCall, Options};
use specwright_mock::{Judge, Mock};

use super::Refusal;

/// The default address of `specwright mock`.
const ADDRESS: &str = "http://127.0.0.1:4010";

/// Returns the example of a package whose library has this name.
pub fn program(source: &Source, options: &Options, root: &str) -> Result<String, Refusal> {
    let text = call(source, options, root, "main", false)?;
    Ok(format!(
        "//! A first call: `cargo run --example first_call`. It goes to the server of `specwright mock`, unless the variable\n\
         //! `API_URL` holds another URL.\n\n{text}"
    ))
}

/// Returns a function that makes the call with the client at `root`.
pub fn call(
    source: &Source,
    options: &Options,
    root: &str,
    function: &str,
    is_blocking: bool,
) -> Result<String, Refusal> {
    let unusable = |error: &dyn std::fmt::Display| Refusal::new(clean(&error.to_string()));
    let judge = Judge::new(source).map_err(|error| unusable(&error))?;
    let mock = Mock::from_source(source).map_err(|error| unusable(&error))?;
    let url = format!("{ADDRESS}{}", mock.base_path());
    let program = FirstCall { root, url: &url, function, is_blocking };
    specwright::first_call(source, &judge, options, program).map_err(|rejected| unusable(&rejected))
}
