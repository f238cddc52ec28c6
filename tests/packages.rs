//! The packages for a registry: the files that their users get.

use std::process::Command;

/// Returns the files of a package, sorted by path.
fn files(package: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline", "--package", package])
        .current_dir(crate::PACKAGE)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn users_of_the_client_do_not_build_the_generator() {
    let files = files("postpress");
    // Without the script, cargo packages `build = false`, and builds no build dependency.
    assert!(!files.iter().any(|file| file == "build.rs"), "{files:#?}");
    for file in ["generated/lib.rs", "spec/postpress.yaml"] {
        assert!(files.iter().any(|known| known == file), "no `{file}` in {files:#?}");
    }
}

#[test]
fn every_package_has_its_readme_and_the_texts_of_its_licences() {
    for package in ["postpress", "specwright", "specwright-cli", "specwright-mock"] {
        let files = files(package);
        for file in ["LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
            assert!(
                files.iter().any(|known| known == file),
                "{package}: no `{file}` in {files:#?}"
            );
        }
    }
}
