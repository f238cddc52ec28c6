//! Shapes as types.

use proc_macro2::TokenStream;

use super::Context;
use crate::api::Shape;

/// A value of the shape, `None` where `null` is.
pub(super) fn value(cx: Context<'_>, shape: &Shape) -> TokenStream {
    cx.ty(&cx.model.value_type(shape))
}

/// A value of the shape that is there.
pub(super) fn bare(cx: Context<'_>, shape: &Shape) -> TokenStream {
    cx.ty(&cx.model.bare_type(shape))
}
