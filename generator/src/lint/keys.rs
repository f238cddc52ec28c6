//! Unknown and misplaced keys: typos, keys of Swagger 2.0 or another version, and keys beside a reference.

use std::collections::HashSet;

use super::misplaced::{MOVED, MOVED_IN_SWAGGER, Moved};
use super::problems;
use crate::document::is_swagger;
use crate::report::{Report, did_you_mean};
use crate::source::{Location, Object, Source, Value};
use crate::vocabulary::{ALL, ALL_OF_SWAGGER, Holds, Kind, Minor, ROOT, SINCE_OPENAPI_3, SWAGGER};

pub(super) fn find(source: &Source) -> Vec<Report> {
    let root = source.root_location();
    let is_swagger = is_swagger(source);
    let key = if is_swagger { "swagger" } else { "openapi" };
    let Some(version) = source.text_at(&root.key(key)) else {
        return Vec::new();
    };
    let minor = version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(1);
    let (kind, kinds, moved): (_, &[_], &[_]) = match is_swagger {
        true => (&SWAGGER, &ALL_OF_SWAGGER, &MOVED_IN_SWAGGER),
        false => (&ROOT, &ALL, &MOVED),
    };
    let mut walk = Walk {
        source,
        version,
        minor,
        is_swagger,
        kinds,
        moved,
        next: vec![(root, kind)],
        seen: HashSet::new(),
        reported: HashSet::new(),
        found: Vec::new(),
    };
    // A loop instead of recursion, because chains of references can be long.
    while let Some((at, kind)) = walk.next.pop() {
        if walk.seen.insert(at.clone()) {
            walk.node(&at, kind);
        }
    }
    walk.found
}

