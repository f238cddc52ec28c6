//! Creates a value from a schema, for a response without an example.
//!
//! This file creates objects, arrays and unions; `scalar` and `pattern` create strings and numbers. `chooser` makes
//! open choices, and `nearest` finds the listed value or example that is nearest to a request.

pub(crate) mod chooser;
pub(crate) mod nearest;
pub(crate) mod pattern;
pub(crate) mod scalar;

use std::cell::Cell;

use serde_json::{Map, Value};

use crate::description::Description;
use crate::description::conjunction::{branches, listed, listed_below, parts, properties};
use crate::sample::chooser::Chooser;

/// Settings for the choices that a schema leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SampleOptions<'r> {
    /// A string that the value must contain.
    pub(crate) value: Option<&'r str>,
    /// The strings of the request. The nearest listed value is chosen.
    pub(crate) words: &'r [String],
    /// Leaves out optional members and ignores examples in the schema.
    pub(crate) sparse: bool,
    /// The seed of all other choices. Without one, examples in the schema and the first and shortest values are chosen.
    pub(crate) seed: Option<u64>,
}

/// The number of created values of a response after which optional members are left out.
const ENOUGH: u32 = 5_000;

/// The number of created values of a response after which creation stops.
const END: u32 = 20_000;

/// A seed adds fewer than this number of optional items.
const MORE: usize = 3;

/// The attempts to find an item that is not in the list.
const ATTEMPTS: u64 = 32;

/// With a seed, one in this number of optional members is included.
const LEFT_OUT: usize = 2;

/// The nesting depth from which optional members are left out.
const DEPTH: usize = 8;

/// Creates a value of a schema: an example, constant or default if there is one, else the simplest value. Returns
/// `None` if the schema has no finite value.
pub(crate) fn sample(
    description: &Description,
    schema: &Value,
    options: SampleOptions<'_>,
) -> Option<Value> {
    let sampler =
        Sampler { description, options, chooser: Chooser::new(options.seed), made: Cell::new(0) };
    sampler.value(&[schema], &mut Vec::new())
}

struct Sampler<'d, 'r> {
    description: &'d Description,
    options: SampleOptions<'r>,
    chooser: Chooser,
    made: Cell<u32>,
}

/// The schemas around the current value. One that contains itself would not end.
type Outer<'d> = Vec<&'d Value>;

