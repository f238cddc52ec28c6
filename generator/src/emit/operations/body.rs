//! Request bodies: the argument for each form, and the statements that set and check it.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameter;
use crate::api::Part;
use crate::emit::types::check::{self, Place};
use crate::emit::{Context, docs};
use crate::model::{Body, BodyContent, BodyForm, BodyValue, Encoding, Operation, RustType};
use crate::names::Name;

/// Returns the type of the argument for a body, and the statements that set the body.
pub(crate) fn set(
    cx: Context<'_>,
    body: &Body<'_>,
    call: &TokenStream,
) -> (TokenStream, TokenStream) {
    let (name, item) = (body.name, body.item);
    if let [form] = body.forms.as_slice() {
        let ty = cx.ty(&form.ty);
        let set = set_form(cx, form, name, call);
        return match &form.content {
            BodyContent::Items(item, _) => {
                let item = cx.ty(item);
                (quote!(impl IntoIterator<Item = impl std::borrow::Borrow<#item>>), set)
            }
            _ if form.into => (quote!(impl Into<#ty>), quote!(let #name: #ty = #name.into(); #set)),
            _ => (ty, set),
        };
    }
    let arms = body.forms.iter().map(|form| {
        let (variant, set) = (form.name, set_form(cx, form, name, call));
        quote!(#item::#variant(#name) => { #set })
    });
    (quote!(impl Into<#item>), quote!(match #name.into() { #(#arms)* }))
}

/// Emits the enum of the forms of a body, if it has several.
pub(crate) fn emit(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let Some(Body { item, forms, .. }) = operation.body.as_ref().filter(|it| it.forms.len() > 1)
    else {
        return quote!();
    };
    let method = &operation.names.method;
    let variants = forms.iter().map(|form| {
        let words = format!("A body of the media type `{}`.", docs::visible(form.described_type));
        let (words, name, ty) = (docs::attributes(&words), form.name, cx.ty(&form.ty));
        quote!(#words #name(#ty),)
    });
    let conversions = forms.iter().filter(|form| form.converts).map(|form| {
        let (name, ty) = (form.name, cx.ty(&form.ty));
        let text = (form.ty == RustType::Path("String")).then(|| {
            quote! {
                impl From<&str> for #item {
                    fn from(body: &str) -> Self { Self::#name(body.to_owned()) }
                }
            }
        });
        quote! {
            impl From<#ty> for #item {
                fn from(body: #ty) -> Self { Self::#name(body) }
            }
            #text
        }
    });
    let words = docs::attributes(&format!(
        "The request body of [`{method}`](rt::Client::{method}), by media type."
    ));
    quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* }

        #(#conversions)*
    }
}

/// Returns the statements that set the body in one of its forms.
fn set_form(cx: Context<'_>, form: &BodyForm<'_>, name: &Name, call: &TokenStream) -> TokenStream {
    let media_type = &*form.media_type;
    match &form.content {
        BodyContent::Text => quote!(#call.body(#media_type, #name);),
        BodyContent::Bytes => quote!(#call.upload(#media_type, #name);),
        BodyContent::Items(item, check) => {
            let item = cx.ty(item);
            let check = match check {
                Some(check) => {
                    let check = check::of(check, Place::Reference(quote!(item)));
                    quote!(|item, checks| { #check })
                }
                None => quote!(|_, _| {}),
            };
            quote!(#call.lines::<#item>(#media_type, #name, #check);)
        }
        BodyContent::Value(value) => set_value(value, media_type, name, call),
    }
}

fn set_value(
    value: &BodyValue<'_>,
    media_type: &str,
    name: &Name,
    call: &TokenStream,
) -> TokenStream {
    let set = match (&value.encoding, value.is_checked) {
        (Encoding::Json, true) => quote!(json_checked(&#name)),
        (Encoding::Json, false) => quote!(json(&#name)),
        (Encoding::Form(fields), is_checked) => {
            let fields = fields.iter().filter_map(field);
            let method = if is_checked { quote!(form_checked) } else { quote!(form) };
            quote!(#method(&[#(#fields),*], &#name))
        }
        (Encoding::Multipart(parts), is_checked) => {
            let parts = parts.iter().map(part);
            let method = if is_checked { quote!(multipart_checked) } else { quote!(multipart) };
            quote!(#method(&[#(#parts),*], &#name))
        }
        (Encoding::MultipartJson(parts), _) => {
            let parts = parts.iter().map(part);
            quote!(multipart_json(&[#(#parts),*], &#name))
        }
    };
    let content_type = value.sets_type.then(|| quote!(#call.content_type(#media_type);));
    let check = value.check.as_ref().map(|check| {
        let check = check::of(check, Place::Value(quote!(#name)));
        quote!(#call.check(rt::RequestPart::Body, "", |checks| { #check });)
    });
    quote!(#call.#set; #content_type #check)
}

fn part(part: &Part) -> TokenStream {
    let Part { name, media_type, style, explode } = part;
    let media_type = media_type.as_deref().unwrap_or_default();
    let style = match style.map(parameter::style_name) {
        Some(style) => quote!(Some(rt::Style::#style)),
        None => quote!(None),
    };
    quote!(rt::PartEncoding { name: #name, media_type: #media_type, style: #style, explode: #explode })
}

fn field(field: &Part) -> Option<TokenStream> {
    let Part { name, style, explode, .. } = field;
    let style = parameter::style_name((*style)?);
    Some(quote!(rt::FieldStyle { name: #name, style: rt::Style::#style, explode: #explode }))
}
