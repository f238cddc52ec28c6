//! The conditions for TLS, within `cfg`.

use proc_macro2::TokenStream;
use quote::quote;

/// TLS by rustls, whichever its cryptography.
pub(crate) fn any_rustls() -> TokenStream {
    quote!(any(feature = "rustls", feature = "rustls-aws-lc"))
}

/// TLS by any library.
pub(crate) fn any_tls() -> TokenStream {
    quote!(any(feature = "rustls", feature = "rustls-aws-lc", feature = "native-tls"))
}

/// TLS by the platform's library and no other.
pub(crate) fn native_tls_alone() -> TokenStream {
    quote!(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-aws-lc")))
}
