//! A copy of the client's package that tests change and build, with a package beside it that uses the client.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The manifest of the package that depends on the client.
const USER: &str = r#"[package]
name = "user"
edition = "2024"

[dependencies]
postpress = { path = "..", default-features = false }
"#;

/// A copy of the client's package in its own workspace, with the generator of this repository.
///
/// There is one copy with one target folder, so that each crate is compiled once. Tests use it one after the other.
pub struct Workshop {
    folder: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::new(());

/// The result of running cargo.
pub struct Run {
    pub success: bool,
    /// The standard output: that of a program, or messages in JSON.
    pub output: String,
    /// The standard error.
    pub stderr: String,
}

impl Workshop {
    /// Makes the copy equal to this repository and locks it.
    pub fn open() -> Self {
        let workshop = Self {
            folder: temporary().join("postpress"),
            _turn: TURN.lock().unwrap_or_else(PoisonError::into_inner),
        };
        workshop.allow_writing(true);
        copy("generated", &workshop.path("generated"));
        copy("spec", &workshop.path("spec"));
        workshop.age_spec();
        copy("build.rs", &workshop.path("build.rs"));
        copy("Cargo.lock", &workshop.path("Cargo.lock"));
        write(&workshop.path("Cargo.toml"), &manifest());
        write(&workshop.path("user/Cargo.toml"), USER);
        write(&workshop.path("user/src/lib.rs"), "");
        for program in files_below(&workshop.path("user/src/bin")) {
            fs::remove_file(program).unwrap();
        }
        workshop
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.join(below)
    }

    pub fn spec(&self) -> String {
        read(&self.path("spec/postpress.yaml"))
    }

    pub fn set_spec(&self, text: &str) {
        write(&self.path("spec/postpress.yaml"), text);
    }

    /// Sets the modification time of the description before every build, because another test may have set a later one.
    fn age_spec(&self) {
        let spec = self.path("spec/postpress.yaml");
        let spec = fs::File::options().append(true).open(spec).unwrap();
        spec.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    }

    /// Adds a program to the user's package.
    pub fn add_program(&self, name: &str, text: &str) {
        write(&self.path("user/src/bin").join(name).with_extension("rs"), text);
    }

    /// Returns the files below `generated/` with their texts.
    pub fn generated(&self) -> BTreeMap<PathBuf, String> {
        let files = files_below(&self.path("generated"));
        files.into_iter().map(|file| (file.clone(), read(&file))).collect()
    }

    /// Returns the modification time of each file below `generated/`.
    pub fn times(&self) -> BTreeMap<PathBuf, SystemTime> {
        let files = files_below(&self.path("generated")).into_iter();
        files
            .map(|file| {
                let time = fs::metadata(&file).unwrap().modified().unwrap();
                (file, time)
            })
            .collect()
    }

    /// Builds the client without a transport, which compiles fastest.
    pub fn build(&self) -> Run {
        self.cargo(&["build", "--verbose", "--no-default-features"])
    }

    /// Checks the client without a transport. The build script runs as in a build, at half the cost.
    pub fn check(&self) -> Run {
        self.cargo(&["check", "--verbose", "--no-default-features"])
    }

    /// Runs cargo in the copy.
    pub fn cargo(&self, arguments: &[&str]) -> Run {
        // Standard error shows this at once, unlike the captured output of a test. The first run takes a minute.
        let _ =
            writeln!(std::io::stderr(), "note: in a copy of the client: cargo {}", arguments[0]);
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
        let output = Command::new(cargo)
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap();
        Run::new(&output)
    }

    /// Allows or forbids writing below `generated/` and `spec/`.
    pub fn allow_writing(&self, allowed: bool) {
        let folders = ["generated", "spec"].map(|folder| self.path(folder));
        for folder in folders.into_iter().filter(|folder| folder.is_dir()) {
            set_writable(&folder, allowed);
            for file in files_below(&folder) {
                // The file's folder is set too, because `files_below` lists no folders.
                file.parent().into_iter().for_each(|folder| set_writable(folder, allowed));
                set_writable(&file, allowed);
            }
        }
    }
}

impl Run {
    fn new(output: &Output) -> Self {
        Self {
            success: output.status.success(),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Returns the run, and panics if it failed.
    pub fn expect_success(self) -> Self {
        assert!(self.success, "{}", self.stderr);
        self
    }

    /// Returns the names of the compiled packages in any order.
    pub fn compiled(&self) -> Vec<&str> {
        let lines = self.stderr.lines();
        lines
            .filter_map(|line| {
                let line = line.trim_start();
                line.strip_prefix("Compiling ").or_else(|| line.strip_prefix("Checking "))
            })
            .filter_map(|rest| rest.split(' ').next())
            .collect()
    }

    /// Returns `true` if cargo did not compile the client, because it is up to date.
    pub fn is_fresh(&self) -> bool {
        self.stderr.contains("Fresh postpress v")
    }

    /// Returns `true` if the build script ran.
    pub fn ran_script(&self) -> bool {
        let mut lines = self.stderr.lines();
        lines.any(|line| line.contains("Running `") && line.contains("build-script-build`"))
    }

    /// Returns the reports of the build script, without cargo's prefix.
    pub fn reports(&self) -> String {
        let mark = concat!("postpress@", env!("CARGO_PKG_VERSION"), ": ");
        let lines = self.stderr.lines().filter_map(|line| {
            let (kind, text) = line.split_once(mark)?;
            matches!(kind, "error: " | "warning: ").then_some(text)
        });
        lines.fold(String::new(), |text, line| text + line + "\n")
    }
}

fn temporary() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("workshop")
}

/// Returns the manifest of this repository, with `user` as the only other member of the workspace.
fn manifest() -> String {
    let mut text = read(&Path::new(crate::PACKAGE).join("Cargo.toml"));
    let members = text.lines().find(|line| line.starts_with("members = [")).unwrap().to_owned();
    let mut put = |old: &str, new: &str| {
        assert_eq!(text.matches(old).count(), 1, "`{old}` in Cargo.toml");
        text = text.replace(old, new);
    };
    put(&members, r#"members = ["user"]"#);
    put("[[example]]\nname = \"handle_invitation\"\n", "");
    put(r#"path = "generator""#, &format!("path = '{}/generator'", crate::PACKAGE));
    put(r#"path = "generator/mock""#, &format!("path = '{}/generator/mock'", crate::PACKAGE));
    text
}

/// Makes a file or folder of the copy equal to that of this repository, and writes only what differs.
fn copy(from: &str, to: &Path) {
    let from = Path::new(crate::PACKAGE).join(from);
    if from.is_file() {
        return write(to, &read(&from));
    }
    let wanted = files_below(&from);
    for file in &wanted {
        let below = file.strip_prefix(&from).unwrap();
        write(&to.join(below), &read(file));
    }
    for file in files_below(to) {
        if !wanted.contains(&from.join(file.strip_prefix(to).unwrap())) {
            fs::remove_file(file).unwrap();
        }
    }
}

fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the files below a folder, sorted; none if the folder does not exist.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn set_writable(path: &Path, writable: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mode = permissions.mode();
        let mode = if writable { mode | 0o200 } else { mode & !0o222 };
        permissions.set_mode(mode);
    }
    #[cfg(not(unix))]
    permissions.set_readonly(!writable);
    fs::set_permissions(path, permissions).unwrap();
}
