//! Resolves references (RFC 3986, RFC 6901) to a file and a node in it.

use std::fmt;

use super::value::{Object, Value};
use crate::report::{FileId, Location, Pointer, did_you_mean};

/// The maximum number of names that a message lists.
const LISTED: usize = 5;

/// The reason why a reference cannot be resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum RefProblem {
    /// The reference is malformed.
    Malformed {
        /// The reason.
        reason: &'static str,
    },
    /// The reference is a URL, and nothing is fetched from the network.
    Url,
    /// The reference leads out of the description's folder.
    Outside {
        /// The path as written.
        path: String,
    },
    /// The file does not exist.
    File {
        /// The path from the description's folder.
        path: String,
    },
    /// The node does not exist.
    Segment {
        /// The last existing node on the path.
        parent: Location,
        /// The missing member or item.
        missing: String,
        /// The members of that node; empty for an array.
        siblings: Vec<String>,
        /// The members of that node that contain the missing name.
        holders: Vec<String>,
    },
    /// No schema of the file has the anchor.
    Anchor {
        /// The missing anchor.
        name: String,
        /// The existing anchors.
        known: Vec<String>,
    },
}

impl RefProblem {
    /// Returns a suggestion for a fix.
    pub fn help(&self) -> Option<String> {
        match self {
            RefProblem::Malformed { .. } => None,
            RefProblem::Url => Some(
                "save what it refers to and give the URL that file, by `--map URL=PATH` or `Build::map`"
                    .to_owned(),
            ),
            RefProblem::Outside { .. } => {
                Some("keep every file below the description's folder".to_owned())
            }
            RefProblem::File { .. } => None,
            RefProblem::Segment { parent, missing, holders, .. } if holders.len() == 1 => {
                let target = holders.iter().fold(parent.pointer.clone(), |at, name| at.key(name));
                Some(format!("did you mean `#{}`?", target.key(missing)))
            }
            RefProblem::Segment { missing, siblings, .. } => suggestion(missing, siblings),
            RefProblem::Anchor { name, known } => suggestion(name, known),
        }
    }
}

impl fmt::Display for RefProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RefProblem::Malformed { reason } => f.write_str(reason),
            RefProblem::Url => f.write_str("it is a URL, and nothing is fetched from the network"),
            RefProblem::Outside { path } => {
                write!(f, "`{path}` is not below the description's folder")
            }
            RefProblem::File { path } => write!(f, "there is no file `{path}`"),
            RefProblem::Segment { parent, missing, .. } => {
                write!(f, "there is no `{missing}` in `")?;
                if parent.pointer == Pointer::root() {
                    return write!(f, "{}`", parent.file);
                }
                write!(f, "{parent}`")
            }
            RefProblem::Anchor { name, .. } => {
                write!(f, "no schema of the file has the anchor `{name}`")
            }
        }
    }
}

impl std::error::Error for RefProblem {}

/// Suggests a similar name, or else lists a few existing names.
pub(super) fn suggestion(name: &str, candidates: &[String]) -> Option<String> {
    if let Some(meant) = did_you_mean(name, candidates.iter().map(String::as_str)) {
        return Some(format!("did you mean `{meant}`?"));
    }
    if candidates.is_empty() || candidates.len() > LISTED {
        return None;
    }
    match candidates {
        [only] => Some(format!("there is only `{only}`")),
        _ => Some(format!("there are `{}`", candidates.join("`, `"))),
    }
}

/// The parts of a reference.
#[derive(Debug, PartialEq)]
pub(super) struct Parts<'r> {
    /// The part before the `#`; empty for the same file.
    pub(super) target: &'r str,
    /// The part after the `#`; empty for the whole file.
    pub(super) fragment: &'r str,
}

/// Splits a reference at its `#` (RFC 3986, section 3.5).
pub(super) fn parts(reference: &str) -> Parts<'_> {
    let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    Parts { target, fragment }
}

/// Returns the folder of an absolute URL, with its last slash.
pub(super) fn folder_of(url: &str) -> Option<&str> {
    let path = url.find("://")? + 3;
    let end = url.rfind('/').filter(|end| *end > path)?;
    url.get(..=end)
}

