//! Constraints, which are checked before a request is sent.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::{Check, Constraint, Inside, Number, Struct, Subject, Tuple, TypeItem, TypeKind};

/// An expression for the value that is checked.
#[derive(Clone)]
pub(crate) enum Place {
    /// The expression is the value.
    Value(TokenStream),
    /// The expression is a reference to the value.
    Reference(TokenStream),
}

impl Place {
    /// Returns an expression for a reference to the value.
    fn reference(&self) -> TokenStream {
        match self {
            Self::Value(place) => quote!(&#place),
            Self::Reference(reference) => reference.clone(),
        }
    }

    /// Returns an expression for the value itself.
    fn value(&self) -> TokenStream {
        match self {
            Self::Value(place) => place.clone(),
            Self::Reference(reference) => quote!(*#reference),
        }
    }

    /// Returns an expression whose methods can be called.
    fn receiver(&self) -> &TokenStream {
        let (Self::Value(expression) | Self::Reference(expression)) = self;
        expression
    }
}

/// Emits the implementation of `Check` for a type, if it has constraints.
pub(crate) fn emit(item: &TypeItem<'_>) -> Option<TokenStream> {
    let body = match &item.kind {
        _ if !item.is_checked => return None,
        TypeKind::Struct(object) => of_struct(object),
        TypeKind::Union(union) => {
            let arms: Vec<_> = union
                .variants
                .iter()
                .filter_map(|variant| Some((variant.name, of_reference(variant.check.as_ref()?))))
                .collect();
            let count = union.variants.len() + usize::from(union.open.is_some());
            match arms.as_slice() {
                [(name, check)] if count > 1 => {
                    quote!(if let Self::#name(value) = self { #check })
                }
                _ => {
                    let otherwise = (arms.len() < count).then(|| quote!(_ => {}));
                    let arms = arms.iter();
                    let arms = arms.map(|(name, check)| quote!(Self::#name(value) => { #check }));
                    quote!(match self { #(#arms)* #otherwise })
                }
            }
        }
        TypeKind::Tuple(tuple) => of_tuple(tuple),
        TypeKind::Recursive(inside) => inside
            .check
            .as_ref()
            .map(|check| of(check, Place::Value(quote!(self.0))))
            .unwrap_or_default(),
        TypeKind::Enum(_) => quote!(),
    };
    let name = item.name;
    Some(quote! {
        impl rt::Check for #name {
            #[inline]
            fn check(&self, checks: &mut rt::Checks) { #body }
        }
    })
}

fn of_struct(object: &Struct<'_>) -> TokenStream {
    let checks = object.fields.iter().filter_map(|field| {
        let (name, key) = (field.name, &field.described.name);
        let check = of(field.check.as_ref()?, Place::Value(quote!(self.#name)));
        Some(quote!(checks.field(#key, |checks| { #check });))
    });
    let rest = object.rest.as_ref().and_then(|rest| {
        let (name, check) = (rest.name, of_reference(rest.check.as_ref()?));
        Some(quote!(for (key, value) in &self.#name { checks.key(key, |checks| { #check }); }))
    });
    quote!(#(#checks)* #rest)
}

fn of_tuple(tuple: &Tuple<'_>) -> TokenStream {
    let checks = tuple.items.iter().enumerate().filter_map(|(index, item)| {
        let index = Literal::usize_unsuffixed(index);
        let check = of(item.check.as_ref()?, Place::Value(quote!(self.#index)));
        Some(quote!(checks.item(#index, |checks| { #check });))
    });
    let rest = tuple.rest.as_ref().and_then(|(_, check)| {
        let len = Literal::usize_unsuffixed(tuple.items.len());
        let check = of_reference(check.as_ref()?);
        Some(quote! {
            for (index, value) in self.#len.iter().enumerate() {
                checks.item(#len + index, |checks| { #check });
            }
        })
    });
    quote!(#(#checks)* #rest)
}

/// Returns the checks of the variable `value`, a reference.
fn of_reference(check: &Check) -> TokenStream {
    of(check, Place::Reference(quote!(value)))
}

/// Returns the checks of a value.
pub(crate) fn of(check: &Check, place: Place) -> TokenStream {
    if check.options == 0 {
        return of_present(check, place);
    }
    let inner = of_present(check, Place::Reference(quote!(value)));
    let pattern = (0..check.options).fold(quote!(value), |inside, _| quote!(Some(#inside)));
    let reference = place.reference();
    quote!(if let #pattern = #reference { #inner })
}

/// Returns the checks of a value inside all its `Option`s.
fn of_present(check: &Check, place: Place) -> TokenStream {
    let receiver = place.receiver();
    let place = match check.is_secret {
        true => Place::Reference(quote!(#receiver.expose())),
        false => place,
    };
    let constraints =
        check.constraints.iter().map(|constraint| self::constraint(constraint, &place));
    let receiver = place.receiver();
    let inside = match &check.inside {
        None => quote!(),
        Some(Inside::Own) => {
            let reference = place.reference();
            quote!(rt::Check::check(#reference, checks);)
        }
        Some(Inside::Items(item)) => {
            let check = of(item, Place::Reference(quote!(item)));
            quote! {
                for (index, item) in #receiver.iter().enumerate() {
                    checks.item(index, |checks| { #check });
                }
            }
        }
        Some(Inside::Members(value)) => {
            let check = of(value, Place::Reference(quote!(item)));
            quote!(for (key, item) in #receiver.iter() { checks.key(key, |checks| { #check }); })
        }
    };
    quote!(#(#constraints)* #inside)
}

fn constraint(constraint: &Constraint, place: &Place) -> TokenStream {
    let receiver = place.receiver();
    let subject = match constraint.subject {
        Subject::Reference => place.reference(),
        Subject::Value => place.value(),
        Subject::Text => quote!(#receiver.as_str()),
        Subject::Length => quote!(#receiver.len()),
        Subject::Items => quote!(#receiver.iter()),
    };
    let method = Ident::new(constraint.method, Span::call_site());
    let bound = constraint.bound.map(|bound| {
        let number = match bound {
            Number::Unsigned(number) => Literal::u128_unsuffixed(number),
            Number::Signed(number) => Literal::i128_unsuffixed(number),
            Number::Float(number) => Literal::f64_unsuffixed(number),
        };
        quote!(, #number)
    });
    quote!(checks.#method(#subject #bound);)
}