impl<'d> Sampler<'d, '_> {
    /// Creates a value for which all these schemas apply.
    fn value(&self, schemas: &[&'d Value], outer: &mut Outer<'d>) -> Option<Value> {
        self.made.set(self.made.get() + 1);
        let parts = parts(self.description, schemas);
        let is_outer = |part: &&Value| outer.iter().any(|known| std::ptr::eq(*known, *part));
        if self.made.get() > END || parts.iter().any(is_outer) {
            return None;
        }
        let inside = outer.len();
        outer.extend(&parts);
        let value = self.united(parts, 0, outer);
        outer.truncate(inside);
        value
    }

    /// Creates a value for the parts, with a branch for each union from the part at `next`.
    fn united(&self, parts: Vec<&'d Value>, next: usize, outer: &mut Outer<'d>) -> Option<Value> {
        if let Some(given) = self.given(&parts) {
            return Some(given);
        }
        let mut left = parts.iter().copied().enumerate().skip(next);
        let Some((at, union)) = left.find(|(_, part)| !branches(part).is_empty()) else {
            return self.concrete(&parts, outer);
        };
        let lacks_wished = |branch: &&Value| {
            let lists = |options: &str| {
                let listed = listed_below(self.description, branch);
                listed.iter().any(|listed| listed.value == options)
            };
            !self.options.value.is_some_and(lists)
        };
        let mut choices: Vec<&Value> = branches(union).iter().collect();
        choices.retain(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
        let first = self.chooser.below(choices.len());
        choices.rotate_left(first);
        choices.sort_by_cached_key(lacks_wished);
        choices.into_iter().find_map(|branch| {
            let mut with_branch = parts.clone();
            for part in self::parts(self.description, &[branch]) {
                if outer.iter().any(|known| std::ptr::eq(*known, part)) {
                    return None;
                }
                with_branch.push(part);
            }
            let inside = outer.len();
            outer.extend(with_branch.iter().skip(parts.len()));
            let value = self.united(with_branch, at + 1, outer);
            outer.truncate(inside);
            value.map(|value| self.tagged(value, union, branch))
        })
    }

    /// Returns the value that the schemas state: a listed value, an example or a default.
    fn given(&self, parts: &[&Value]) -> Option<Value> {
        let listed = listed(self.description, parts);
        let texts: Vec<&str> = listed.iter().map(|listed| listed.value.as_str()).collect();
        let wished = texts.iter().find(|text| Some(**text) == self.options.value);
        if let Some(text) = wished.or(nearest::nearest(&texts, self.options.words)) {
            return Some((*text).into());
        }
        let example = |part: &&Value| {
            let examples = part.get("examples").and_then(Value::as_array);
            let example = part.get("example").or(examples.and_then(|all| all.first()));
            example.filter(|value| has_type(parts, value)).cloned()
        };
        // Examples are ignored with a requested value, with a seed, and after one that violated a constraint.
        let is_wanted =
            self.options.value.is_none() && !self.chooser.is_random() && !self.options.sparse;
        if is_wanted && let Some(example) = parts.iter().find_map(example) {
            return Some(example);
        }
        let first = |part: &&Value| {
            let listed = part.get("enum").and_then(Value::as_array);
            let first = listed.and_then(|all| self.chooser.one(all));
            // An empty default is an assumption about requests, not a value of responses.
            let is_filled =
                |value: &&Value| **value != Value::Object(Map::new()) && !self.chooser.is_random();
            let default = part.get("default").filter(is_filled);
            let default = default.filter(|value| has_type(parts, value));
            part.get("const").or(first).or(default).cloned()
        };
        // A union of constants is a list of values. Of several lists, the shortest applies.
        let listed = self.chooser.one(&texts).map(|text| (*text).into());
        if self.chooser.is_random() && listed.is_some() {
            return listed;
        }
        parts.iter().find_map(first).or(listed)
    }

    /// Sets the discriminator property to the name of a branch (OpenAPI 3.1, section 4.8.25).
    fn tagged(&self, mut value: Value, union: &Value, branch: &Value) -> Value {
        let discriminator = union.get("discriminator");
        let property = discriminator.and_then(|tag| tag.get("propertyName")?.as_str());
        let reference = branch.get("$ref").and_then(Value::as_str);
        let (Some(property), Some(reference), Value::Object(object)) =
            (property, reference, &mut value)
        else {
            return value;
        };
        let last = reference.rsplit('/').next().unwrap_or_default();
        let mapping = discriminator.and_then(|tag| tag.get("mapping")?.as_object());
        // The reference and the mapping may name the same file differently.
        let pointer = reference.split_once('#').map(|(_, pointer)| pointer);
        let names = |target: &Value| {
            let text = target.as_str().unwrap_or_default();
            text == last || text.split_once('#').map(|(_, pointer)| pointer) == pointer
        };
        let mapped = mapping.into_iter().flatten().find(|(_, target)| names(target));
        let name = mapped.map_or(last, |(name, _)| name.as_str());
        let parts = parts(self.description, &[branch]);
        // Values that the branch itself lists take precedence over its name.
        let of_property = |(known, schemas): (&str, Vec<_>)| {
            let listed = listed(self.description, &self::parts(self.description, &schemas));
            known == property
                && !listed.is_empty()
                && listed.iter().all(|listed| listed.value != name)
        };
        if properties(&parts).into_iter().any(of_property) {
            return value;
        }
        object.insert(property.to_owned(), name.into());
        value
    }

    fn concrete(&self, parts: &[&'d Value], outer: &mut Outer<'d>) -> Option<Value> {
        if parts.contains(&&Value::Bool(false)) {
            return None;
        }
        match kind(parts) {
            "object" => self.object(parts, outer),
            "array" => self.array(parts, outer),
            "string" => Some(scalar::text(parts, &self.chooser)),
            "integer" => Some(scalar::integer(parts, &self.chooser)),
            "number" => Some(scalar::number(parts, &self.chooser)),
            "boolean" => Some(Value::Bool(self.chooser.below(2) == 0)),
            _ => Some(Value::Null),
        }
    }

    fn object(&self, parts: &[&'d Value], outer: &mut Outer<'d>) -> Option<Value> {
        let lists = parts.iter().filter_map(|part| part.get("required")?.as_array());
        let required: Vec<&str> = lists.flatten().filter_map(Value::as_str).collect();
        let sparse = self.options.sparse || self.made.get() > ENOUGH || outer.len() > DEPTH * 4;
        let mut object = Map::new();
        for (name, schemas) in properties(parts) {
            let is_required = required.contains(&name);
            let node = self::parts(self.description, &schemas);
            let write_only =
                node.iter().any(|part| part.get("writeOnly") == Some(&Value::Bool(true)));
            let left_out = !is_required && (sparse || self.chooser.below(LEFT_OUT) > 0);
            if write_only || left_out {
                continue;
            }
            match self.value(&schemas, outer) {
                Some(value) => drop(object.insert(name.to_owned(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        let further = parts.iter().find_map(|part| part.get("additionalProperties"));
        for name in required {
            let declared = parts
                .iter()
                .any(|part| part.get("properties").is_some_and(|all| all.get(name).is_some()));
            if !declared {
                let schema = further.unwrap_or(&Value::Bool(true));
                object.insert(name.to_owned(), self.value(&[schema], outer)?);
            }
        }
        if let Some(schema) = further.filter(|schema| schema.is_object())
            && object.is_empty()
            && let Some(value) = self.value(&[schema], outer)
        {
            object.insert("key".to_owned(), value);
        }
        Some(Value::Object(object))
    }

    fn array(&self, parts: &[&'d Value], outer: &mut Outer<'d>) -> Option<Value> {
        let prefix = parts.iter().find_map(|part| part.get("prefixItems")?.as_array());
        let prefix = prefix.into_iter().flatten().map(|schema| self.value(&[schema], outer));
        let mut items: Vec<Value> = prefix.collect::<Option<_>>()?;
        let fewest = scalar::limit(parts, "minItems").unwrap_or(0);
        let most = scalar::limit(parts, "maxItems").unwrap_or(usize::MAX);
        let schemas: Vec<&Value> = parts.iter().filter_map(|part| part.get("items")).collect();
        let wanted = if items.is_empty() && !schemas.is_empty() { fewest.max(1) } else { fewest };
        let wanted = if schemas.is_empty() { wanted } else { wanted + self.chooser.below(MORE) };
        let unique = parts.iter().any(|part| part.get("uniqueItems") == Some(&Value::Bool(true)));
        while items.len() < wanted.min(most) {
            match self.value(&schemas, outer) {
                Some(item) if unique && items.contains(&item) => {
                    match self.another(&schemas, &items, outer) {
                        Some(item) => items.push(item),
                        None => break,
                    }
                }
                Some(item) => items.push(item),
                None if items.len() >= fewest => break,
                None => return None,
            }
        }
        Some(Value::Array(items))
    }

    /// Creates an item that is not in the list (`uniqueItems`).
    fn another(
        &self,
        schemas: &[&'d Value],
        items: &[Value],
        outer: &mut Outer<'d>,
    ) -> Option<Value> {
        (0..ATTEMPTS).find_map(|attempt| {
            let seed = self.options.seed.unwrap_or(0) ^ (attempt + 1);
            let options = SampleOptions { seed: Some(seed), ..self.options };
            let sampler = Sampler {
                description: self.description,
                options,
                chooser: Chooser::new(options.seed),
                made: Cell::new(self.made.get()),
            };
            sampler.value(schemas, outer).filter(|item| !items.contains(item))
        })
    }
}

/// Returns `true` if each of the schemas allows the type of a value.
fn has_type(parts: &[&Value], value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    parts.iter().all(|part| match part.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind) || value.is_null() && part.get("nullable") == Some(&true.into()),
        None => true,
    })
}

/// Returns the type of a value, from `type` or from other keywords.
fn kind<'v>(parts: &[&'v Value]) -> &'v str {
    for part in parts {
        match part.get("type") {
            Some(Value::String(kind)) => return kind,
            Some(Value::Array(kinds)) => {
                let mut names = kinds.iter().filter_map(Value::as_str);
                return names.find(|kind| *kind != "null").unwrap_or("null");
            }
            _ => {}
        }
    }
    let has =
        |keys: &[&str]| parts.iter().any(|part| keys.iter().any(|key| part.get(key).is_some()));
    if has(&["items", "prefixItems", "minItems", "maxItems"]) {
        "array"
    } else if has(&["pattern", "format", "minLength", "maxLength", "contentEncoding"]) {
        "string"
    } else if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
        "number"
    } else {
        "object"
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::source::Source;

    use super::*;

    const TEXT: &str = "
openapi: 3.1.0
components:
  schemas:
    Everything:
      type: object
      required: [id, missing]
      properties:
        id: { type: string, format: uuid }
        secret: { type: string, writeOnly: true }
        count: { type: [integer, 'null'], minimum: 1 }
        flag: { type: boolean }
        tags: { type: array, minItems: 2, items: { enum: [a, b] } }
        pair: { prefixItems: [{ const: 1 }, { type: 'null' }] }
        more: { type: object, additionalProperties: { type: number } }
        given: { type: string, examples: [example] }
        assumed: { default: true }
        empty: { type: object, default: {}, required: [a], properties: { a: { const: 1 } } }
    Tree: { type: object, properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Tree' } }, parent: { $ref: '#/components/schemas/Tree' } } }
    Endless: { type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Endless' } } }
    Escape: { anyOf: [{ $ref: '#/components/schemas/Endless' }, { type: integer }] }
    Animal:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { puss: '#/components/schemas/Cat' } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    Dog: { type: object, properties: { kind: { const: dog }, sound: { enum: [bark, howl] } } }
    Narrowed: { allOf: [{ properties: { a: { type: string }, b: { type: string } } }, { properties: { a: { enum: [x, y] } } }] }
";

    fn made(schema: &str, options: SampleOptions<'_>) -> Option<Value> {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let reference = format!("description:/0#/components/schemas/{schema}");
        sample(&description, &json!({"$ref": reference}), options)
    }

    fn simplest(schema: &str) -> Option<Value> {
        made(schema, SampleOptions::default())
    }

    #[test]
    fn every_kind_of_member_is_made() {
        assert_eq!(
            simplest("Everything"),
            Some(json!({
                "id": "123e4567-e89b-12d3-a456-426614174000",
                "count": 1,
                "flag": true,
                "tags": ["a", "a"],
                "pair": [1, null],
                "more": {"key": 0},
                "given": "example",
                "assumed": true,
                "empty": {"a": 1},
                "missing": {},
            }))
        );
    }

    #[test]
    fn recursion_ends_where_it_can() {
        assert_eq!(simplest("Tree"), Some(json!({"name": "string", "children": []})));
        assert_eq!(simplest("Endless"), None);
        assert_eq!(simplest("Escape"), Some(json!(0)));
    }

    #[test]
    fn a_branch_is_taken_and_tagged() {
        assert_eq!(simplest("Animal"), Some(json!({"kind": "puss"})));
        let howl = SampleOptions { value: Some("howl"), words: &[], ..SampleOptions::default() };
        assert_eq!(made("Animal", howl), Some(json!({"kind": "dog", "sound": "howl"})));
    }

    #[test]
    fn of_listed_values_the_wished_or_nearest_is_taken() {
        assert_eq!(simplest("Narrowed"), Some(json!({"a": "x", "b": "string"})));
        let options = SampleOptions { value: Some("y"), words: &[], ..SampleOptions::default() };
        assert_eq!(made("Narrowed", options), Some(json!({"a": "y", "b": "string"})));
        let words = ["howling".to_owned()];
        let options =
            SampleOptions { value: Some("dog"), words: &words, ..SampleOptions::default() };
        assert_eq!(made("Animal", options), Some(json!({"kind": "dog", "sound": "howl"})));
    }

    #[test]
    fn an_example_or_a_default_of_another_type_is_not_taken() {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let made = |schema: Value| sample(&description, &schema, SampleOptions::default());
        for (schema, value) in [
            (json!({"type": "string", "example": 77.5}), json!("string")),
            (json!({"type": "string", "nullable": true, "example": null}), json!(null)),
            (json!({"type": "integer", "default": 1.5}), json!(0)),
            (json!({"type": ["integer", "null"], "examples": [2.0]}), json!(2.0)),
            (
                json!({"allOf": [{"type": "object", "properties": {"a": {"const": 1}}}], "default": []}),
                json!({"a": 1}),
            ),
        ] {
            assert_eq!(made(schema.clone()), Some(value), "{schema}");
        }
    }

    #[test]
    fn a_list_of_unique_items_has_them() {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let schema = json!({"type": "array", "uniqueItems": true, "minItems": 3, "items": {"enum": ["a", "b", "c"]}});
        let made = sample(&description, &schema, SampleOptions::default()).unwrap();
        assert!(jsonschema::is_valid(&schema, &made), "{made}");
    }

    #[test]
    fn a_seed_makes_what_the_schema_says_and_always_the_same() {
        let mut made = Vec::new();
        for seed in 0..20 {
            let options = SampleOptions { seed: Some(seed), ..SampleOptions::default() };
            let value = self::made("Everything", options).unwrap();
            assert_eq!(self::made("Everything", options).as_ref(), Some(&value));
            assert!(value["missing"].is_object() && value.get("secret").is_none(), "{value}");
            assert!(value["id"].as_str().is_some_and(|id| id.len() == 36), "{value}");
            made.push(value.to_string());
        }
        made.sort();
        made.dedup();
        assert_eq!(made.len(), 20);
    }
}
