//! The operations of a description: what each asks for and what it answers.

use http::Method;
use serde_json::Value;

use crate::description::Description;
use crate::parameter::{self, Parameter};
use crate::response::{self, Media, Response};
use crate::security::{self, Requirement};
use crate::servers;
use crate::template::Template;

/// An operation.
pub(crate) struct Operation {
    /// Its position among all.
    pub(crate) index: usize,
    /// The key of its path.
    pub(crate) path: String,
    /// Its method.
    pub(crate) method: Method,
    /// Its path, below every base path at which a server of the description has it.
    pub(crate) templates: Vec<Template>,
    /// Its parameters, those of its path among them.
    pub(crate) parameters: Vec<Parameter>,
    /// The body that it takes.
    pub(crate) body: Option<Body>,
    /// Its responses, in order.
    pub(crate) responses: Vec<Response>,
    /// The alternatives of credentials, of which one is enough; none is asked for where there is no alternative.
    pub(crate) security: Vec<Requirement>,
}

/// The body that an operation takes.
pub(crate) struct Body {
    /// Whether it cannot be left out.
    pub(crate) required: bool,
    /// Its forms, in order.
    pub(crate) content: Vec<Media>,
}

/// The methods that are keys of a path (OpenAPI 3.2, 4.9.1).
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Reads every operation.
pub(crate) fn read(description: &Description) -> Vec<Operation> {
    let root = description.root();
    let mut operations = Vec::new();
    for (template, item) in description.entries(root, "paths") {
        let known = METHODS.iter().filter_map(|method| {
            let operation = description.member(item, method)?;
            Some((Method::from_bytes(method.to_uppercase().as_bytes()).ok()?, operation))
        });
        let additional =
            description.entries(item, "additionalOperations").filter_map(|(method, operation)| {
                Some((Method::from_bytes(method.as_bytes()).ok()?, operation))
            });
        for (method, operation) in known.chain(additional) {
            let place = Place { description, template, item };
            operations.push(place.operation(operations.len(), method, operation));
        }
    }
    operations
}

/// Where an operation stands.
struct Place<'d> {
    description: &'d Description,
    template: &'d str,
    item: &'d Value,
}

impl<'d> Place<'d> {
    fn operation(&self, index: usize, method: Method, operation: &'d Value) -> Operation {
        let description = self.description;
        let template = Template::new(self.template);
        let servers = servers::base_paths(&[operation, self.item, description.root()]);
        // The root is one of them always, so that a server elsewhere can be left out of account.
        let mut templates: Vec<_> = servers.iter().map(|base| template.below(base)).collect();
        if !templates.contains(&template) {
            templates.push(template);
        }
        Operation {
            index,
            path: self.template.to_owned(),
            method,
            templates,
            parameters: self.parameters(operation),
            body: description.member(operation, "requestBody").map(|body| Body {
                required: body.get("required") == Some(&Value::Bool(true)),
                content: response::read_content(description, body),
            }),
            responses: response::read(description, operation),
            security: security::read(description, operation),
        }
    }

    /// Those of the operation, and those of the path that it does not replace (OpenAPI 3.1, 4.8.10).
    fn parameters(&self, operation: &'d Value) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for node in [operation, self.item] {
            for parameter in self.description.items(node, "parameters") {
                let Some(parameter) = parameter::read(self.description, parameter) else {
                    continue;
                };
                let same = |known: &Parameter| {
                    known.name == parameter.name && known.place == parameter.place
                };
                if !parameters.iter().any(same) {
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }
}
