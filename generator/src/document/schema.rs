//! Schemas, as written (OpenAPI 3.1, 4.8.24; JSON Schema 2020-12).

use std::rc::Rc;

use crate::api::{ConstDefault, OrDefault};
use crate::source::{Location, Value};

/// A schema. Absent keywords are empty or `None`. Clones share the schemas inside.
#[derive(Clone, Debug)]
pub struct Schema<'s> {
    /// The location in the description.
    pub location: Location,
    /// `$ref`, possibly beside other keywords
    pub reference: Option<&'s str>,
    /// `$dynamicRef` (JSON Schema 2020-12, Core 8.2.3.2)
    pub dynamic: Option<&'s str>,
    /// The schemas that dynamic anchors of enclosing schemas refer to.
    pub bindings: Bindings<'s>,
    /// The value of a boolean schema
    pub boolean: Option<bool>,
    /// `type`, as a list without `null`
    pub types: Vec<&'s str>,
    /// `true` for `nullable: true`, or if `null` is among the types
    pub nullable: bool,
    /// `contentEncoding`
    pub encoding: Option<&'s str>,
    /// `contentMediaType`
    pub media_type: Option<&'s str>,
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
    /// `x-enum-varnames` or `x-enumNames`: a name for each member of `enum`; an empty one is no name
    pub value_names: Vec<&'s str>,
    /// `x-enum-descriptions`: a description for each member of `enum`; an empty one is no description
    pub value_descriptions: Vec<&'s str>,
    /// The settings that stand for `x-retry`, for each member of `enum`
    pub value_retries: Vec<Option<bool>>,
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
    /// The schemas that apply to some values only: `then`, `else` and `dependentSchemas`
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
    pub discriminator: Option<Box<Discriminator<'s>>>,
    /// `contentSchema`: the schema of a string's content
    pub content: Option<Rc<Schema<'s>>>,
    /// The numeric constraints
    pub limits: OrDefault<Limits>,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-retry`
    pub retry: Option<bool>,
    /// `x-sensitive`
    pub sensitive: bool,
    /// `true` if there is an `example` or `examples`
    pub exemplified: bool,
    /// `true` if the description has no such node: the schema consists of the parameters of a form (Swagger 2.0)
    pub is_composed: bool,
}

/// The bindings of dynamic anchors, in layers, the outermost first.
///
/// Schemas share the layers of their enclosing schemas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bindings<'s>(Rc<[Layer<'s>]>);

/// Anchors and their schemas, sorted by anchor.
type Layer<'s> = Rc<[(&'s str, Location)]>;

impl<'s> Bindings<'s> {
    /// Creates bindings of one layer. The first binding of an anchor counts.
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

    /// Returns the outermost schema with an anchor.
    pub fn get(&self, anchor: &str) -> Option<&Location> {
        self.0.iter().find_map(|layer| {
            let found = layer.binary_search_by(|(known, _)| (*known).cmp(anchor)).ok()?;
            layer.get(found).map(|(_, location)| location)
        })
    }

    /// Returns these bindings inside others.
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
    /// `mapping`: values of the property, each with the name of or a reference to a schema
    pub mapping: Vec<(&'s str, &'s str)>,
    /// `defaultMapping` (OpenAPI 3.2): the schema for values without the property or with an unmapped value
    pub default: Option<&'s str>,
    /// The location in the description.
    pub location: Location,
}

/// The numeric constraints on a value (JSON Schema 2020-12, Validation 6).
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
    /// `exclusiveMinimum`; in OpenAPI 3.0, the `minimum` beside `exclusiveMinimum: true`
    pub exclusive_minimum: Option<f64>,
    /// `exclusiveMaximum`; in OpenAPI 3.0, the `maximum` beside `exclusiveMaximum: true`
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

impl ConstDefault for Limits {
    const DEFAULT: &'static Self = &Self {
        min_length: None,
        max_length: None,
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        min_properties: None,
        max_properties: None,
    };
}

impl Limits {
    /// Returns `true` if there are no constraints.
    pub fn is_empty(&self) -> bool {
        *self == *Self::DEFAULT
    }
}

impl<'s> Schema<'s> {
    /// Creates a schema without keywords, which allows any value.
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
            media_type: None,
            format: None,
            title: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            constant: None,
            values: None,
            value_names: Vec::new(),
            value_descriptions: Vec::new(),
            value_retries: Vec::new(),
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
            limits: OrDefault::default(),
            rust_name: None,
            retry: None,
            sensitive: false,
            exemplified: false,
            is_composed: false,
        }
    }

    /// Returns the schema with further bindings, outside its own.
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
