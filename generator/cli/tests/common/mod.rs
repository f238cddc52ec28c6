//! Helpers for the tests of the command: running it in a folder of its own.

pub mod sound;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Returns the command with arguments.
pub fn specwright(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.args(arguments);
    command
}

/// Returns printed bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A temporary folder for one test.
pub struct Folder(PathBuf);

impl Folder {
    /// Creates the folder and removes the files of an earlier run.
    pub fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if path.exists() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in the folder.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Reads a file in the folder.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs the command in the folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        specwright(arguments).current_dir(&self.0).output().unwrap()
    }

    /// Runs the command in the folder with this standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Output {
        let mut run = specwright(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses its arguments does not read standard input.
        let _ = run.stdin.take().unwrap().write_all(input.as_bytes());
        run.wait_with_output().unwrap()
    }

    /// Runs the command in the folder and returns its standard output. Panics if it fails.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }
}

/// A process of `specwright watch`, which is killed at the end of the test.
pub struct Watch {
    process: Child,
    lines: Receiver<String>,
}

impl Watch {
    /// Starts the process in a folder.
    pub fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut process = specwright(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        let streams: [Box<dyn std::io::Read + Send>; 2] =
            [Box::new(process.stdout.take().unwrap()), Box::new(process.stderr.take().unwrap())];
        for stream in streams {
            let send = send.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = send.send(line);
                }
            });
        }
        Self { process, lines }
    }

    /// Returns the next line that contains a text.
    pub fn next(&self, what: &str) -> String {
        // A generous limit: a `watch` without output fails the test instead of blocking it.
        let limit = Duration::from_secs(60);
        let next = || self.lines.recv_timeout(limit).unwrap_or_else(|_| panic!("{what}"));
        std::iter::repeat_with(next).find(|line| line.contains(what)).unwrap()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
