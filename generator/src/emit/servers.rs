//! The servers of the description: an enum, and functions for URLs with variables.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, docs};
use crate::model::{Piece, Server, Variable};
use crate::names::Name;

/// Emits the enum of the servers, if the description has any.
pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let servers = || cx.model.client.servers.iter();
    if cx.model.client.takes_url() {
        return quote!();
    }
    let names: Vec<_> = servers().map(|server| &server.names.variant).collect();
    let urls: Vec<_> = servers().map(|server| &server.described.url).collect();
    let variants = servers().enumerate().map(|(index, server)| {
        let described = server.described;
        let words = docs::emit(&described.docs, "A server of the API.");
        let url = docs::attributes(&format!("\n`{}`", docs::visible(&described.url)));
        let default = (index == 0).then(|| quote!(#[default]));
        let name = &server.names.variant;
        quote!(#words #url #default #name,)
    });
    let functions = servers().filter(|server| !server.variables.is_empty()).map(function);
    let enums = servers().flat_map(|server| &server.variables).filter(|it| it.is_enum).map(values);
    quote! {
        /// The servers in the API description.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server { #(#variants)* }

        impl Server {
            /// Returns the base URL.
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self { #(Self::#names => #urls,)* }
            }

            #(#functions)*
        }

        #(#enums)*

        impl rt::ClientBuilder {
            /// Sets the server that calls are sent to.
            pub fn server(self, server: Server) -> Self { self.base_url(server.url()) }
        }
    }
}

/// Returns the names of the enums for variables.
pub(crate) fn enums(cx: Context<'_>) -> Vec<&Name> {
    let variables = cx.model.client.servers.iter().flat_map(|server| &server.variables);
    variables.filter(|variable| variable.is_enum).map(|variable| &variable.names.ty).collect()
}

/// Emits the function that fills in the variables of a server's URL.
fn function(server: &Server<'_>) -> TokenStream {
    let (variant, function) = (&server.names.variant, &server.names.function);
    let mut words =
        format!("Returns the base URL of [`{variant}`](Self::{variant}) with these values.\n");
    let mut arguments = Vec::new();
    for Variable { names, described, is_enum } in &server.variables {
        let argument = &names.argument;
        let about = docs::line(&described.docs);
        let default = docs::visible(&described.default);
        words.push_str(&format!("\n- `{argument}` (by default `{default}`)"));
        if !about.is_empty() {
            words.push_str(&format!(": {}", about.replace('<', "\\<")));
        }
        let ty = &names.ty;
        arguments.push(if *is_enum { quote!(#argument: #ty) } else { quote!(#argument: &str) });
    }
    words.push_str(
        "\n\nBuilding a client fails if a value for the scheme, host or port has a character that cannot be \
         part of it.",
    );
    let words = docs::attributes(&words);
    let pieces = server.pieces.iter().map(piece);
    quote! {
        #words
        #[must_use]
        pub fn #function(#(#arguments),*) -> String {
            [#(#pieces),*].concat()
        }
    }
}

/// Returns the expression for a piece of the URL.
fn piece(piece: &Piece<'_>) -> TokenStream {
    match piece {
        Piece::Text(text) => quote!(#text),
        Piece::Unknown(name) => {
            let name = format!("{{{name}}}");
            quote!(#name)
        }
        Piece::Value { variable, in_origin } => {
            let argument = &variable.names.argument;
            let value =
                if variable.is_enum { quote!(#argument.as_str()) } else { quote!(#argument) };
            if *in_origin { quote!(&rt::host_part(#value)) } else { value }
        }
    }
}

/// Emits the enum of the values of a variable.
fn values(variable: &Variable<'_>) -> TokenStream {
    let (names, variable) = (variable.names, variable.described);
    let (ty, members, texts) = (&names.ty, &names.members, &variable.values);
    let words =
        format!("The values of the variable `{}` in server URLs.", docs::visible(&variable.name));
    let words = docs::emit(&variable.docs, &words);
    let lines = texts.iter().map(|text| docs::attributes(&format!("`{}`", docs::visible(text))));
    quote! {
        #words
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ty { #(#lines #members,)* }

        impl #ty {
            /// Returns the value as it is in the URL.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#members => #texts,)* }
            }
        }
    }
}
