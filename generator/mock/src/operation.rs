//! The operations of a description: what each asks for and what it answers.

use http::Method;
use specwright::document::{self, Document};

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

/// Reads every operation.
pub(crate) fn read(description: &Description, document: &Document<'_>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for item in &document.paths {
        for operation in &item.operations {
            let Ok(method) = Method::from_bytes(operation.method.as_str().as_bytes()) else {
                continue;
            };
            let template = Template::new(item.template);
            let servers =
                servers::base_paths(&[&operation.servers, &item.servers, &document.servers]);
            // The root is one of them always, so that a server elsewhere can be left out of account.
            let mut templates: Vec<_> = servers.iter().map(|base| template.below(base)).collect();
            if !templates.contains(&template) {
                templates.push(template);
            }
            operations.push(Operation {
                index: operations.len(),
                path: item.template.to_owned(),
                method,
                templates,
                parameters: parameters(description, [&operation.parameters, &item.parameters]),
                body: operation.body.as_ref().map(|body| Body {
                    required: body.required,
                    content: response::read_content(description, &body.content),
                }),
                responses: response::read(description, &operation.responses),
                security: security::read(document, operation),
            });
        }
    }
    operations
}

/// The parameters of an operation, and those of the path that it does not replace (OpenAPI 3.1, 4.8.10).
fn parameters(
    description: &Description,
    lists: [&Vec<document::Parameter<'_>>; 2],
) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let read = lists.into_iter().flatten().filter_map(|node| parameter::read(description, node));
    for parameter in read {
        let same =
            |known: &Parameter| known.name == parameter.name && known.place == parameter.place;
        if !parameters.iter().any(same) {
            parameters.push(parameter);
        }
    }
    parameters
}