struct Walk<'s> {
    source: &'s Source,
    /// The value of `openapi` or `swagger`.
    version: String,
    /// The minor version of OpenAPI 3; 0 for Swagger 2.0.
    minor: Minor,
    is_swagger: bool,
    /// The kinds of objects of the version.
    kinds: &'static [&'static Kind],
    /// The members that stand elsewhere.
    moved: &'static [Moved],
    next: Vec<(Location, &'static Kind)>,
    seen: HashSet<Location>,
    /// The reported typos. Each is reported at its first location.
    reported: HashSet<(&'static str, String)>,
    found: Vec<Report>,
}

impl<'s> Walk<'s> {
    fn node(&mut self, at: &Location, kind: &'static Kind) {
        let Some(object) = self.source.value(at).and_then(Value::as_object) else {
            return;
        };
        if let Some(reference) =
            object.get("$ref").and_then(Value::as_str).filter(|_| kind.referable)
        {
            if let Ok(target) = self.source.resolve(&at.file, reference) {
                self.next.push((target, kind));
            }
            if !kind.open {
                return self.beside(object, at);
            }
        }
        for (key, value) in object.iter() {
            match kind.keys().find(|known| known.name == key) {
                Some(known) => {
                    let is_schema = kind.name == "a schema";
                    if self.is_swagger && is_schema && SINCE_OPENAPI_3.contains(&key) {
                        self.newer(&at.key(key), key, 0);
                    } else if known.since > self.minor {
                        self.newer(&at.key(key), key, known.since);
                    }
                    self.enqueue(&at.key(key), value, known.holds);
                }
                None if kind.open || key.starts_with("x-") => {}
                None => self.unknown(&at.key(key), key, kind, object),
            }
        }
        if kind.name == "a schema" {
            self.older(object, at);
        }
    }

    fn enqueue(&mut self, at: &Location, value: &Value, holds: Holds) {
        let named = |value: &Value| -> Vec<Location> {
            let keys = value.as_object().into_iter().flat_map(|object| object.keys());
            keys.filter(|key| !key.starts_with("x-")).map(|key| at.key(key)).collect()
        };
        let count = value.as_array().map_or(0, <[Value]>::len);
        let (places, kind) = match holds {
            Holds::Data | Holds::Value => return,
            Holds::One(kind) => (vec![at.clone()], kind),
            Holds::OneOrList(kind) if count == 0 => (vec![at.clone()], kind),
            Holds::List(kind) | Holds::OneOrList(kind) => {
                ((0..count).map(|index| at.index(index)).collect(), kind)
            }
            Holds::Map(kind) => (named(value), kind),
            Holds::MapOfMaps(kind) => {
                let maps = value.as_object().into_iter().flat_map(|object| object.iter());
                let inner = maps.flat_map(|(name, map)| {
                    let keys = map.as_object().into_iter().flat_map(|object| object.keys());
                    keys.filter(|key| *key != "$ref").map(move |key| at.key(name).key(key))
                });
                (inner.collect(), kind)
            }
        };
        // The last entry is visited first.
        self.next.extend(places.into_iter().rev().map(|place| (place, kind)));
    }

    /// Reports the keys beside a reference that replaces an object (OpenAPI 3.1, 4.8.23).
    fn beside(&mut self, object: &Object, at: &Location) {
        let other = |key: &&str| !matches!(*key, "$ref" | "summary" | "description");
        for key in object.keys().filter(other).filter(|key| !key.starts_with("x-")) {
            if self.is_new("beside", key) {
                self.found.push(problems::beside_reference(&at.key(key), key));
            }
        }
    }

    fn unknown(&mut self, at: &Location, key: &str, kind: &'static Kind, object: &Object) {
        if !self.is_new(kind.name, key) {
            return;
        }
        let moved =
            self.moved.iter().find(|(holder, moved, _)| (*holder, *moved) == (kind.name, key));
        // A key that the object already has is not the intended one.
        let free = kind.keys().map(|known| known.name);
        let meant = did_you_mean(key, free.filter(|name| object.get(name).is_none()));
        let help = match (moved, meant) {
            (Some((.., remedy)), _) => Some((*remedy).to_owned()),
            (None, Some(meant)) => Some(format!("did you mean `{meant}`?")),
            (None, None) => {
                member_of_last(key, kind, object).or_else(|| belongs_to(self.kinds, key))
            }
        };
        self.found.push(problems::unknown_key(at, key, kind.name, help));
    }

    /// Reports a key of a later version than that of the description.
    fn newer(&mut self, at: &Location, key: &str, since: Minor) {
        if !self.is_new("newer", key) {
            return;
        }
        let what = format!("`{key}`");
        let help = match key {
            "nullable" if self.is_swagger => "write `x-nullable: true`",
            "oneOf" | "anyOf" if self.is_swagger => {
                "write a base with a `discriminator` and definitions that extend it by `allOf`"
            }
            _ if self.is_swagger => "take it out, or convert the description to OpenAPI 3",
            "const" => "write `enum` with one value, or raise the version: `openapi: 3.1.0`",
            "examples" => "write `example`, or raise the version: `openapi: 3.1.0`",
            _ if since == 1 => "raise the version: `openapi: 3.1.0`",
            _ => "raise the version: `openapi: 3.2.0`",
        };
        let belongs = format!("3.{since}");
        self.found.push(problems::other_version(at, &what, &belongs, &self.version, help));
    }

    /// Reports keywords that OpenAPI 3.0 and JSON Schema write differently.
    fn older(&mut self, object: &Object, at: &Location) {
        let list = object.get("type").and_then(Value::as_array).is_some();
        let bound = ["exclusiveMinimum", "exclusiveMaximum"];
        let flag = bound.into_iter().find(|key| object.get(key).and_then(Value::as_bool).is_some());
        let number =
            bound.into_iter().find(|key| object.get(key).and_then(Value::as_f64).is_some());
        let null = object.get("type").and_then(Value::as_str) == Some("null");
        let (key, what, belongs, help) = match (self.minor, flag, number) {
            (0, _, _) if list => (
                "type",
                "a list of types",
                "3.1",
                if self.is_swagger {
                    "write `x-nullable: true` for `null`, and no `type` for several types"
                } else {
                    "write `nullable: true` for `null`, and `anyOf` for several types"
                },
            ),
            (0, _, _) if null && self.is_swagger => {
                ("type", "`type: null`", "3.1", "write `x-nullable: true`")
            }
            (0, _, _) if null => ("type", "`type: null`", "3.1", "write `nullable: true`"),
            (0, _, Some(key)) => (
                key,
                "an exclusive bound that is a number",
                "3.1",
                "write `minimum` or `maximum` with the number, and `true` here",
            ),
            (1.., Some(key), _) => (
                key,
                "an exclusive bound that is a flag",
                "3.0",
                "write the number itself here, and no `minimum` or `maximum`",
            ),
            (1.., _, _) if object.get("nullable").is_some() => (
                "nullable",
                "`nullable`",
                "3.0",
                "write `type: [string, 'null']`, or `oneOf` with `type: 'null'` for a reference",
            ),
            _ => return,
        };
        if self.is_new("older", what) {
            let at = at.key(key);
            self.found.push(problems::other_version(&at, what, belongs, &self.version, help));
        }
    }

    fn is_new(&mut self, kind: &'static str, key: &str) -> bool {
        self.reported.insert((kind, key.to_owned()))
    }
}

/// Returns help for a key that belongs into the object just before it.
fn member_of_last(key: &str, kind: &'static Kind, object: &Object) -> Option<String> {
    let before = object.keys().take_while(|other| *other != key).last()?;
    let last = kind.keys().find(|known| known.name == before)?;
    let Holds::One(inner) = last.holds else { return None };
    inner.keys().any(|known| known.name == key).then(|| {
        format!("`{key}` is a member of {}: indent it to stand within `{before}`", inner.name)
    })
}

/// Returns help for a key that belongs to another kind of object, because its indentation may be wrong.
fn belongs_to(kinds: &'static [&'static Kind], key: &str) -> Option<String> {
    let mut holders = kinds.iter().filter(|kind| kind.keys().any(|known| known.name == key));
    let first = holders.next()?;
    // A key that many kinds have, such as `description`, gives no hint.
    match (holders.next(), holders.next()) {
        (None, _) => Some(format!(
            "`{key}` is a member of {}: see whether the line is indented as it should be",
            first.name
        )),
        (Some(second), None) => Some(format!(
            "`{key}` is a member of {} or of {}: see whether the line is indented as it should be",
            first.name, second.name
        )),
        _ => None,
    }
}
