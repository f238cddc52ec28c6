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
    let json = match (own.form, own.is_decimal) {
        (OwnForm::Serde, _) => quote!(rt::serde_type!(#path, #expected);),
        (OwnForm::Text, false) => quote!(rt::text_type!(#path, #expected);),
        (OwnForm::Text, true) => quote!(rt::decimal_type!(text);),
        (OwnForm::Number, false) => quote!(rt::number_type!(#path, #expected);),
        (OwnForm::Number, true) => quote!(rt::decimal_type!(number);),
        (OwnForm::Usual, _) => quote!(),
    };
    let displayed = own.is_displayed.then(|| quote!(rt::displayed_type!(#path);));
    quote!(#json #displayed)
}
