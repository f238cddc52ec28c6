//! The conditions for TLS inside `cfg`.

use proc_macro2::TokenStream;
use quote::quote;

/// Returns the condition for rustls with either cryptography provider.
pub(crate) fn any_rustls() -> TokenStream {
    quote!(any(feature = "rustls", feature = "rustls-aws-lc"))
}

/// Returns the condition for any TLS library.
pub(crate) fn any_tls() -> TokenStream {
    quote!(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls"))
}

/// Returns the condition for the TLS library of the platform alone.
pub(crate) fn native_tls_alone() -> TokenStream {
    quote!(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-aws-lc")))
}
