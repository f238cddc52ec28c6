//! What a run leaves behind that is killed, that finds no room, or that meets something in its way.
//!
//! `SPECWRIGHT_KILLS=500 cargo test -p specwright-cli --test disk -- --nocapture` kills more often than the few times that it does otherwise.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Folder, specwright, text};

const OLD: &str = include_str!("shop/api.yaml");

/// A description of which every file of the client is another.
fn new() -> String {
    let text = OLD.replacen("title: ", "title: New ", 1).replace("name: id", "name: key");
    let text = text.replace("/{id}", "/{key}").replace("operationId: ", "operationId: new_");
    assert_ne!(text, OLD);
    text
}

/// A folder with both descriptions, and the client of the old one in `out`.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", &new());
    folder.succeed(&["generate", "old.yaml", "--out", "out"]);
    folder
}

/// Every file below a folder, hidden ones aside.
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

/// The header names the description, which is not what is compared here.
fn without_names(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let plain =
        |text: &String| text.replace("new.yaml", "api.yaml").replace("old.yaml", "api.yaml");
    files.iter().map(|(name, text)| (name.clone(), plain(text))).collect()
}

#[test]
fn whenever_a_run_is_killed_every_file_is_whole_and_the_next_run_mends_the_rest() {
    let kills = std::env::var("SPECWRIGHT_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: u64 = kills.unwrap_or(20);
    let folder = folder("disk-killed");
    let out = folder.path().join("out");
    let old = content(&out);
    let start = Instant::now();
    folder.succeed(&["generate", "new.yaml", "--out", "out"]);
    let length = start.elapsed();
    let new = content(&out);
    let changed = old.iter().filter(|(name, text)| new.get(*name) != Some(text)).count();
    assert!(changed > 5, "only {changed} files differ");
    let mut random = fastrand::Rng::with_seed(kills);
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    for _ in 0..kills {
        folder.succeed(&["generate", "old.yaml", "--out", "out"]);
        let mut run = specwright(&["generate", "new.yaml", "--out", "out"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(random.u64(0..=length.as_micros() as u64)));
        run.kill().unwrap();
        run.wait().unwrap();
        let left = content(&out);
        for (name, text) in &left {
            let whole = [&old, &new].into_iter().any(|tree| tree.get(name) == Some(text));
            assert!(whole, "`{name}` is neither old nor new");
        }
        let state = if left == old {
            "old"
        } else if left == new {
            "new"
        } else {
            "between"
        };
        *found.entry(state).or_default() += 1;
        folder.succeed(&["generate", "new.yaml", "--out", "out"]);
        assert_eq!(content(&out), new, "the next run mends it");
    }
    println!("{kills} kills: {found:?}");
}

#[cfg(unix)]
#[test]
fn without_room_the_folder_stays_as_it_was() {
    let folder = folder("disk-full");
    let out = folder.path().join("out");
    let old = content(&out);
    // A file may have 4 KiB; the signal that would end the process is ignored, so that it sees the error.
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
    // Whoever may do everything is not held by permissions.
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
    // The folder itself.
    symlink(outside.path(), project.join("link")).unwrap();
    assert!(refused("link").contains("is a link that does not lead to a folder beside it"));
    // A file in it.
    fs::remove_file(project.join("out/operations.rs")).unwrap();
    symlink(outside.path().join("operations.rs"), project.join("out/operations.rs")).unwrap();
    assert!(refused("out").contains("is a link"));
    // A folder in it.
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
