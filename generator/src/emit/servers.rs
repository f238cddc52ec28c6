//! The servers of the description: an enum, and for URLs with variables what fills them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs};
use crate::api::{Server, Variable};
use crate::names::{Name, ServerNames, VariableNames};

/// The enum of the servers, if the description offers any.
pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    if cx.api.servers.is_empty() {
        return quote!();
    }
    let servers = || cx.api.servers.iter().zip(cx.names.servers());
    let names: Vec<_> = servers().map(|(_, names)| &names.variant).collect();
    let urls: Vec<_> = servers().map(|(server, _)| &server.url).collect();
    let variants = servers().enumerate().map(|(index, (server, names))| {
        let words = docs::emit(&server.docs, "A server of the API.");
        let url = docs::attributes(&format!("\n`{}`", docs::visible(&server.url)));
        let default = (index == 0).then(|| quote!(#[default]));
        let name = &names.variant;
        quote!(#words #url #default #name,)
    });
    let functions = servers().filter(|(server, _)| !server.variables.is_empty());
    let functions = functions.map(|(server, names)| function(server, names));
    let enums = servers().flat_map(|(server, names)| {
        let variables = server.variables.iter().zip(&names.variables);
        let closed = variables.filter(|(variable, _)| !variable.values.is_empty());
        closed.map(|(variable, names)| values(variable, names))
    });
    quote! {
        /// The servers that the description offers.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server { #(#variants)* }

        impl Server {
            /// The base URL.
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self { #(Self::#names => #urls,)* }
            }

            #(#functions)*
        }

        #(#enums)*

        impl rt::ClientBuilder {
            /// Sends calls to a server of the description.
            pub fn server(self, server: Server) -> Self { self.base_url(server.url()) }
        }
    }
}

/// The enums of variables that stand beside `Server`.
pub(super) fn enums(cx: Context<'_>) -> Vec<&Name> {
    let servers = cx.api.servers.iter().zip(cx.names.servers());
    let variables =
        servers.flat_map(|(server, names)| server.variables.iter().zip(&names.variables));
    let closed = variables.filter(|(variable, _)| !variable.values.is_empty());
    closed.map(|(_, names)| &names.ty).collect()
}

/// The function that fills the variables of a server's URL.
fn function(server: &Server, names: &ServerNames) -> TokenStream {
    let (variant, function) = (&names.variant, &names.function);
    let mut words = format!("The base URL of [`{variant}`](Self::{variant}) with these values.\n");
    let mut arguments = Vec::new();
    for (variable, names) in server.variables.iter().zip(&names.variables) {
        let argument = &names.argument;
        let about = docs::line(&variable.docs);
        let default = docs::visible(&variable.default);
        words.push_str(&format!("\n- `{argument}` (by default `{default}`)"));
        if !about.is_empty() {
            words.push_str(&format!(": {}", about.replace('<', "\\<")));
        }
        arguments.push(match variable.values.as_slice() {
            [] => quote!(#argument: &str),
            _ => {
                let ty = &names.ty;
                quote!(#argument: #ty)
            }
        });
    }
    words.push_str(
        "\n\nNo client is built with a value that would end the scheme, the host or the port of the \
         URL and begin another.",
    );
    let words = docs::attributes(&words);
    let pieces = pieces(server, names);
    quote! {
        #words
        #[must_use]
        pub fn #function(#(#arguments),*) -> String {
            [#(#pieces),*].concat()
        }
    }
}

/// The URL in pieces: its text, and the values between.
fn pieces(server: &Server, names: &ServerNames) -> Vec<TokenStream> {
    let mut pieces = Vec::new();
    let mut rest = server.template.as_str();
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let mut variables = server.variables.iter().zip(&names.variables);
        let piece = match variables.find(|(variable, _)| variable.name == name) {
            Some((variable, names)) => {
                let argument = &names.argument;
                let value = match variable.values.as_slice() {
                    [] => quote!(#argument),
                    _ => quote!(#argument.as_str()),
                };
                let before = server.template.len() - rest.len() + text.len();
                let before = server.template.get(..before).unwrap_or_default();
                if Server::has_origin_between(before, &variable.default, after) {
                    quote!(&rt::host_part(#value))
                } else {
                    value
                }
            }
            None => {
                let name = format!("{{{name}}}");
                quote!(#name)
            }
        };
        pieces.extend((!text.is_empty()).then(|| quote!(#text)));
        pieces.push(piece);
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then(|| quote!(#rest)));
    pieces
}

/// The values that a variable may have.
fn values(variable: &Variable, names: &VariableNames) -> TokenStream {
    let (ty, members, texts) = (&names.ty, &names.members, &variable.values);
    let words =
        format!("The values of `{}` in the URL of a server.", docs::visible(&variable.name));
    let words = docs::emit(&variable.docs, &words);
    let lines = texts.iter().map(|text| docs::attributes(&format!("`{}`", docs::visible(text))));
    quote! {
        #words
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ty { #(#lines #members,)* }

        impl #ty {
            /// The value in the URL.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#members => #texts,)* }
            }
        }
    }
}
