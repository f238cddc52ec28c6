//! Types under construction. Each gets its id before its definition, because it may refer to itself.

use crate::api::{
    Arena, Base, Docs, EnumKind, Inline, Origin, Shape, Type, TypeDef, TypeId, TypeKind,
};
use crate::source::Location;

/// A type with a reserved id.
struct Draft {
    location: Location,
    origin: Origin,
    pinned: Option<String>,
    docs: Docs,
    /// The definition, once it is known.
    kind: Option<TypeKind>,
}

/// The types so far.
#[derive(Default)]
pub(super) struct Types(Arena<Draft>);

impl Types {
    /// Reserves the id of a type.
    pub(super) fn reserve(
        &mut self,
        location: &Location,
        origin: &Origin,
        pinned: Option<&str>,
        docs: Docs,
    ) -> TypeId {
        let pinned = pinned.map(str::to_owned);
        let (location, origin) = (location.clone(), origin.clone());
        self.0.push(Draft { location, origin, pinned, docs, kind: None }).converted()
    }

    /// Moves a type to the place that gives it its name.
    pub(super) fn place(&mut self, id: TypeId, at: &Inline) {
        let draft = &mut self.0[id.converted()];
        draft.location = at.location.clone();
        draft.origin = at.origin.clone();
        draft.pinned = at.pinned.clone();
        draft.docs = at.docs.clone();
    }

    /// Sets the definition of a type.
    pub(super) fn define(&mut self, id: TypeId, kind: TypeKind) {
        let id = id.converted();
        self.0[id].kind = Some(kind);
    }

    /// Returns the definition of a type, or `None` before it is known.
    pub(super) fn kind(&self, id: TypeId) -> Option<&TypeKind> {
        let id = id.converted();
        self.0[id].kind.as_ref()
    }

    /// Returns the definition of a type for a change, or `None` before it is known.
    pub(super) fn kind_mut(&mut self, id: TypeId) -> Option<&mut TypeKind> {
        let id = id.converted();
        self.0[id].kind.as_mut()
    }

    /// Returns `true` if a value of the type is a single string or number.
    pub(super) fn is_textual(&self, ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Map(_) | Type::List(_) | Type::Binary => false,
            Type::Named(id) => matches!(self.kind(*id), Some(TypeKind::Enum(_))),
            _ => true,
        }
    }

    /// Returns `true` if a type is a component or within one, so that other schemas may use it.
    pub(super) fn is_of_component(&self, id: TypeId) -> bool {
        matches!(self.0[id.converted()].origin.base, Base::Component(_))
    }

    /// Returns `true` if values of the shape are JSON strings.
    pub(super) fn is_text(&self, shape: &Shape) -> bool {
        match &shape.ty {
            Type::Text | Type::Date | Type::DateTime | Type::Uuid => true,
            Type::Base64 | Type::Base64Url | Type::Binary => true,
            Type::Named(id) => match self.kind(*id) {
                Some(TypeKind::Enum(values)) => values.kind == EnumKind::Strings,
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns all types. An undefined type holds any value.
    pub(super) fn finish(self) -> Arena<TypeDef> {
        self.0.convert(|Draft { location, origin, pinned, docs, kind }| TypeDef {
            location,
            origin,
            pinned,
            docs,
            kind: kind.unwrap_or_else(|| TypeKind::Recursive(Shape::default())),
        })
    }
}
