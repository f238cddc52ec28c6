//! Operations: the method that begins a call, the call, and the responses.

use crate::api::{self, OperationId, Segment};
use crate::model::{Body, Form, Inputs, OperationError, Output, Paging, Parameter, RustType};
use crate::names::{Name, OperationNames};

/// An operation.
#[derive(Debug)]
pub struct Operation<'a> {
    /// The names.
    pub names: &'a OperationNames,
    /// The operation, as the description has it.
    pub described: &'a api::Operation,
    /// The template of the path, and the fixed query.
    pub path: String,
    /// The schemes of each alternative security requirement, by their names in the description.
    pub security: Vec<Vec<&'a str>>,
    /// `true` if the description marks the operation as idempotent and its HTTP method is not.
    pub is_marked_idempotent: bool,
    /// The parameters, in the order of the description.
    pub parameters: Vec<Parameter<'a>>,
    /// The body.
    pub body: Option<Body<'a>>,
    /// The forms of a success that a call can request, the default first.
    pub forms: Vec<Form<'a>>,
    /// The documented errors, if the operation has some.
    pub error: Option<OperationError<'a>>,
    /// The methods that read the headers of a response.
    pub headers: Vec<Header<'a>>,
    /// The paging, if its responses are pages.
    pub paging: Option<Paging<'a>>,
}

/// A header of a response.
#[derive(Debug)]
pub struct Header<'a> {
    /// The method that reads it.
    pub name: &'a Name,
    /// The header, as the description has it.
    pub described: &'a api::Header,
    /// The type of its value.
    pub ty: RustType<'a>,
}

impl<'a> Operation<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: OperationId) -> Self {
        let (described, names) = (&inputs.api.operations[id], inputs.names.of_operation(id));
        let parameters = described.parameters.iter().zip(&names.parameters);
        let headers = described.headers.iter().zip(&names.header_members);
        let forms = Form::all(inputs, id);
        let security = described.security.iter().map(|alternative| {
            let schemes = alternative.iter().filter_map(|index| inputs.api.schemes.get(*index));
            schemes.map(|scheme| scheme.id.as_str()).collect()
        });
        Self {
            names,
            described,
            path: path(described),
            security: security.collect(),
            is_marked_idempotent: described.idempotent && !described.method.is_idempotent(),
            parameters: parameters
                .map(|(parameter, name)| Parameter::new(inputs, described, parameter, name))
                .collect(),
            body: described.body.as_ref().map(|body| Body::new(inputs, id, body)),
            error: OperationError::new(inputs, id),
            headers: headers
                .map(|(described, name)| Header {
                    name,
                    described,
                    ty: inputs.held(&described.shape, false, described.required),
                })
                .collect(),
            paging: described.paging.as_ref().map(|paging| Paging::new(inputs, paging)),
            forms,
        }
    }

    /// Returns `true` if its default form is a stream of items.
    pub fn is_streamed(&self) -> bool {
        self.forms.first().is_some_and(|form| matches!(form.output, Output::Items(_)))
    }

    /// Returns the type of its documented errors.
    pub fn error_type(&self) -> RustType<'a> {
        match &self.error {
            Some(error) => RustType::Beside(error.name),
            None => RustType::Path("rt::NoDocumentedError"),
        }
    }
}

fn path(operation: &api::Operation) -> String {
    let mut path = String::new();
    for segment in &operation.path {
        match segment {
            Segment::Literal(text) => path.push_str(text),
            Segment::Parameter(name) => path.extend(["{", name, "}"]),
        }
    }
    if !operation.query.is_empty() {
        path.extend(["?", &operation.query]);
    }
    path
}
