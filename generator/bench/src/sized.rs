//! Descriptions of any size and shape, to measure how the cost of generation grows.

use serde_json::{Map, Value, json};

/// The number of each kind of member in a description.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The schemas of objects. Their references form a tree.
    pub schemas: usize,
    /// The properties of each of these schemas.
    pub properties: usize,
    /// The operations. Each has two parameters, a response and an error, and every second one has a body.
    pub operations: usize,
    /// The further files, which the schemas are spread over.
    pub files: usize,
    /// The length of a chain of schemas, each of which extends the next by `allOf`.
    pub depth: usize,
    /// The length of a cycle of schemas, each of which contains the next.
    pub cycle: usize,
    /// The values of an enum.
    pub values: usize,
    /// The tags, which the operations are spread over.
    pub tags: usize,
    /// The branches of a union without a discriminator, and of one with a discriminator.
    pub branches: usize,
    /// The examples of each response.
    pub examples: usize,
}

impl Sizes {
    /// A small description.
    pub const SMALL: Self = Self {
        schemas: 8,
        properties: 4,
        operations: 4,
        files: 0,
        depth: 1,
        cycle: 1,
        values: 2,
        tags: 1,
        branches: 2,
        examples: 1,
    };

    /// Returns the files of the description, the entry first, each with its name.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Value)> {
        let mut files: Vec<(String, Map<String, Value>)> =
            (0..self.files).map(|index| (format!("part{index}.json"), Map::new())).collect();
        let mut schemas = self.special_schemas();
        for index in 0..self.schemas {
            let (name, schema) = (format!("Object{index}"), self.object(index));
            let place = if self.files == 0 { None } else { files.get_mut(index % self.files) };
            place.map_or(&mut schemas, |(_, schemas)| schemas).insert(name, schema);
        }
        let tags: Vec<_> =
            (0..self.tags).map(|tag| json!({ "name": format!("tag{tag}") })).collect();
        let entry = json!({
            "openapi": "3.1.0",
            "info": { "title": "Sized", "version": "1" },
            "servers": [{ "url": "https://api.example.com" }],
            "tags": tags,
            "paths": self.paths(),
            "components": { "schemas": schemas },
        });
        let parts = files
            .into_iter()
            .map(|(name, schemas)| (name, json!({ "components": { "schemas": schemas } })));
        [("api.json".to_owned(), entry)].into_iter().chain(parts).collect()
    }

    /// Returns a reference to a schema of an object.
    fn object_reference(&self, index: usize) -> Value {
        let index = index % self.schemas.max(1);
        let file = if self.files == 0 {
            String::new()
        } else {
            format!("part{}.json", index % self.files)
        };
        // References inside one part name it too.
        json!({ "$ref": format!("{file}#/components/schemas/Object{index}") })
    }

    fn object(&self, index: usize) -> Value {
        let mut properties = Map::new();
        for property in 0..self.properties {
            let schema = match property % 4 {
                0 if property == 0 => self.object_reference(index / 2),
                1 => {
                    json!({ "type": "integer", "format": "int64", "description": format!("The number {property} of object {index}.") })
                }
                2 => json!({ "type": "array", "items": { "type": "string" } }),
                _ => {
                    json!({ "type": "string", "description": format!("The text {property} of object {index}.") })
                }
            };
            properties.insert(format!("property_{property}"), schema);
        }
        json!({ "type": "object", "description": format!("The object {index}."), "required": ["property_1"], "properties": properties })
    }

    /// Returns the schemas of the chain, the cycle, the enum and the unions.
    fn special_schemas(&self) -> Map<String, Value> {
        let mut schemas = Map::new();
        let local = |name: String| json!({ "$ref": format!("#/components/schemas/{name}") });
        for level in 0..self.depth {
            // All levels have the same property, so that a type of the last level is no larger than others.
            let own = json!({ "type": "object", "description": format!("The level {level}."), "properties": { "name": { "type": "string" } } });
            let parts = match level {
                0 => vec![own],
                _ => vec![local(format!("Level{}", level - 1)), own],
            };
            schemas.insert(format!("Level{level}"), json!({ "allOf": parts }));
        }
        for index in 0..self.cycle {
            let next = local(format!("Link{}", (index + 1) % self.cycle));
            let link = json!({ "type": "object", "properties": { "next": next, "name": { "type": "string" } } });
            schemas.insert(format!("Link{index}"), link);
        }
        let values: Vec<_> = (0..self.values).map(|value| format!("value-{value}")).collect();
        schemas.insert("Choice".to_owned(), json!({ "type": "string", "enum": values }));
        let branch = |index: usize| local(format!("Branch{index}"));
        let branches: Vec<_> = (0..self.branches).map(branch).collect();
        let mapping: Map<_, _> = (0..self.branches)
            .map(|index| {
                (format!("b{index}"), json!(format!("#/components/schemas/Branch{index}")))
            })
            .collect();
        schemas.insert("Open".to_owned(), json!({ "anyOf": branches }));
        let discriminator = json!({ "propertyName": "kind", "mapping": mapping });
        schemas.insert(
            "Tagged".to_owned(),
            json!({ "oneOf": branches, "discriminator": discriminator }),
        );
        for index in 0..self.branches {
            let own = format!("own_{index}");
            let branch = json!({ "type": "object", "required": ["kind", own], "properties": { "kind": { "type": "string" }, own: { "type": "string" } } });
            schemas.insert(format!("Branch{index}"), branch);
        }
        schemas
    }

    fn paths(&self) -> Map<String, Value> {
        let special = [
            (self.depth, format!("Level{}", self.depth.saturating_sub(1))),
            (self.cycle, "Link0".to_owned()),
            (self.values, "Choice".to_owned()),
            (self.branches, "Open".to_owned()),
            (self.branches, "Tagged".to_owned()),
        ];
        let special = special.into_iter().filter(|(size, _)| *size > 0).map(|(_, name)| {
            let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
            let content = json!({ "application/json": { "schema": schema } });
            let operation = json!({
                "operationId": format!("send{name}"),
                "requestBody": { "content": content },
                "responses": { "200": { "description": "ok", "content": content } },
            });
            (format!("/special/{name}"), json!({ "put": operation }))
        });
        let operations =
            (0..self.operations).map(|index| (format!("/objects{index}/{{id}}"), self.path(index)));
        special.chain(operations).collect()
    }

    fn path(&self, index: usize) -> Value {
        let examples: Map<_, _> = (0..self.examples)
            .map(|example| {
                let value =
                    json!({ "property_1": example, "property_3": format!("text {example}") });
                (format!("example{example}"), json!({ "value": value }))
            })
            .collect();
        let reference = self.object_reference(index);
        let mut operation = json!({
            "operationId": format!("operation{index}"),
            "summary": format!("Makes the call {index}."),
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "limit", "in": "query", "schema": { "type": "integer" } },
            ],
            "responses": {
                "200": { "description": "ok", "content": { "application/json": { "schema": reference, "examples": examples } } },
                "404": { "description": "not found", "content": { "application/json": { "schema": self.object_reference(0) } } },
            },
        });
        if self.tags > 0 {
            operation["tags"] = json!([format!("tag{}", index % self.tags)]);
        }
        if index.is_multiple_of(2) {
            return json!({ "get": operation });
        }
        let content = json!({ "application/json": { "schema": self.object_reference(index) } });
        operation["requestBody"] = json!({ "required": true, "content": content });
        json!({ "post": operation })
    }
}
