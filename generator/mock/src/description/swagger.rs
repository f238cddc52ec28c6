//! The keywords of Swagger 2.0 in the spelling of OpenAPI 3.0.

use serde_json::{Map, Value, json};

/// Changes the keywords of a node. A parameter or header is also a schema, so its other members must mean nothing there.
pub(super) fn respell(object: &mut Map<String, Value>) {
    if object.get("x-nullable") == Some(&Value::Bool(true)) {
        object.insert("nullable".to_owned(), true.into());
    }
    // `required` of a parameter is not the keyword of a schema.
    if object.get("required").is_some_and(Value::is_boolean) {
        object.remove("required");
    }
    if object.get("type").is_some_and(|kind| kind == "file") {
        object.insert("type".to_owned(), "string".into());
        object.insert("format".to_owned(), "binary".into());
    }
    let is_either = object.get("format").is_some_and(|format| format == "int-or-string")
        || object.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true));
    if is_either {
        object.insert("type".to_owned(), json!(["integer", "string"]));
    }
    if let Some(example) = object.get("x-example").filter(|_| !object.contains_key("example")) {
        object.insert("example".to_owned(), example.clone());
    }
    // The name of the property alone. The tag of a value is the name of its definition.
    if let Some(Value::String(property)) = object.get("discriminator") {
        let discriminator = json!({"propertyName": property});
        object.insert("discriminator".to_owned(), discriminator);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respelled(value: Value) -> Value {
        let Value::Object(mut object) = value else { panic!("{value}") };
        respell(&mut object);
        Value::Object(object)
    }

    #[test]
    fn keywords_become_those_of_3_0() {
        for (written, read) in [
            (json!({"type": "file"}), json!({"type": "string", "format": "binary"})),
            (json!({"required": true, "in": "query"}), json!({"in": "query"})),
            (json!({"required": ["a"]}), json!({"required": ["a"]})),
            (json!({"discriminator": "kind"}), json!({"discriminator": {"propertyName": "kind"}})),
            (json!({"x-nullable": true}), json!({"x-nullable": true, "nullable": true})),
        ] {
            assert_eq!(respelled(written), read);
        }
    }
}
