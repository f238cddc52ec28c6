//! `specwright watch`: regenerates the client after each change of its description, and prints the changes of its
//! public API.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{RecursiveMode, Watcher};
use specwright::public_api::{Effect, PublicApi, compare};

use crate::generate::Generate;
use crate::out::UNABLE;
use crate::out::{self, inform, tell};

/// Changes within this time are one change, because editors save in several steps.
const TOGETHER: Duration = Duration::from_millis(100);

/// Arguments of `specwright watch`.
#[derive(Debug, clap::Args)]
pub struct Watch {
    #[command(flatten)]
    generate: Generate,
}

impl Watch {
    /// Generates the client, then again after each change, until the process is stopped.
    pub fn run(&self) -> ExitCode {
        if self.generate.is_stdin() {
            tell!("error: standard input cannot be watched; give the path of the description");
            return ExitCode::from(UNABLE);
        }
        let (send, changes) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event| {
            // The receiver is dropped only when the command ends.
            let _ = send.send(event);
        });
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => return refuse(&error),
        };
        let mut watched = BTreeSet::new();
        let mut before: Option<PublicApi> = None;
        let mut inputs: Vec<PathBuf> = Vec::new();
        loop {
            let job = match self.generate.job() {
                Ok(job) => job,
                // Settings that are wrong for now are a change to wait for.
                Err(_) if !inputs.is_empty() && wait(&changes, &inputs) => continue,
                Err(status) => return ExitCode::from(status),
            };
            let made = job.make();
            // A description that never existed is an error in the arguments, not a change to wait for.
            if watched.is_empty() && made.changes.is_none() && made.status == UNABLE {
                return ExitCode::from(UNABLE);
            }
            inputs = made.source.files().map(Into::into).collect();
            for folder in folders(&inputs) {
                if watched.insert(folder.clone())
                    && let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive)
                {
                    return refuse(&error);
                }
            }
            if let (Some(changes), Ok(now)) =
                (&made.changes, specwright::public_api(&made.source, &made.options))
            {
                if before.is_none() || !changes.is_empty() {
                    say(&made.summary, before.as_ref(), &now);
                }
                before = Some(now);
            }
            if out::is_closed() {
                return ExitCode::SUCCESS;
            }
            if !wait(&changes, &inputs) {
                return ExitCode::from(UNABLE);
            }
        }
    }
}

fn refuse(error: &notify::Error) -> ExitCode {
    tell!("error: the description cannot be watched: {error}");
    ExitCode::from(UNABLE)
}

/// Returns the folders of the files. Folders are watched, because an editor may replace a file by a new one.
fn folders(inputs: &[PathBuf]) -> BTreeSet<PathBuf> {
    let parents = inputs.iter().filter_map(|input| input.parent());
    parents
        .map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
        .filter(|parent| parent.is_dir())
        .map(Path::to_owned)
        .collect()
}

/// Waits until a file with the name of an input changes in a watched folder. Returns `false` if no more events can follow.
fn wait(changes: &Receiver<notify::Result<notify::Event>>, inputs: &[PathBuf]) -> bool {
    let names: BTreeSet<_> = inputs.iter().filter_map(|input| input.file_name()).collect();
    let concerns = |event: &notify::Result<notify::Event>| {
        event.as_ref().is_ok_and(|event| {
            !event.kind.is_access()
                && event
                    .paths
                    .iter()
                    .filter_map(|path| path.file_name())
                    .any(|name| names.contains(name))
        })
    };
    loop {
        match changes.recv() {
            Ok(event) if concerns(&event) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(TOGETHER).is_ok() {}
    true
}

/// Prints the changes of the public API and the number of written files.
fn say(summary: &str, before: Option<&PublicApi>, now: &PublicApi) {
    let Some(before) = before else {
        inform!("{summary}; waiting for changes");
        return;
    };
    let comparison = compare(before, now);
    inform!("{summary}; {comparison}");
    for change in &comparison.changes {
        let mark = match change.effect {
            Effect::Breaking => '!',
            Effect::Addition => '+',
            Effect::Deprecation => '-',
            Effect::Behaviour => '~',
        };
        inform!("  {mark} `{}` {}", change.item, specwright::report::clean(&change.what));
    }
}
