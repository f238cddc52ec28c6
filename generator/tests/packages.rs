//! A client as a crate, from a build script.

use std::fs;
use std::path::Path;

use specwright::{Build, PackageOptions};

const API: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: None. } } } } }
";

#[test]
fn a_build_script_writes_a_crate_and_leaves_its_manifest_to_people() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (spec, out) = (folder.join("api.yaml"), folder.join("pets"));
    fs::write(&spec, API).unwrap();
    let build = |version: &str| {
        let options = PackageOptions {
            version: Some(version.to_owned()),
            license: Some("MIT".to_owned()),
            ..PackageOptions::default()
        };
        Build::new(&spec).out(&out).package("pets", options).run();
        ["Cargo.toml", "README.md"].map(|path| fs::read_to_string(out.join(path)).unwrap())
    };
    let [manifest, readme] = build("1.2.3");
    assert!(manifest.contains("\nversion = \"1.2.3\"\n"), "{manifest}");
    assert!(manifest.contains("\nlicense = \"MIT\"\n"), "{manifest}");
    assert!(readme.contains("\npets = \"1.2.3\"\n"), "{readme}");
    assert!(out.join("src/lib.rs").is_file());
    // A person has changed both: they stay, and so does the manifest of another version.
    fs::write(out.join("Cargo.toml"), format!("{manifest}log = \"0.4\"\n")).unwrap();
    fs::write(out.join("README.md"), "# Pets\n").unwrap();
    fs::write(&spec, API.replace("listPets", "readPets")).unwrap();
    let [kept, readme] = build("2.0.0");
    assert_eq!(kept, format!("{manifest}log = \"0.4\"\n"));
    assert_eq!(readme, "# Pets\n");
    let operations = fs::read_to_string(out.join("src/operations.rs")).unwrap();
    assert!(operations.contains("fn read_pets"), "{operations}");
}
