//! Validates values (JSON Schema 2020-12).
//!
//! A library checks the keywords that need no other schema (`leaf.rs`). The keywords that apply other schemas are
//! evaluated here, because the library evaluates them once for each path that leads to them. Its time for recursive
//! unions doubles with each level of the value. It also compiles files that refer to one another once for each path
//! through them. Here each schema is read once (`graph.rs`), and each pair of a schema and a value is evaluated once
//! (`run.rs`). The time is at most the number of schemas times the number of values, and it has a budget.

mod explain;
mod graph;
mod leaf;
mod run;
#[cfg(test)]
mod tests;
mod undescribed;
mod unevaluated;
mod view;

use std::fmt;
use std::sync::Arc;
use std::thread;

use serde_json::Value;
use specwright::api::Direction;
use specwright::report::{Pointer, clean};

pub(crate) use self::graph::Graph;

use self::explain::Finding;
use self::graph::NodeId;
use self::leaf::{BACKTRACKS, Broken};
use self::run::{OUTCOMES, Run, STEPS};
use self::view::View;
use crate::description::Description;
use crate::schema::violation::{RequestPart, Violation};

/// The depth of nested schemas up to which a value is judged on the caller's stack.
const LEVELS_HERE: usize = 200;

/// The depth of nested schemas up to which a value is judged at all, on a separate stack.
const LEVELS: usize = 20_000;

/// The size of that stack in bytes. Unused pages are not allocated.
const STACK: usize = 512 * 1024 * 1024;

/// A schema that validates values.
pub(crate) struct Validator {
    graph: Arc<Graph>,
    root: NodeId,
}

/// The reason why a value was not checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// A schema is invalid, for this reason.
    Broken(String),
    /// The check takes too many steps.
    Steps,
    /// The schemas are nested too deeply.
    Levels,
    /// A pattern takes too many steps.
    Pattern,
}

/// The result of checking a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Judgement {
    /// The violated keywords; none if the value is valid.
    pub(crate) violations: Vec<Violation>,
    /// The members of a valid value that no keyword describes.
    pub(crate) undescribed: Vec<String>,
}

impl Validator {
    /// Creates a validator of a schema of the description. All validators with one graph are of one description and
    /// direction.
    pub(crate) fn new(
        graph: &Arc<Graph>,
        schema: &Value,
        description: &Description,
        direction: Direction,
    ) -> Validator {
        let view = View::new(description, direction);
        Validator { root: graph.add(schema, view), graph: Arc::clone(graph) }
    }

    /// Creates a validator of a schema beside the description.
    pub(crate) fn beside(
        graph: &Arc<Graph>,
        schema: &Arc<Value>,
        description: &Description,
        direction: Direction,
    ) -> Validator {
        graph.keep(schema);
        Validator::new(graph, schema, description, direction)
    }

    /// Returns the reason if the schema itself is invalid.
    pub(crate) fn broken(&self) -> Option<String> {
        match self.run(|run| run.valid(self.root, &Value::Null)) {
            Err(Stop::Broken(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Returns `true` if the value is valid or cannot be checked.
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        self.run(|run| run.valid(self.root, value)).unwrap_or(true)
    }

    /// Returns the keywords that a value violates, each with its place below a pointer.
    ///
    /// # Errors
    ///
    /// Returns an error if the schema is invalid or a limit is reached.
    pub(crate) fn check(
        &self,
        value: &Value,
        place: RequestPart,
        base: &Pointer,
    ) -> Result<Vec<Violation>, Stop> {
        self.check_up_to(explain::MOST, value, place, base)
    }

    /// Does the same as [`check`](Validator::check), with another limit on the number of violations.
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
        // If the reason takes too many steps, only the keyword is reported.
        let rule = self.run(|run| run.breaks(self.root, value))?;
        let detail = "it is not what its schema says".to_owned();
        Ok(vec![Violation { place, pointer: base.to_string(), rule, detail }])
    }

    /// Returns the violations and undescribed members of a value.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`check`](Validator::check).
    pub(crate) fn judge(&self, value: &Value) -> Result<Judgement, Stop> {
        let violations = self.check(value, RequestPart::Body, &Pointer::root())?;
        let undescribed = match violations.as_slice() {
            [] => self.run(|run| undescribed::undescribed(run, self.root, value))?,
            _ => Vec::new(),
        };
        Ok(Judgement { violations, undescribed })
    }

    /// Runs `work`, on a large stack if the schemas are nested deeply.
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
