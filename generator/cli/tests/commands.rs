//! Output and exit statuses of the smaller subcommands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{Folder, Watch, specwright, text};

const API: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: The pets.
          content: { application/json: { schema: { $ref: 'parts/all.yaml#/Pets' } } }
";

const PARTS: &str = "\
Pets: { type: array, items: { $ref: '#/Pet' } }
Pet:
  type: object
  required: [kind]
  properties:
    kind: { enum: [dog, cat] }
    name: { type: string }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("api.yaml", API);
    folder.write("parts/all.yaml", PARTS);
    folder
}

#[test]
fn inputs_are_all_files_and_no_others() {
    let folder = folder("commands-inputs");
    folder.write("parts/other.yaml", "A: {}\n");
    assert_eq!(folder.succeed(&["inputs", "api.yaml"]), "api.yaml\nparts/all.yaml\n");
    assert_eq!(folder.succeed(&["inputs", "api.yaml", "-0"]), "api.yaml\0parts/all.yaml\0");
    let output = folder.run(&["inputs", "none.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there is no such file"));
}

#[test]
fn a_dry_run_names_what_would_change_and_writes_nothing() {
    let folder = folder("commands-dry");
    let said = folder.succeed(&["generate", "api.yaml", "--out", "out", "--dry-run"]);
    assert!(said.contains("would write out/types.rs\n"), "{said}");
    assert!(!folder.path().join("out").exists());
    folder.succeed(&["generate", "api.yaml", "--out", "out"]);
    folder.write("parts/all.yaml", &PARTS.replace("name:", "nick:"));
    let before = folder.read("out/types.rs");
    let said = folder.succeed(&["generate", "api.yaml", "--out", "out", "--dry-run"]);
    let would: Vec<_> = said.lines().filter(|line| line.starts_with("would ")).collect();
    assert_eq!(would, ["would write out/types.rs"], "{said}");
    assert_eq!(folder.read("out/types.rs"), before);
}

