//! Kinds of objects and their members.

/// The second number of a version: 0 is OpenAPI 3.0.
pub type Minor = u8;

/// A kind of object.
pub struct Kind {
    /// The name, with its article.
    pub name: &'static str,
    /// The members.
    pub keys: &'static [Key],
    /// `true` if a `$ref` may stand in its place.
    pub referable: bool,
    /// `true` if other keys are reported elsewhere: those of schemas are read as they come.
    pub open: bool,
}

/// A member.
#[derive(Clone, Copy)]
pub struct Key {
    /// The name.
    pub name: &'static str,
    /// Its value.
    pub holds: Holds,
    /// The first version that has it.
    pub since: Minor,
    /// Its effect on a client.
    pub effect: Effect,
}

/// The value of a member.
#[derive(Clone, Copy)]
pub enum Holds {
    /// Nothing with members that are looked at.
    Data,
    /// An example or another value, in which nothing has a meaning.
    Value,
    /// An object.
    One(&'static Kind),
    /// An array of objects.
    List(&'static Kind),
    /// Objects by name.
    Map(&'static Kind),
    /// Objects by name by name: callbacks.
    MapOfMaps(&'static Kind),
    /// An array of objects, or one.
    OneOrList(&'static Kind),
}

/// The effect of a member on a client. It differs for the keywords of schemas alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is read.
    Read,
    /// It says nothing about the type.
    Annotation,
    /// It narrows a value, leaves its type as it is, and is not checked before the value is sent: the server does.
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
    Kind { name, keys, referable: false, open: false }
}

pub(super) const fn referable(name: &'static str, keys: &'static [Key]) -> Kind {
    Kind { name, keys, referable: true, open: false }
}
