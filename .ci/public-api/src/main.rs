//! Lists the public API of a crate, a line for each item, from the JSON that rustdoc writes.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("the path of rustdoc's JSON is missing");
        return ExitCode::FAILURE;
    };
    let api = public_api::Builder::from_rustdoc_json(path)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build();
    match api {
        Ok(api) => {
            println!("{api}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("no listing: {error}");
            // What rustdoc of another version writes is no fault of the API.
            ExitCode::from(3)
        }
    }
}
