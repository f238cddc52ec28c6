//! Schemas, as they are written (OpenAPI 3.1, 4.8.24; JSON Schema 2020-12).

use std::rc::Rc;

use crate::source::{Location, Value};

/// A schema. Absent keywords are empty or `None`. A clone shares the schemas inside.
#[derive(Clone, Debug)]
pub struct Schema<'s> {
    /// Where it stands.
    pub location: Location,
    /// `$ref`; the other keywords may stand beside it.
    pub reference: Option<&'s str>,
    /// `$dynamicRef` (JSON Schema 2020-12, Core 8.2.3.2)
    pub dynamic: Option<&'s str>,
    /// What the dynamic anchors of the schemas around mean here.
    pub bindings: Bindings<'s>,
    /// `true` or `false` in place of an object.
    pub boolean: Option<bool>,
    /// `type`, as a list, without `null`.
    pub types: Vec<&'s str>,
    /// `nullable: true`, or `null` among the types.
    pub nullable: bool,
    /// `contentEncoding`
    pub encoding: Option<&'s str>,
    /// `format`
    pub format: Option<&'s str>,
    /// `title`
    pub title: Option<&'s str>,
    /// `description`
    pub description: Option<&'s str>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `const`
    pub constant: Option<&'s Value>,
    /// `enum`
    pub values: Option<&'s [Value]>,
    /// `properties`, in order
    pub properties: Vec<(&'s str, Rc<Schema<'s>>)>,
    /// `required`
    pub required: Vec<&'s str>,
    /// `patternProperties`, in order
    pub patterns: Vec<(&'s str, Rc<Schema<'s>>)>,
    /// `additionalProperties`, or else `unevaluatedProperties`
    pub additional: Option<Rc<Schema<'s>>>,
    /// `prefixItems`, or `items` as a list (JSON Schema before 2020-12)
    pub prefix: Vec<Rc<Schema<'s>>>,
    /// `items`, or else `unevaluatedItems`; behind a prefix, `additionalItems` as well
    pub items: Option<Rc<Schema<'s>>>,
    /// `uniqueItems`
    pub unique: bool,
    /// Schemas that hold for some values only: `then`, `else` and those of `dependentSchemas`
    pub conditional: Vec<Rc<Schema<'s>>>,
    /// `if`
    pub condition: Option<Rc<Schema<'s>>>,
    /// `allOf`
    pub all_of: Vec<Rc<Schema<'s>>>,
    /// `oneOf`
    pub one_of: Vec<Rc<Schema<'s>>>,
    /// `anyOf`
    pub any_of: Vec<Rc<Schema<'s>>>,
    /// `discriminator`
    pub discriminator: Option<Discriminator<'s>>,
    /// `contentSchema`: what a text holds
    pub content: Option<Rc<Schema<'s>>>,
    /// The numbers that bound a value.
    pub limits: Limits,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-retry`
    pub retry: Option<bool>,
    /// `x-sensitive`
    pub sensitive: bool,
    /// Whether there are an `example` or `examples`.
    pub exemplified: bool,
}

/// The meaning of dynamic anchors, in layers of which the outermost comes first. Schemas share the
/// layers of the schemas around them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bindings<'s>(Rc<[Layer<'s>]>);

/// Anchors with the schemas that bear them, sorted by anchor.
type Layer<'s> = Rc<[(&'s str, Location)]>;

impl<'s> Bindings<'s> {
    /// Bindings of one layer. The first binding of an anchor counts.
    pub fn new(bindings: impl IntoIterator<Item = (&'s str, Location)>) -> Self {
        let mut layer: Vec<_> = bindings.into_iter().collect();
        layer.sort_by_key(|(anchor, _)| *anchor);
        layer.dedup_by_key(|(anchor, _)| *anchor);
        if layer.is_empty() { Self::default() } else { Self(Rc::new([Rc::from(layer)])) }
    }

    /// Returns `true` if no anchor is bound.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The outermost schema that bears an anchor.
    pub fn get(&self, anchor: &str) -> Option<&Location> {
        self.0.iter().find_map(|layer| {
            let found = layer.binary_search_by(|(known, _)| (*known).cmp(anchor)).ok()?;
            layer.get(found).map(|(_, location)| location)
        })
    }

    /// These bindings within others.
    fn within(&self, outer: &Self) -> Self {
        if self.is_empty() {
            return outer.clone();
        }
        Self(outer.0.iter().chain(self.0.iter()).map(Rc::clone).collect())
    }
}

/// `discriminator` (OpenAPI 3.1, 4.8.25).
#[derive(Clone, Debug)]
pub struct Discriminator<'s> {
    /// `propertyName`
    pub property: &'s str,
    /// `mapping`: value of the property, and name of or reference to the schema
    pub mapping: Vec<(&'s str, &'s str)>,
    /// `defaultMapping` (OpenAPI 3.2): the schema of a value without the property, or with another
    /// value of it than those that are mapped
    pub default: Option<&'s str>,
    /// Where it stands.
    pub location: Location,
}

/// The numbers that bound a value (JSON Schema 2020-12, Validation 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `minimum`
    pub minimum: Option<f64>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// `exclusiveMinimum`; in OpenAPI 3.0 a flag that moves `minimum` here
    pub exclusive_minimum: Option<f64>,
    /// `exclusiveMaximum`; in OpenAPI 3.0 a flag that moves `maximum` here
    pub exclusive_maximum: Option<f64>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

impl Limits {
    /// Whether nothing is bounded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl<'s> Schema<'s> {
    /// A schema without a keyword: any value is valid.
    pub fn empty(location: Location) -> Self {
        Self {
            location,
            reference: None,
            dynamic: None,
            bindings: Bindings::default(),
            boolean: None,
            types: Vec::new(),
            nullable: false,
            encoding: None,
            format: None,
            title: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            constant: None,
            values: None,
            properties: Vec::new(),
            required: Vec::new(),
            patterns: Vec::new(),
            additional: None,
            prefix: Vec::new(),
            items: None,
            unique: false,
            conditional: Vec::new(),
            condition: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
            content: None,
            limits: Limits::default(),
            rust_name: None,
            retry: None,
            sensitive: false,
            exemplified: false,
        }
    }

    /// The schema as it is within these bindings, which stand further out than its own.
    pub fn bound(&self, outer: &Bindings<'s>) -> Self {
        let bind = |schema: &Rc<Self>| Rc::new(schema.bound(outer));
        let bind_all = |schemas: &[Rc<Self>]| schemas.iter().map(bind).collect();
        let bind_map = |map: &[(&'s str, Rc<Self>)]| {
            map.iter().map(|(name, schema)| (*name, bind(schema))).collect()
        };
        Self {
            bindings: self.bindings.within(outer),
            properties: bind_map(&self.properties),
            patterns: bind_map(&self.patterns),
            additional: self.additional.as_ref().map(bind),
            prefix: bind_all(&self.prefix),
            items: self.items.as_ref().map(bind),
            conditional: bind_all(&self.conditional),
            condition: self.condition.as_ref().map(bind),
            all_of: bind_all(&self.all_of),
            one_of: bind_all(&self.one_of),
            any_of: bind_all(&self.any_of),
            ..self.clone()
        }
    }
}
