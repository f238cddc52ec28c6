//! Overlays change the entry file's tree while a description is read (OpenAPI Overlay 1.0 and 1.1).

mod document;
mod make;
mod merge;
mod problems;
mod text;
mod tree;

use std::io;

pub use make::{IncompatibleRoots, make_overlay};
pub use text::WriteError;

use super::limits::{MAX_ADDED, MAX_DEPTH};
use super::origins::{Origin, Place};
use super::{Pointer, Source, Value};
use crate::report::{FileId, Location, Report, Reports};
use document::{Action, Change};
use merge::Kind;
use tree::{ENTRY, Tree, depth, nodes};

/// Applies overlays to the tree of the entry file, in order. With `allow_stale`, actions may match nothing.
pub(super) fn apply(source: &mut Source, overlays: &[FileId], allow_stale: bool) -> Reports {
    let mut reports = Reports::new();
    let mut actions = Vec::new();
    for id in overlays {
        let root = Location { file: id.clone(), pointer: Pointer::root() };
        if source.files[id.index()].is_parsed {
            actions.extend(document::actions(source, &root, &mut reports));
        }
    }
    if actions.is_empty() || reports.has_errors() {
        return reports;
    }
    let entry = &mut source.files[0];
    let value = std::mem::replace(&mut entry.root, Value::Null);
    let tree = Tree::new(value, std::mem::take(&mut entry.origins));
    let mut run = Run { tree, entry: entry.id.clone(), allow_stale, added: 0, reports };
    for action in &actions {
        run.action(action);
        if run.added > MAX_ADDED {
            break;
        }
    }
    entry.root = run.tree.value;
    entry.origins = run.tree.origins;
    run.reports
}

/// Returns the report for an overlay that cannot be read.
pub(super) fn unreadable(file: &Location, error: &io::Error) -> Report {
    problems::unreadable_overlay(file, error)
}

/// The application of overlays to a tree.
struct Run {
    tree: Tree,
    entry: FileId,
    allow_stale: bool,
    /// The number of values that were added, each as often as it was.
    added: usize,
    reports: Reports,
}

impl Run {
    fn action(&mut self, action: &Action) {
        let at = &action.at;
        let targets = self.tree.select(&action.target);
        if targets.is_empty() {
            return self.stale(at, "target");
        }
        match &action.change {
            Change::None => {
                let why = "it has neither `update`, `remove` nor `copy`";
                self.reports.push(problems::overlay_without_effect(at, why));
            }
            Change::Remove if targets.iter().any(|target| target.parent().is_none()) => {
                let why = "the whole description cannot be removed";
                self.reports.push(problems::overlay_mismatch(&at.key("target"), why, None));
            }
            Change::Remove => self.tree.remove(targets),
            Change::Update(update) => {
                let at = at.key("update");
                let place = Place { file: at.file.index(), pointer: at.pointer.clone() };
                self.merge(&targets, update, &Origin::of(place), &at);
            }
            Change::Copy(path) => {
                let sources = self.tree.select(path);
                let at = at.key("copy");
                let source = match sources.as_slice() {
                    [source] => source,
                    [] => return self.stale(&action.at, "copy"),
                    several => {
                        let count = several.len();
                        let why =
                            format!("`copy` selects {count} values, and only one can be copied");
                        return self.reports.push(problems::overlay_mismatch(&at, &why, None));
                    }
                };
                // The tree changes while it is copied.
                let origins = self.tree.origins.clone();
                let from = Origin::find(Place::root(ENTRY), &origins, source);
                if let Some(copied) = self.tree.get(source).cloned() {
                    self.merge(&targets, &copied, &from, &at);
                }
            }
        }
    }

    fn stale(&mut self, action: &Location, key: &str) {
        if !self.allow_stale {
            self.reports.push(problems::stale_overlay(&action.key(key), key));
        }
    }

    /// Merges a value into the targets. `at` is the member of the action that says so.
    fn merge(&mut self, targets: &[Pointer], update: &Value, from: &Origin<'_>, at: &Location) {
        let kinds: Vec<Kind> =
            targets.iter().filter_map(|target| self.tree.get(target)).map(Kind::of).collect();
        if let Some(other) = kinds.iter().find(|kind| Some(*kind) != kinds.first()) {
            let first = kinds.first().map_or("", |kind| kind.plural());
            let why = format!("the target selects {first} and {} alike", other.plural());
            let target = at.parent().map_or_else(|| at.clone(), |action| action.key("target"));
            return self.reports.push(problems::overlay_mismatch(&target, &why, None));
        }
        let added = nodes(update).saturating_mul(targets.len());
        self.added = self.added.saturating_add(added);
        if self.added > MAX_ADDED {
            let what = format!("more than {MAX_ADDED} further values");
            return self.reports.push(problems::too_large(at, &what));
        }
        let deepest = targets.iter().map(|target| target.segments().count()).max().unwrap_or(0);
        if deepest + 1 + depth(update) > MAX_DEPTH {
            let what = format!("more than {MAX_DEPTH} objects and arrays inside one another");
            return self.reports.push(problems::too_large(at, &what));
        }
        let mut changed = false;
        for target in targets {
            match self.tree.merge(target, update, from) {
                Ok(change) => changed |= change,
                Err(mismatch) => {
                    let segments: Vec<_> = mismatch.pointer.segments().collect();
                    let is_update = at.last().is_some_and(|last| last == "update");
                    let steps = segments.iter().filter(|_| is_update);
                    let at = steps.fold(at.clone(), |at, segment| at.key(segment));
                    let to = segments.iter().fold(target.clone(), |to, segment| to.key(segment));
                    let to = Location { file: self.entry.clone(), pointer: to };
                    let why =
                        format!("{} cannot be merged into {}", mismatch.update, mismatch.target);
                    let report = problems::overlay_mismatch(&at, &why, Some(&to));
                    return self
                        .reports
                        .push(report.help("remove the value first, by an action before this one"));
                }
            }
        }
        if !changed && !self.allow_stale {
            let why = "the description already has this value";
            self.reports.push(problems::overlay_without_effect(at, why));
        }
    }
}
