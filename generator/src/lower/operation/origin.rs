//! The origin of schemas in a part of an operation: a parameter, a header or a body.

use crate::api::{Base, Origin};
use crate::source::Location;

/// Returns the origin of the schemas in a part of an operation.
///
/// A part that is a component has the name of the component, because several operations may refer to it. A parameter of
/// the path item is named like a parameter of the operation.
pub(super) fn of_part(base: Base, part: &Location, operation: &Location) -> Origin {
    let own = match (&base, component_name(part)) {
        (_, Some(name)) => Some(name),
        // A part in a file of its own is shared, too.
        (_, None) if part.file != operation.file => part.last().map(String::from).or_else(|| {
            let name = part.file.name().rsplit('/').next()?;
            Some(name.split('.').next().unwrap_or_default().to_owned())
        }),
        _ => None,
    };
    let Some(name) = own.filter(|_| !part.is_within(operation)) else {
        return Origin::new(base, operation.clone());
    };
    let word = match base {
        Base::Body(_) => "body",
        Base::Response(..) => "response",
        _ => "parameter",
    };
    Origin::new(Base::Shared(name, word), part.clone())
}

/// Returns the name of a component that is or contains a part. The key of the part follows if it is inside: the header of
/// a response.
fn component_name(part: &Location) -> Option<String> {
    let mut segments = part.pointer.segments();
    let (is_component, name) = match segments.next()?.as_ref() {
        // The components of Swagger 2.0 are members of the root.
        "parameters" | "responses" => (true, segments.next()?),
        first => (first == "components", segments.nth(1)?),
    };
    let inside = segments.last().map(|last| format!("{name} {last}"));
    is_component.then(|| inside.unwrap_or_else(|| name.into_owned()))
}
