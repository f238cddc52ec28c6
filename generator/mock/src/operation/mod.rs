//! The operations of a description: their credentials, parameters, bodies and responses.
//!
//! `specwright::document` reads the description. The types here own their data, with schemas and examples as JSON.
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
use crate::schema::violation::RequestPart;

/// An operation.
pub(crate) struct Operation {
    /// The position in the list of all operations.
    pub(crate) index: usize,
    /// The key in `paths`.
    pub(crate) path: String,
    /// The method.
    pub(crate) method: Method,
    /// The path below each base path of the servers.
    pub(crate) templates: Vec<Template>,
    /// The parameters, including those of the path item.
    pub(crate) parameters: Vec<Parameter>,
    /// The request body.
    pub(crate) body: Option<RequestBody>,
    /// The responses, in order.
    pub(crate) responses: Vec<ResponseObject>,
    /// The alternatives of credentials, of which one suffices. An empty list requires none.
    pub(crate) security: Vec<Requirement>,
    /// The form of its pages, if its responses are pages.
    pub(crate) paging: Option<PagedOperation>,
}

/// The request body of an operation.
pub(crate) struct RequestBody {
    /// `true` if the body is required.
    pub(crate) required: bool,
    /// The media types, in order.
    pub(crate) content: Vec<MediaType>,
    /// For each media type, the fields of a form whose `encoding` sets a style.
    pub(crate) fields: Vec<Vec<Parameter>>,
}

/// Reads all operations.
pub(crate) fn read(description: &Description, document: &Document<'_>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for item in &document.paths {
        for operation in &item.operations {
            let Ok(method) = Method::from_bytes(operation.method.as_str().as_bytes()) else {
                continue;
            };
            let template = Template::new(item.template);
            let parameters = parameters(description, item, operation, &template.names());
            let servers =
                servers::base_paths(&[&operation.servers, &item.servers, &document.servers]);
            // The root is always included, because clients may use the mock without the base path of the server.
            let mut templates: Vec<_> = servers.iter().map(|base| template.below(base)).collect();
            if !templates.contains(&template) {
                templates.push(template);
            }
            operations.push(Operation {
                index: operations.len(),
                path: item.template.to_owned(),
                method,
                templates,
                parameters,
                body: operation.body.as_ref().map(|body| RequestBody {
                    required: body.required,
                    content: read_content(description, &body.content),
                    fields: body
                        .content
                        .iter()
                        .map(|media| parameter::read_fields(description, media))
                        .collect(),
                }),
                responses: response::read(description, &operation.responses),
                security: security::read(document, operation),
                paging: None,
            });
        }
    }
    operations
}

/// Returns the parameters of an operation, and those of the path item that it does not override (OpenAPI 3.1, section
/// 4.8.10). Path parameters have the names in the path, as in generated clients.
fn parameters(
    description: &Description,
    item: &document::PathItem<'_>,
    operation: &document::Operation<'_>,
    names: &[&str],
) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let nodes = operation.parameters.iter().chain(&item.parameters);
    for parameter in nodes.filter_map(|node| parameter::read(description, node)) {
        let same =
            |known: &Parameter| known.name == parameter.name && known.place == parameter.place;
        if !parameters.iter().any(same) {
            parameters.push(parameter);
        }
    }
    let renames = operation.path_renames(&item.parameters, names);
    for parameter in parameters.iter_mut().filter(|it| it.place == RequestPart::Path) {
        if let Some((_, name)) = renames.iter().find(|(declared, _)| *declared == parameter.name) {
            parameter.name.clone_from(name);
        }
    }
    parameters.retain(|it| it.place != RequestPart::Path || names.contains(&it.name.as_str()));
    parameters
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;
    use specwright::source::Source;

    use crate::api::Api;
    use crate::mock::Mock;

    const TEXT: &str = "
openapi: 3.1.0
paths:
  /c/{org}:
    parameters: [{ name: owner, in: path, required: true, schema: { type: integer } }]
    get: {}
  /d/{petId}/{name}:
    get: { parameters: [{ name: pet_id, in: path, schema: {} }, { name: name, in: path, schema: {} }] }
  /e:
    get: { parameters: [{ name: a, in: path, schema: {} }, { name: b, in: query, schema: {} }] }
";

    #[test]
    fn path_parameters_have_the_names_in_the_path() {
        let api = Api::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let names = api.operations.iter().map(|operation| {
            operation.parameters.iter().map(|it| it.name.as_str()).collect::<Vec<_>>()
        });
        assert_eq!(names.collect::<Vec<_>>(), [vec!["org"], vec!["petId", "name"], vec!["b"]]);
    }

    #[test]
    fn a_value_in_the_path_is_checked_by_the_parameter_that_stands_for_it() {
        let mock = Mock::from_text("a.yaml", TEXT).unwrap();
        let response = |path| mock.answer(&Request::get(path).body(Bytes::new()).unwrap());
        for path in ["/c/5", "/d/1/x", "/e"] {
            assert_eq!(response(path).status(), 200, "{path}");
        }
        let refused = response("/c/x");
        assert_eq!(refused.status(), 422);
        let body = String::from_utf8_lossy(refused.body());
        assert!(body.contains("`/org` in the path: it is not of type"), "{body}");
    }
}
