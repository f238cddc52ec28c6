//! The state of a folder after a run that was killed, had no space left, or met an obstacle.
//!
//! `SPECWRIGHT_KILLS=500 cargo test -p specwright-cli disk -- --nocapture` kills more runs than the default of 20, and
//! compiles the crates that a killed run can leave.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Folder, specwright, text};

const OLD: &str = include_str!("shop/api.yaml");

/// Returns a description whose client differs in each file.
fn new() -> String {
    let text = OLD.replacen("title: ", "title: New ", 1).replace("name: id", "name: key");
    let text = text.replace("/{id}", "/{key}").replace("operationId: ", "operationId: new_");
    // Each version requires a crate that the other does not.
    let text = text.replace("format: date-time", "format: byte");
    assert_ne!(text, OLD);
    text
}

/// Creates a folder with both descriptions, and the client of the old one in `out`.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", &new());
    folder.succeed(&["generate", "old.yaml", "--out", "out"]);
    folder
}

/// Returns all files below a folder except hidden ones.
fn content(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut next = vec![folder.to_owned()];
    while let Some(path) = next.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.path().is_dir() {
                next.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read_to_string(entry.path()).unwrap_or_default());
            }
        }
    }
    files
}

/// Removes the names of the descriptions, which the headers contain.
fn without_names(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let plain =
        |text: &String| text.replace("new.yaml", "api.yaml").replace("old.yaml", "api.yaml");
    files.iter().map(|(name, text)| (name.clone(), plain(text))).collect()
}

type Tree = BTreeMap<String, String>;

/// The folder before and after, and the states that killed runs left.
struct Killed {
    old: Tree,
    new: Tree,
    left: Vec<Tree>,
}

