//! Names of servers and of the variables in their URLs.

use super::assign::{Wish, assign};
use super::name::Name;
use super::text::{self, Case, ident, plain};
use super::types::{PRELUDE, member};
use crate::api::{Api, Server, Variable};

/// The names of a server.
#[derive(Debug)]
pub struct ServerNames {
    /// The variant of the enum `Server`.
    pub variant: Name,
    /// The function that returns the server's URL for given values of its variables.
    pub function: Name,
    /// The variables, by position.
    pub variables: Vec<VariableNames>,
}

/// The names of a variable in a server's URL.
#[derive(Debug)]
pub struct VariableNames {
    /// The argument that takes its value.
    pub argument: Name,
    /// The enum of its values.
    pub ty: Name,
    /// The variants of that enum, by position.
    pub members: Vec<Name>,
}

/// Returns the names of the servers, by position.
pub(super) fn find(api: &Api) -> Vec<ServerNames> {
    let wish = |(index, server): (usize, &crate::api::Server)| {
        let words = server.docs.description.as_deref().unwrap_or_default();
        let few = words.split_whitespace().count() <= 3 && !words.is_empty();
        let address = server.template.split("://").last().unwrap_or_default();
        // A variable stands for text that differs, so it is left out of the name.
        let host: String = address
            .split('{')
            .map(|piece| piece.split_once('}').map_or(piece, |(_, text)| text))
            .collect();
        let mut names = Vec::new();
        names.extend(few.then(|| plain(words, Case::Camel)));
        names.push(if index == 0 { "Production".to_owned() } else { plain(&host, Case::Camel) });
        names.retain(|name| !name.is_empty());
        Wish {
            pinned: server.name.as_deref().map(|name| text::pinned(name, Case::Camel)),
            names,
            ..Wish::default()
        }
    };
    let wishes: Vec<_> = api.servers.iter().enumerate().map(wish).collect();
    let variants = assign(&wishes, &["Self"]);
    // The enums of all variables are in the same module as `Server`.
    let enums: Vec<_> = api
        .servers
        .iter()
        .zip(&variants)
        .flat_map(|(server, variant)| {
            let wish = move |variable: &Variable| {
                let name = plain(&variable.name, Case::Camel);
                Wish { names: vec![format!("{variant}{name}")], ..Wish::default() }
            };
            server.variables.iter().map(wish)
        })
        .collect();
    let taken: Vec<&str> = PRELUDE.into_iter().chain(["Server"]).collect();
    let mut enums = assign(&enums, &taken).into_iter();
    let servers = api.servers.iter().zip(variants);
    servers.map(|(server, variant)| names(server, variant, &mut enums)).collect()
}

fn names(server: &Server, variant: Name, enums: &mut impl Iterator<Item = Name>) -> ServerNames {
    let arguments: Vec<_> =
        server.variables.iter().map(|variable| member(&variable.name, Case::Snake)).collect();
    let arguments = assign(&arguments, &["self"]);
    let variables = server.variables.iter().zip(arguments).zip(enums);
    let variables = variables.map(|((variable, argument), ty)| {
        let members: Vec<_> =
            variable.values.iter().map(|value| member(value, Case::Camel)).collect();
        VariableNames { argument, ty, members: assign(&members, &["Self"]) }
    });
    let stem = plain(&variant.to_string(), Case::Snake);
    ServerNames {
        variables: variables.collect(),
        function: ident(&format!("{stem}_with")),
        variant,
    }
}