/// Resolves a target to a path from the description's folder. `from` is the path of the referring file.
pub(super) fn target_path(from: &str, target: &str) -> Result<String, RefProblem> {
    if has_scheme(target) || target.starts_with("//") {
        return Err(RefProblem::Url);
    }
    let path = percent_decoded(target)?;
    if path.contains(['\\', '\0']) {
        let reason = "the path has a character that a path cannot have";
        return Err(RefProblem::Malformed { reason });
    }
    let outside = || RefProblem::Outside { path: path.clone() };
    if path.starts_with('/') {
        return Err(outside());
    }
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop().ok_or_else(outside)?;
            }
            name => steps.push(name),
        }
    }
    Ok(steps.join("/"))
}

/// The fragment of a reference.
#[derive(Debug, PartialEq)]
pub(super) enum Fragment {
    Pointer(Pointer),
    Anchor(String),
}

/// Parses a fragment: a JSON pointer (RFC 6901, section 6) or an anchor.
pub(super) fn fragment(text: &str) -> Result<Fragment, RefProblem> {
    let decoded = percent_decoded(text)?;
    if !decoded.is_empty() && !decoded.starts_with('/') {
        return Ok(Fragment::Anchor(decoded));
    }
    let reason = "in a pointer, `~` is followed by `0` or `1`";
    Pointer::parse(&decoded).map(Fragment::Pointer).ok_or(RefProblem::Malformed { reason })
}

/// The number of members that a missing name is compared with, because there may be many missing names.
const MOST_COMPARED: usize = 1_000;

/// Resolves a pointer from a node of a file.
pub(super) fn follow<'v>(
    root: &'v Value,
    file: &FileId,
    base: &Pointer,
    pointer: &Pointer,
) -> Result<(&'v Value, Location), RefProblem> {
    let mut node = root;
    let mut at = Location { file: file.clone(), pointer: Pointer::root() };
    for segment in base.segments().chain(pointer.segments()) {
        let next = child(node, &segment);
        node = next.ok_or_else(|| RefProblem::Segment {
            parent: at.clone(),
            missing: segment.clone().into_owned(),
            siblings: keys(node),
            holders: holders(node, &segment),
        })?;
        at = at.key(&segment);
    }
    Ok((node, at))
}

/// Returns a member, or an item by its index without leading zeros (RFC 6901, section 4).
pub(super) fn child<'v>(node: &'v Value, segment: &str) -> Option<&'v Value> {
    match node {
        Value::Object(members) => members.get(segment),
        Value::Array(items) => {
            let canonical =
                segment == "0" || segment.starts_with(|c: char| ('1'..='9').contains(&c));
            items.get(segment.parse::<usize>().ok().filter(|_| canonical)?)
        }
        _ => None,
    }
}

/// Returns the members of a node that have a member of this name.
fn holders(node: &Value, name: &str) -> Vec<String> {
    let members = node.as_object().into_iter().flat_map(|object| object.iter());
    let holding = members.take(MOST_COMPARED).filter(|(_, member)| member.get(name).is_some());
    holding.map(|(key, _)| key.to_owned()).collect()
}

fn keys(node: &Value) -> Vec<String> {
    let members = node.as_object().into_iter().flat_map(Object::keys);
    members.take(MOST_COMPARED).map(str::to_owned).collect()
}

/// Returns `true` if a reference has a scheme (RFC 3986, section 3.1).
pub(super) fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else {
        return false;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|other| other.is_ascii_alphanumeric() || "+-.".contains(other))
}

/// Decodes percent-encoding (RFC 3986, section 2.1).
pub(super) fn percent_decoded(text: &str) -> Result<String, RefProblem> {
    let malformed = |reason| RefProblem::Malformed { reason };
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else {
            return Err(malformed("`%` is followed by two hexadecimal digits"));
        };
        // Two hexadecimal digits fit a byte.
        decoded.push((high * 16 + low) as u8);
    }
    String::from_utf8(decoded).map_err(|_| malformed("its percent-encoding is not UTF-8"))
}
