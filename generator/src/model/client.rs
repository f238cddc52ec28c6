//! The client: its servers, its security schemes and the arguments of its constructor.

use crate::api::{self, Carrier};
use crate::model::Inputs;
use crate::names::{SchemeNames, ServerNames, VariableNames};

/// The client.
#[derive(Debug)]
pub struct Client<'a> {
    /// The servers, the default first.
    pub servers: Vec<Server<'a>>,
    /// The security schemes.
    pub schemes: Vec<Scheme<'a>>,
}

/// A server: a variant of the enum of servers.
#[derive(Debug)]
pub struct Server<'a> {
    /// The names.
    pub names: &'a ServerNames,
    /// The server, as the description has it.
    pub described: &'a api::Server,
    /// The variables of its URL.
    pub variables: Vec<Variable<'a>>,
    /// The pieces of the URL.
    pub pieces: Vec<Piece<'a>>,
}

/// A variable in the URL of a server.
#[derive(Clone, Copy, Debug)]
pub struct Variable<'a> {
    /// The names.
    pub names: &'a VariableNames,
    /// The variable, as the description has it.
    pub described: &'a api::Variable,
    /// `true` if its values are an enum.
    pub is_enum: bool,
}

/// A piece of a URL.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// Text.
    Text(&'a str),
    /// The name of a variable that is not described. It stays in braces.
    Unknown(&'a str),
    /// The value of a variable.
    Value {
        /// The variable.
        variable: Variable<'a>,
        /// `true` if it is in the scheme, host or port, where its characters are restricted.
        in_origin: bool,
    },
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme<'a> {
    /// The names of its methods on the builder.
    pub names: &'a SchemeNames,
    /// The scheme, as the description has it.
    pub described: &'a api::Scheme,
    /// `true` if the credential is a user name and a password.
    pub is_basic: bool,
}

impl<'a> Client<'a> {
    pub(crate) fn new(inputs: Inputs<'a>) -> Self {
        let servers = inputs.api.servers.iter().zip(inputs.names.servers());
        let schemes = inputs.api.schemes.iter().zip(inputs.names.schemes());
        let scheme = |(described, names): (&'a api::Scheme, _)| Scheme {
            names,
            described,
            is_basic: described.carrier == Carrier::Basic,
        };
        Self {
            servers: servers.map(|(described, names)| Server::new(described, names)).collect(),
            schemes: schemes.map(scheme).collect(),
        }
    }

    /// Returns `true` if the URL is an argument of the constructor, because the description has no server.
    pub fn takes_url(&self) -> bool {
        self.servers.is_empty()
    }

    /// Returns the scheme whose credential is an argument of the constructor: the only one.
    pub fn only_scheme(&self) -> Option<&Scheme<'a>> {
        self.schemes.first().filter(|_| self.schemes.len() == 1)
    }
}

impl<'a> Server<'a> {
    fn new(described: &'a api::Server, names: &'a ServerNames) -> Self {
        let variables = described.variables.iter().zip(&names.variables);
        let variable = |(described, names): (&'a api::Variable, _)| Variable {
            names,
            described,
            is_enum: !described.values.is_empty(),
        };
        let variables: Vec<_> = variables.map(variable).collect();
        Self { names, described, pieces: pieces(&described.template, &variables), variables }
    }
}

/// Splits a URL template into its text and its variables.
fn pieces<'a>(template: &'a str, variables: &[Variable<'a>]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let before = template.get(..template.len() - rest.len() + text.len()).unwrap_or_default();
        pieces.extend((!text.is_empty()).then_some(Piece::Text(text)));
        let known = variables.iter().find(|variable| variable.described.name == name);
        pieces.push(known.map_or(Piece::Unknown(name), |variable| {
            let default = &variable.described.default;
            let in_origin = api::Server::has_origin_between(before, default, after);
            Piece::Value { variable: *variable, in_origin }
        }));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
    pieces
}
