//! The implementations for types of the settings in the place of others.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::OwnForm;
use crate::emit::Context;
use crate::model::OwnItem;

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let items = cx.model.own_types.iter().map(item);
    quote! {
        //! The JSON of the types that the settings name in the place of others.
        use super::runtime as rt;
        #(#items)*
    }
}

fn item(own: &OwnItem<'_>) -> TokenStream {
    // The syntax of the settings was checked before.
    let path: TokenStream = own.path.parse().unwrap_or_default();
    let expected = &own.expected;
    let json = match own.form {
        OwnForm::Serde => quote!(rt::serde_type!(#path, #expected);),
        OwnForm::Text => quote!(rt::text_type!(#path, #expected);),
        OwnForm::DecimalText => quote!(rt::decimal_type!(text);),
        OwnForm::DecimalNumber => quote!(rt::decimal_type!(number);),
        OwnForm::Usual => quote!(),
    };
    let displayed = own.is_displayed.then(|| quote!(rt::displayed_type!(#path);));
    quote!(#json #displayed)
}
