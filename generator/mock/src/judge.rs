//! Judges the examples of a description by its own schemas.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::{Evaluation, Validator};
use serde_json::{Value, json};
use specwright::report::{Location, Pointer};
use specwright::source::{self, Source};
use specwright::{Direction, Verdict};

use crate::description::{Description, DescriptionError};
use crate::make::{Wish, make};
use crate::schemas::{Schemas, Side};
use crate::violation::{Place, find};

/// Says of the examples of a description whether they are what its schemas say, by a library for
/// JSON Schema. Schemas of OpenAPI 3.0 are read as those of 2020-12 that say the same.
pub struct Judge {
    description: Description,
    schemas: [OnceLock<Schemas>; 2],
    validators: Mutex<HashMap<(Location, Direction), Compiled>>,
}

/// A schema made ready, or why it is none.
type Compiled = Arc<Result<Validator, String>>;

impl Judge {
    /// A judge of the examples of a description.
    ///
    /// # Errors
    ///
    /// It is not OpenAPI 3.
    pub fn new(source: &Source) -> Result<Judge, DescriptionError> {
        Ok(Judge {
            description: Description::new(source)?,
            schemas: [OnceLock::new(), OnceLock::new()],
            validators: Mutex::default(),
        })
    }

    fn validator(&self, schema: &Location, direction: Direction) -> Compiled {
        let key = (schema.clone(), direction);
        // What a panic leaves behind in the map is whole validators.
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let compile = || {
            let (schemas, side) = match direction {
                Direction::Request => (&self.schemas[0], Side::Request),
                Direction::Answer => (&self.schemas[1], Side::Answer),
            };
            let schemas = schemas.get_or_init(|| Schemas::new(&self.description, side));
            let reference = json!({"$ref": Description::reference(schema)});
            Arc::new(schemas.compile(&reference, &self.description))
        };
        Arc::clone(known.entry(key).or_insert_with(compile))
    }
}

impl specwright::Judge for Judge {
    fn judge(&self, schema: &Location, value: &source::Value, direction: Direction) -> Verdict {
        let compiled = self.validator(schema, direction);
        let value = Description::data(value);
        match &*compiled {
            Ok(validator) => verdict(validator, &value),
            // No value is what such a schema says.
            Err(reason) => Verdict {
                fault: Some(format!("its schema is not JSON Schema: {reason}")),
                undescribed: Vec::new(),
            },
        }
    }

    fn sample(&self, schema: &Location) -> Option<source::Value> {
        let schema = json!({"$ref": Description::reference(schema)});
        let schema = self.description.follow(&schema);
        make(&self.description, schema, Wish::default()).map(|value| tree(&value))
    }
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").finish_non_exhaustive()
    }
}

fn verdict(validator: &Validator, value: &Value) -> Verdict {
    let violations = find(validator, value, Place::Body, &Pointer::root());
    let fault = violations.into_iter().next().map(|violation| {
        let place = if violation.pointer.is_empty() { "/" } else { &violation.pointer };
        format!("`{place}`: {} (`{}`)", violation.detail, violation.rule)
    });
    let undescribed = match fault {
        Some(_) => Vec::new(),
        None => undescribed(&validator.evaluate(value), value),
    };
    Verdict { fault, undescribed }
}

/// The keywords that describe members, and say of which.
const DESCRIBING: [&str; 4] =
    ["properties", "patternProperties", "additionalProperties", "unevaluatedProperties"];

/// The members that no keyword describes, of objects with members that are described. An object
/// of which nothing is said is described as it is: any object.
fn undescribed(evaluation: &Evaluation, value: &Value) -> Vec<String> {
    let mut described: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in evaluation.iter_annotations() {
        let keyword = entry.schema_location.rsplit('/').next().unwrap_or_default();
        if !DESCRIBING.contains(&keyword) {
            continue;
        }
        let names = described.entry(entry.instance_location.as_str()).or_default();
        let annotation = entry.annotations.value();
        names.extend(annotation.as_array().into_iter().flatten().filter_map(Value::as_str));
        if annotation == &Value::Bool(true) {
            let object = value.pointer(entry.instance_location.as_str());
            let members = object.and_then(Value::as_object).into_iter();
            names.extend(members.flat_map(|object| object.keys()).map(String::as_str));
        }
    }
    let mut undescribed = Vec::new();
    for (place, names) in described {
        let object = value.pointer(place).and_then(Value::as_object);
        for name in object.into_iter().flat_map(|object| object.keys()) {
            if !names.contains(name.as_str()) {
                let name = name.replace('~', "~0").replace('/', "~1");
                undescribed.push(format!("{place}/{name}"));
            }
        }
    }
    undescribed
}

/// A value as the generator has it.
fn tree(value: &Value) -> source::Value {
    match value {
        Value::Null => source::Value::Null,
        Value::Bool(flag) => source::Value::Bool(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => source::Value::Int(integer.into()),
            (None, Some(integer)) => source::Value::Int(integer.into()),
            (None, None) => source::Value::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => source::Value::String(text.clone()),
        Value::Array(items) => source::Value::Array(items.iter().map(tree).collect()),
        Value::Object(members) => {
            let mut object = source::Object::new();
            for (name, value) in members {
                object.insert(name.clone(), tree(value));
            }
            source::Value::Object(object)
        }
    }
}