#[test]
fn show_leads_from_a_schema_to_rust_and_back() {
    let folder = folder("commands-show");
    let by_path = folder.succeed(&["show", "api.yaml", "types::Pet"]);
    assert!(
        by_path.starts_with("types::Pet (a struct)\n  stands at parts/all.yaml:2:1, /Pet\n"),
        "{by_path}"
    );
    assert!(by_path.contains("an object with `properties` is a struct"), "{by_path}");
    assert!(by_path.contains("needed by GET /pets"), "{by_path}");
    assert!(by_path.contains("pub struct Pet {") && by_path.ends_with("}\n"), "{by_path}");
    // By its pointer, by the pointer of a node in it, by its name, and by a field.
    for what in ["parts/all.yaml#/Pet", "/Pet", "/Pet/properties/name", "Pet", "types::Pet::name"] {
        assert_eq!(folder.succeed(&["show", "api.yaml", what]), by_path, "{what}");
    }
    let method = folder.succeed(&["show", "api.yaml", "/paths/~1pets/get"]);
    assert!(method.starts_with("Client::list_pets (an operation)\n"), "{method}");
    assert!(method.contains("pub fn list_pets(&self) -> ListPets {"), "{method}");
    // By its id, and by its method and path.
    for what in ["listPets", "GET /pets", "get /pets"] {
        assert_eq!(folder.succeed(&["show", "api.yaml", what]), method, "{what}");
    }
    for (what, meant) in [("listPet", "listPets"), ("GET /pet", "GET /pets")] {
        let output = folder.run(&["show", "api.yaml", what]);
        assert_eq!(output.status.code(), Some(2), "{what}");
        let said = text(&output.stderr);
        assert!(said.contains(&format!("did you mean `{meant}`?")), "{said}");
    }
    let output = folder.run(&["show", "api.yaml", "types::Pte"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("did you mean `types::Pet`?"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn shells_and_manuals_know_every_subcommand() {
    let folder = Folder::new("commands-shell");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.succeed(&["completions", shell]);
        for word in ["check", "explain", "diff", "deny-warnings"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let page = folder.succeed(&["man"]);
    assert!(page.contains(".TH specwright 1") && page.contains("explain"), "{page}");
    let page = folder.succeed(&["man", "check"]);
    assert!(page.contains("deny\\-warnings"), "{page}");
    assert_eq!(folder.run(&["man", "nothing"]).status.code(), Some(2));
}

#[test]
fn watch_generates_on_save_and_says_what_changed() {
    let folder = folder("commands-watch");
    let watch = Watch::start(&folder, &["watch", "api.yaml", "--out", "out", "--strict"]);
    let next = |what| watch.next(what);
    next("waiting for changes");
    folder.write("parts/all.yaml", &PARTS.replace("[dog, cat]", "[dog, cat, hen]"));
    next("minor: 1 addition");
    next("has the variant `Hen` now");
    folder.write("parts/all.yaml", &PARTS.replace("#/Pet", "#/Pte"));
    next("unknown-reference");
    folder.write("parts/all.yaml", PARTS);
    next("has no variant `Hen` any more");
    drop(watch);
    assert!(!folder.read("out/types.rs").contains("Hen"));
}

/// Each folder needs a process, because the working folder belongs to the process.
#[test]
fn the_folder_that_it_runs_in_changes_no_byte() {
    let folder = Folder::new("commands-folders");
    for case in ["collisions", "files", "keywords", "errors"] {
        copy(&Path::new("../tests/fixtures/ok").join(case), &folder.path().join(case));
        let generate = |within: &str, entry: &str| {
            let out = folder.path().join("out");
            let _ = fs::remove_dir_all(&out);
            let run = specwright(&["generate", entry, "--out"])
                .arg(&out)
                .current_dir(folder.path().join(within))
                .output()
                .unwrap();
            assert!(run.status.success(), "{case}: {}", text(&run.stderr));
            tree(&out)
        };
        let inside = generate(case, "api.yaml");
        assert!(inside.iter().any(|(name, _)| name.ends_with("operations.rs")), "{inside:?}");
        assert!(generate("", &format!("./{case}/api.yaml")) == inside, "{case}: from above");
        let whole = folder.path().join(case).join("api.yaml");
        assert!(generate("", whole.to_str().unwrap()) == inside, "{case}: by its whole path");
    }
}

/// Returns the files below a folder, by their relative paths.
fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            files.extend(tree(&path).into_iter().map(|(below, text)| (name.join(below), text)));
        } else {
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    files
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_command_for_a_stale_client_can_be_pasted() {
    let folder = Folder::new("commands-stale");
    let (spec, out) = ("it's $(touch pwned).yaml", "o`touch pwned` \"ut\"");
    folder.write(spec, "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: {}\n");
    let output = folder.run(&["generate", spec, "--out", out, "--check"]);
    let said = text(&output.stderr);
    let line = said.split_once("run `").unwrap().1.trim_end().strip_suffix('`').unwrap();
    let script = format!("specwright() {{ printf '%s\\n' \"$@\"; }}\n{line}\n");
    let run = Command::new("sh").arg("-c").arg(script).current_dir(folder.path()).output();
    let Ok(run) = run else { return eprintln!("left out: sh is not installed") };
    assert_eq!(text(&run.stdout), format!("generate\n{spec}\n--out\n{out}\n"), "{line}");
    assert!(!folder.path().join("pwned").exists());
}

#[test]
fn the_command_for_a_stale_client_has_the_options_of_the_run() {
    let folder = Folder::new("commands-stale-options");
    folder
        .write("spec/api.yaml", "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: {}\n");
    for options in [
        "--out out --form module --features blocking,rustls --dates text --uuid type --strict",
        "--out src/api --features mock --root .",
        "--out package --crate pets-client --dates jiff --tests",
        "--out library --form lib",
        "--out plain",
    ] {
        let mut arguments = vec!["generate", "spec/api.yaml"];
        arguments.extend(options.split(' '));
        let output = folder.run(&[&arguments[..], &["--check"]].concat());
        let said = text(&output.stderr);
        let (_, line) = said.split_once("run `specwright ").unwrap_or_else(|| panic!("{said}"));
        let line: Vec<_> = line.trim_end().trim_end_matches('`').split(' ').collect();
        let (mut given, mut repeated) = (arguments.clone(), line.clone());
        given.sort_unstable();
        repeated.sort_unstable();
        assert_eq!(repeated, given, "{said}");
        folder.succeed(&line);
        folder.succeed(&[&arguments[..], &["--check"]].concat());
    }
}
