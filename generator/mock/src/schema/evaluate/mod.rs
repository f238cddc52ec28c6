//! Compares values with schemas (JSON Schema 2020-12).
//!
//! A library checks the keywords of each schema that need no other schema (`leaf.rs`). The keywords that apply other schemas
//! are decided here, because the library decides them anew for each way that leads to them: a value of recursive unions takes
//! it twice as long for each level, and schemas in files that refer to one another are compiled once for each way through the
//! files. Here each schema is read once (`graph.rs`), and each pair of a schema and a value is decided once (`run.rs`). So the
//! time is at most the number of schemas times that of values; a budget stands above it.

mod explain;
mod graph;
mod leaf;
mod run;
#[cfg(test)]
mod tests;
mod undescribed;
mod unevaluated;

use std::fmt;
use std::sync::Arc;
use std::thread;

use serde_json::Value;
use specwright::report::{Pointer, clean};

pub(crate) use self::graph::Graph;
pub(crate) use self::leaf::INT64;

use self::explain::Finding;
use self::graph::NodeId;
use self::leaf::{BACKTRACKS, Broken};
use self::run::{OUTCOMES, Run, STEPS};
use crate::schema::violation::{RequestPart, Violation};

/// Schemas inside each other that are entered on the stack of the caller.
const LEVELS_HERE: usize = 200;

/// Schemas inside each other that are entered at all, on a stack of their own.
const LEVELS: usize = 20_000;

/// Bytes of that stack. What is not used costs nothing.
const STACK: usize = 512 * 1024 * 1024;

/// A schema that values are compared with.
pub(crate) struct Validator {
    graph: Arc<Graph>,
    root: NodeId,
}

/// The reason why nothing can be said of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// A schema is not JSON Schema; the text says why.
    Broken(String),
    /// It takes too many steps.
    Steps,
    /// The schemas are too deep inside each other.
    Levels,
    /// The search for a pattern takes too many steps.
    Pattern,
}

/// The verdict of a schema on a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Judgement {
    /// The keywords that it breaks; none if it is valid.
    pub(crate) violations: Vec<Violation>,
    /// The members of a valid value that no keyword describes.
    pub(crate) undescribed: Vec<String>,
}

impl Validator {
    /// Creates a validator of a schema whose references lead into the graph.
    pub(crate) fn new(graph: &Arc<Graph>, schema: Value) -> Validator {
        Validator { root: graph.add(schema), graph: Arc::clone(graph) }
    }

    /// Returns the reason why the schema itself is not JSON Schema.
    pub(crate) fn broken(&self) -> Option<String> {
        match self.run(|run| run.valid(self.root, &Value::Null)) {
            Err(Stop::Broken(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Returns `true` if the value is valid, or if nothing can be said of it.
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        self.run(|run| run.valid(self.root, value)).unwrap_or(true)
    }

    /// Returns the keywords that a value breaks, each with its place below a pointer.
    ///
    /// # Errors
    ///
    /// Returns an error if the schema is broken or a limit is reached.
    pub(crate) fn check(
        &self,
        value: &Value,
        place: RequestPart,
        base: &Pointer,
    ) -> Result<Vec<Violation>, Stop> {
        self.check_up_to(explain::MOST, value, place, base)
    }

    /// As [`check`](Validator::check), with another number of violations that are listed.
    pub(crate) fn check_up_to(
        &self,
        most: usize,
        value: &Value,
        place: RequestPart,
        base: &Pointer,
    ) -> Result<Vec<Violation>, Stop> {
        if self.run(|run| run.valid(self.root, value))? {
            return Ok(Vec::new());
        }
        let explained = self.run(|run| {
            let found = explain::explain(run, self.root, value, base, most);
            found.into_iter().map(|finding| violation(finding, place)).collect::<Vec<_>>()
        });
        if let Some(found) = explained.ok().filter(|found| !found.is_empty()) {
            return Ok(found);
        }
        // Where the reason takes too many steps, the keyword has to do.
        let rule = self.run(|run| run.breaks(self.root, value))?;
        let detail = "it is not what its schema says".to_owned();
        Ok(vec![Violation { place, pointer: base.to_string(), rule, detail }])
    }

    /// Returns what the schema says of a value.
    ///
    /// # Errors
    ///
    /// As [`check`](Validator::check).
    pub(crate) fn judge(&self, value: &Value) -> Result<Judgement, Stop> {
        let violations = self.check(value, RequestPart::Body, &Pointer::root())?;
        let undescribed = match violations.as_slice() {
            [] => self.run(|run| undescribed::undescribed(run, self.root, value))?,
            _ => Vec::new(),
        };
        Ok(Judgement { violations, undescribed })
    }

    /// Runs something, on a large stack if the schemas are deep inside each other.
    fn run<T: Send>(&self, work: impl Fn(&mut Run<'_>) -> T + Sync) -> Result<T, Stop> {
        let nodes = self.graph.nodes();
        let nodes = &*nodes;
        let within = |levels: usize| {
            let mut run = Run::new(nodes, levels);
            let done = work(&mut run);
            run.stop.map_or(Ok(done), Err)
        };
        match within(LEVELS_HERE) {
            Err(Stop::Levels) => thread::scope(|scope| {
                let thread = thread::Builder::new().stack_size(STACK);
                let thread = thread.spawn_scoped(scope, || within(LEVELS));
                thread
                    .map_or(Err(Stop::Levels), |thread| thread.join().unwrap_or(Err(Stop::Levels)))
            }),
            done => done,
        }
    }
}

impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validator").field("root", &self.root).finish_non_exhaustive()
    }
}

fn violation(finding: Finding<'_, '_>, place: RequestPart) -> Violation {
    let Broken { missing, constants, rule, detail, .. } = finding.broken;
    if let Some(name) = missing {
        return Violation::missing(place, &finding.pointer.key(&name));
    }
    let detail = constants.map_or(detail, |options| one_of(&options));
    Violation {
        place,
        pointer: finding.pointer.to_string(),
        rule: clean(&rule).into_owned(),
        detail: clean(&detail).into_owned(),
    }
}

fn one_of(options: &[Value]) -> String {
    let shown: Vec<String> = options.iter().map(|option| format!("`{option}`")).collect();
    match shown.as_slice() {
        [only] => format!("it must be {only}"),
        _ => format!("it must be one of {}", shown.join(", ")),
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Broken(reason) => write!(f, "its schema is not JSON Schema: {reason}"),
            Stop::Steps => write!(
                f,
                "to compare it with its schema takes more than {STEPS} steps or {OUTCOMES} remembered outcomes"
            ),
            Stop::Pattern => {
                write!(f, "the search for a `pattern` takes more than {BACKTRACKS} steps back")
            }
            Stop::Levels => {
                write!(f, "its schemas stand more than {LEVELS} levels inside each other")
            }
        }
    }
}
