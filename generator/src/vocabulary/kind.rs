//! The kinds of objects in a description, and their members.

/// The minor version of OpenAPI 3: 0 is OpenAPI 3.0.
pub type Minor = u8;

/// A kind of object.
pub struct Kind {
    /// The name with its article, for messages.
    pub name: &'static str,
    /// The members that no other kind has.
    pub(super) own: &'static [Key],
    /// The members that another kind has too.
    pub(super) shared: &'static [Key],
    /// `true` if a `$ref` may replace the object.
    pub referable: bool,
    /// `true` if unknown keys are not reported by the linter. Those of schemas are reported while they are read.
    pub open: bool,
}

/// A member of an object.
#[derive(Clone, Copy)]
pub struct Key {
    /// The name.
    pub name: &'static str,
    /// The kind of value.
    pub holds: Holds,
    /// The first minor version that has the member.
    pub since: Minor,
    /// The effect on a client.
    pub effect: Effect,
}

/// The kind of a member's value.
#[derive(Clone, Copy)]
pub enum Holds {
    /// A value without known members.
    Data,
    /// An example or another literal value, whose keys have no meaning.
    Value,
    /// An object.
    One(&'static Kind),
    /// An array of objects.
    List(&'static Kind),
    /// A map of objects by name.
    Map(&'static Kind),
    /// A map of maps of objects: `callbacks`.
    MapOfMaps(&'static Kind),
    /// An object, or an array of objects.
    OneOrList(&'static Kind),
}

/// The effect of a member on a client. Only keywords of schemas have an effect other than
/// [`Read`](Self::Read).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The member is read.
    Read,
    /// The keyword does not affect the type.
    Annotation,
    /// The keyword constrains values but does not affect the type. The server checks it, the client does not.
    Unchecked,
}

const fn key(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, since: 0, effect: Effect::Read }
}

pub(super) const fn data(name: &'static str) -> Key {
    key(name, Holds::Data)
}

pub(super) const fn value(name: &'static str) -> Key {
    key(name, Holds::Value)
}

pub(super) const fn one(name: &'static str, kind: &'static Kind) -> Key {
    key(name, Holds::One(kind))
}

pub(super) const fn list(name: &'static str, kind: &'static Kind) -> Key {
    key(name, Holds::List(kind))
}

pub(super) const fn one_or_list(name: &'static str, kind: &'static Kind) -> Key {
    key(name, Holds::OneOrList(kind))
}

pub(super) const fn map(name: &'static str, kind: &'static Kind) -> Key {
    key(name, Holds::Map(kind))
}

pub(super) const fn map_of_maps(name: &'static str, kind: &'static Kind) -> Key {
    key(name, Holds::MapOfMaps(kind))
}

impl Kind {
    /// Adds members that another kind has too.
    pub(super) const fn with(self, shared: &'static [Key]) -> Kind {
        Kind { shared, ..self }
    }

    /// Returns the members.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.own.iter().chain(self.shared)
    }
}

impl Key {
    pub(super) const fn since(self, minor: Minor) -> Key {
        Key { since: minor, ..self }
    }

    pub(super) const fn annotation(self) -> Key {
        Key { effect: Effect::Annotation, ..self }
    }

    pub(super) const fn unchecked(self) -> Key {
        Key { effect: Effect::Unchecked, ..self }
    }
}

pub(super) const fn kind(name: &'static str, keys: &'static [Key]) -> Kind {
    Kind { name, own: keys, shared: &[], referable: false, open: false }
}

pub(super) const fn referable(name: &'static str, keys: &'static [Key]) -> Kind {
    Kind { name, own: keys, shared: &[], referable: true, open: false }
}