/// Kills runs that write to `out`. The next run has to complete each.
fn kill(folder: &Folder, more: &[&str]) -> Killed {
    let kills = std::env::var("SPECWRIGHT_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: u64 = kills.unwrap_or(20);
    let out = folder.path().join("out");
    let old_run = [&["generate", "old.yaml", "--out", "out"], more].concat();
    let new_run = [&["generate", "new.yaml", "--out", "out"], more].concat();
    folder.succeed(&old_run);
    let old = content(&out);
    let start = Instant::now();
    folder.succeed(&new_run);
    let length = start.elapsed();
    let new = content(&out);
    let changed = old.iter().filter(|(name, text)| new.get(*name) != Some(text)).count();
    assert!(changed > 5, "only {changed} files differ");
    let mut random = fastrand::Rng::with_seed(kills);
    let mut left = Vec::new();
    for _ in 0..kills {
        folder.succeed(&old_run);
        let mut run = specwright(&new_run)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // At a random time, or soon after the first new file, because most of a run passes before anything is written.
        let mut most = length * 5 / 4;
        if random.bool() {
            while run.try_wait().unwrap().is_none() && !is_being_written(folder, &out) {}
            most = length / 4;
        }
        std::thread::sleep(Duration::from_micros(random.u64(0..=most.as_micros() as u64)));
        run.kill().unwrap();
        run.wait().unwrap();
        left.push(if out.exists() { content(&out) } else { Tree::new() });
        folder.succeed(&new_run);
        assert_eq!(content(&out), new, "the next run mends it");
    }
    assert!(!is_being_written(folder, &out), "something lies beside the client");
    Killed { old, new, left }
}

/// Returns `true` if a file or folder of an unfinished run exists beside the client or in its folder.
fn is_being_written(folder: &Folder, out: &Path) -> bool {
    let places = [folder.path(), out].into_iter().filter_map(|place| fs::read_dir(place).ok());
    let mut names = places.flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
    names.any(|name| name.to_string_lossy().starts_with('.'))
}

#[test]
fn whenever_a_run_is_killed_the_folder_is_the_old_one_or_the_new_one() {
    let folder = folder("disk-killed");
    let killed = kill(&folder, &[]);
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    for left in &killed.left {
        let state = match left {
            left if *left == killed.old => "old",
            left if *left == killed.new => "new",
            left if left.is_empty() => "gone until the next run",
            _ => "between",
        };
        *found.entry(state).or_default() += 1;
    }
    println!("{} kills: {found:?}", killed.left.len());
    assert_eq!(found.get("between"), None, "old and new together");
    // Other systems need two renames, between which the folder is missing.
    assert!(!cfg!(target_os = "linux") || !found.contains_key("gone until the next run"));
}

#[test]
fn whenever_a_run_over_a_crate_is_killed_its_sources_are_the_old_ones_or_the_new_ones() {
    let folder = Folder::new("disk-killed-crate");
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", &new());
    // A file of the user prevents the replacement of the whole folder.
    folder.write("out/target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    folder.write("out/notes.md", "mine\n");
    let killed = kill(&folder, &["--crate", "shop", "--tests"]);
    let part = |tree: &Tree, folder: &str| -> Tree {
        let inside = tree.iter().filter(|(name, _)| name.starts_with(folder));
        inside.map(|(name, text)| (name.clone(), text.clone())).collect()
    };
    let which = |left: &Tree, folder: &str| match part(left, folder) {
        left if left == part(&killed.old, folder) => "old",
        left if left == part(&killed.new, folder) => "new",
        left if folder == "Cargo.toml" => {
            let entries = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
            let both = of_both(&killed.old["Cargo.toml"], &killed.new["Cargo.toml"]);
            assert_eq!(entries(&left["Cargo.toml"]), entries(&both));
            "both"
        }
        _ => "between",
    };
    let mut found: BTreeMap<[&str; 3], u64> = BTreeMap::new();
    for left in &killed.left {
        let state = ["Cargo.toml", "src/", "tests/"].map(|folder| which(left, folder));
        *found.entry(state).or_default() += 1;
    }
    println!("{} kills, by manifest, sources and tests: {found:?}", killed.left.len());
    for [manifest, sources, tests] in found.keys() {
        assert!(COMPILE.contains(&(manifest, sources)), "{manifest} manifest, {sources} sources");
        assert_ne!(*tests, "between");
    }
    if std::env::var_os("SPECWRIGHT_KILLS").is_some() {
        compile(&folder, &killed);
    }
}

/// The manifests and sources that may occur together.
const COMPILE: [(&str, &str); 4] =
    [("old", "old"), ("both", "old"), ("both", "new"), ("new", "new")];

/// Returns a manifest with the dependencies of both versions.
fn of_both(old: &str, new: &str) -> String {
    let (_, dependencies) = old.split_once("[dependencies]\n").unwrap();
    let lost = dependencies.lines().take_while(|line| !line.is_empty() && !line.starts_with('['));
    let lost: Vec<_> = lost.filter(|line| !new.contains(line)).collect();
    assert!(!lost.is_empty() && !old.contains("\nbase64 ") && new.contains("\nbase64 "));
    new.replace("[dependencies]\n", &format!("[dependencies]\n{}\n", lost.join("\n")))
}

/// Compiles all combinations of manifest and sources that a killed run can leave.
fn compile(folder: &Folder, killed: &Killed) {
    for (manifest, sources) in COMPILE {
        let project = format!("{manifest}-{sources}");
        let (old, new) = (&killed.old["Cargo.toml"], &killed.new["Cargo.toml"]);
        let manifest = match manifest {
            "old" => old.clone(),
            "new" => new.clone(),
            _ => of_both(old, new),
        };
        folder.write(&format!("{project}/Cargo.toml"), &format!("{manifest}\n[workspace]\n"));
        if let Ok(lock) = fs::read_to_string("../../Cargo.lock") {
            folder.write(&format!("{project}/Cargo.lock"), &lock);
        }
        let tree = if sources == "old" { &killed.old } else { &killed.new };
        for (name, text) in tree.iter().filter(|(name, _)| name.starts_with("src/")) {
            folder.write(&format!("{project}/{name}"), text);
        }
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--lib", "--offline", "--no-default-features"])
            .env("CARGO_TARGET_DIR", folder.path().join("compiled"))
            .current_dir(folder.path().join(&project))
            .output()
            .unwrap();
        assert!(output.status.success(), "{project}: {}", text(&output.stderr));
        println!("{project} compiles");
    }
}

#[cfg(unix)]
#[test]
fn without_room_the_folder_stays_as_it_was() {
    let folder = folder("disk-full");
    let out = folder.path().join("out");
    let old = content(&out);
    // A file may have 4 KiB. The signal is ignored, so that the process sees the error instead of ending.
    let command = env!("CARGO_BIN_EXE_specwright");
    let script = format!("trap '' XFSZ; ulimit -f 8; exec '{command}' generate new.yaml --out out");
    let output =
        Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot be written"), "{said}");
    assert_eq!(content(&out), old);
    let hidden: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named_and_left() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("disk-read-only");
    let out = folder.path().join("out");
    let (old, mode) = (content(&out), fs::metadata(&out).unwrap().permissions());
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    // Permissions do not restrict a privileged user.
    let held = fs::write(out.join("probe"), "").is_err();
    let output = folder.run(&["generate", "new.yaml", "--out", "out"]);
    fs::set_permissions(&out, mode).unwrap();
    if held {
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("make it and its folder writable for you"), "{said}");
        assert_eq!(content(&out), old);
    }
}

#[test]
fn a_file_in_place_of_the_folder_is_left() {
    let folder = Folder::new("disk-file");
    folder.write("api.yaml", OLD);
    folder.write("out", "mine\n");
    let output = folder.run(&["generate", "api.yaml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is not a folder"), "{}", text(&output.stderr));
    assert_eq!(folder.read("out"), "mine\n");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder("disk-links");
    let project = folder.path();
    let outside = Folder::new("disk-links-outside");
    outside.write("operations.rs", "// mine\n");
    let refused = |out: &str| {
        let output = folder.run(&["generate", "new.yaml", "--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", text(&output.stdout));
        assert_eq!(content(outside.path()).len(), 1, "{out}");
        assert_eq!(outside.read("operations.rs"), "// mine\n", "{out}");
        text(&output.stderr)
    };
    // The folder itself is a link.
    symlink(outside.path(), project.join("link")).unwrap();
    assert!(refused("link").contains("is a link that does not lead to a folder beside it"));
    // A file in it is a link.
    fs::remove_file(project.join("out/operations.rs")).unwrap();
    symlink(outside.path().join("operations.rs"), project.join("out/operations.rs")).unwrap();
    assert!(refused("out").contains("is a link"));
    // A folder in it is a link.
    fs::remove_file(project.join("out/operations.rs")).unwrap();
    fs::remove_dir_all(project.join("out/runtime")).unwrap();
    symlink(outside.path(), project.join("out/runtime")).unwrap();
    assert!(refused("out").contains("is a link"));
}

#[test]
fn both_descriptions_make_clients_that_differ_in_more_than_a_name() {
    let folder = folder("disk-differ");
    let old = without_names(&content(&folder.path().join("out")));
    folder.succeed(&["generate", "new.yaml", "--out", "out"]);
    assert_ne!(without_names(&content(&folder.path().join("out"))), old);
}
