//! The operations of a description: the credentials, parameters and bodies that each takes, and its responses.
//!
//! All of it is read by `specwright::document`. What is made of it here is owned, and has schemas and examples as JSON.
//! `routes` and `template` find the operation of a request.

pub(crate) mod media_type;
pub(crate) mod parameter;
pub(crate) mod response;
pub(crate) mod routes;
pub(crate) mod security;
pub(crate) mod servers;
pub(crate) mod template;

use http::Method;
use specwright::api::PagedOperation;
use specwright::document::{self, Document};

use self::media_type::{MediaType, read_content};
use self::parameter::Parameter;
use self::response::ResponseObject;
use self::security::Requirement;
use self::template::Template;
use crate::description::Description;

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
    pub(crate) body: Option<RequestBody>,
    /// Its responses, in order.
    pub(crate) responses: Vec<ResponseObject>,
    /// The alternatives of credentials, of which one is enough; none is asked for where there is no alternative.
    pub(crate) security: Vec<Requirement>,
    /// How its pages follow one another, if its responses are pages.
    pub(crate) paging: Option<PagedOperation>,
}

/// The body that an operation takes.
pub(crate) struct RequestBody {
    /// `true` if it cannot be left out.
    pub(crate) required: bool,
    /// Its forms, in order.
    pub(crate) content: Vec<MediaType>,
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
                body: operation.body.as_ref().map(|body| RequestBody {
                    required: body.required,
                    content: read_content(description, &body.content),
                }),
                responses: response::read(description, &operation.responses),
                security: security::read(document, operation),
                paging: None,
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
