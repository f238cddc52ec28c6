//! Checks that `generated/` equals the output of the generator for `spec/postpress.yaml`, file by file.

use std::path::Path;

use specwright::disk::{self, Changes, Mode};
use specwright::source::Source;
use specwright::{Options, print};

#[test]
fn generated_files_are_up_to_date() {
    let package = Path::new(crate::PACKAGE);
    let source = Source::load(&package.join("spec/postpress.yaml")).unwrap();
    let output = specwright::generate(&source, &Options::default()).unwrap();
    let generated = package.join("generated");
    let changes = disk::sync(&generated, &output.files, Mode::Check, print::HEADER, None).unwrap();
    let expected = Changes {
        unchanged: output.files.paths().map(str::to_owned).collect(),
        ..Changes::default()
    };
    assert_eq!(changes, expected, "`cargo build` brings it up to date");
    assert!(!output.files.is_empty());
    assert!(output.warnings.as_slice().is_empty(), "{:?}", output.warnings);
}
