//! Predicates of a single schema, without resolving references.

use std::rc::Rc;

use crate::document::Schema;

impl<'s> Schema<'s> {
    /// Returns `oneOf`, or `anyOf` if there is no `oneOf`.
    pub(crate) fn alternatives(&self) -> &[Rc<Schema<'s>>] {
        if self.one_of.is_empty() { &self.any_of } else { &self.one_of }
    }

    /// Returns `true` if `type` lists types without common values.
    pub(crate) fn is_of_several_types(&self) -> bool {
        let numbers = self.types.iter().all(|ty| matches!(*ty, "integer" | "number"));
        self.types.len() > 1 && !numbers && self.values.is_none() && self.constant.is_none()
    }

    /// Returns one schema for each type.
    pub(crate) fn by_type(&self) -> Vec<Rc<Self>> {
        let of = |ty: &&'s str| {
            let schema = Schema {
                types: vec![*ty],
                format: self.format,
                encoding: self.encoding,
                // The location of `type` differs from that of the schema, which has more keywords.
                ..Schema::empty(self.location.key("type"))
            };
            Rc::new(schema)
        };
        self.types.iter().map(of).collect()
    }

    /// Returns `true` if the schema has a reference.
    pub(crate) fn refers(&self) -> bool {
        self.reference.is_some() || self.dynamic.is_some()
    }

    /// Returns `true` if the schema allows any string and nothing else.
    pub(crate) fn is_any_string(&self) -> bool {
        self.is_string()
            && self.encoding.is_none()
            && !self.has_string_format()
            && self.format != Some("binary")
    }

    /// Returns `true` if the schema allows strings and nothing else.
    fn is_string(&self) -> bool {
        self.types == ["string"]
            && self.stands_alone()
            && self.values.is_none()
            && self.constant.is_none()
    }

    /// Returns `true` if the schema allows strings of one format and nothing else.
    pub(crate) fn is_formatted_string(&self) -> bool {
        (self.has_string_format() || self.encoding.is_some()) && self.is_string()
    }

    /// Returns `true` if the format gives strings a type of their own.
    fn has_string_format(&self) -> bool {
        matches!(self.format, Some("date" | "date-time" | "uuid" | "byte" | "base64url"))
    }

    /// Returns `true` if the schema says nothing about types, only which values are not allowed.
    pub(crate) fn only_narrows(&self) -> bool {
        self.allows_any_value() && self.format.is_none() && self.encoding.is_none()
    }

    /// Returns `true` if the schema's own keywords may repeat what a reference beside them says.
    pub(crate) fn may_repeat(&self) -> bool {
        self.rarer_keywords_allow_any_value() && self.format.is_none() && self.encoding.is_none()
    }

    /// Returns `true` if the schema describes single values, and says the same as another. Neither has examples.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let is_single = |schema: &Self| {
            schema.stands_alone()
                && schema.rarer_keywords_allow_any_value()
                && schema.boolean.is_none()
                && schema.values.is_none()
                && schema.required.is_empty()
                && schema.content.is_none()
                && schema.bindings.is_empty()
                && !schema.exemplified
                && !schema.is_composed
        };
        let words = |it: &Self| (it.format, it.encoding, it.media_type, it.title, it.description);
        let marks = |it: &Self| (it.rust_name, it.retry, it.sensitive, it.deprecated);
        let values = |it: &Self| (it.nullable, it.read_only, it.write_only);
        self.types == other.types
            && words(self) == words(other)
            && marks(self) == marks(other)
            && values(self) == values(other)
            && is_single(self)
            && is_single(other)
    }

    /// Returns `true` if the schema has neither references nor alternatives nor `allOf`.
    pub(crate) fn stands_alone(&self) -> bool {
        !self.refers() && self.all_of.is_empty() && self.alternatives().is_empty()
    }

    /// Returns `true` if `required` is the only constraint.
    pub(crate) fn only_requires(&self) -> bool {
        let bare = !self.refers() && self.all_of.is_empty() && self.properties.is_empty();
        bare && self.alternatives().is_empty()
            && !self.required.is_empty()
            && self.additional.is_none()
            && matches!(self.types.as_slice(), [] | ["object"])
    }

    /// Returns `true` if one of the alternatives is `null`.
    pub(crate) fn allows_null(&self) -> bool {
        let all = self.alternatives();
        all.iter().any(|schema| schema.is_null() || schema.is_null_beside(all))
    }

    /// Returns `true` if `null` is the only value.
    pub(crate) fn is_null(&self) -> bool {
        match (self.constant, self.values) {
            (Some(value), _) | (None, Some([value])) => value.is_null(),
            (None, Some(_)) => false,
            (None, None) => self.nullable && self.types.is_empty() && self.allows_any_value(),
        }
    }

    /// Returns `true` if the schema is `{type: object, nullable: true}`, and all other alternatives are references or
    /// `null`. Some generators describe a nullable reference in this way.
    pub(crate) fn is_null_beside(&self, all: &[Rc<Self>]) -> bool {
        let is_other = |other: &Rc<Self>| std::ptr::eq(self, &**other) || other.is_null();
        self.nullable
            && self.types == ["object"]
            && self.stands_alone()
            && self.required.is_empty()
            && self.values.is_none()
            && self.rarer_keywords_allow_any_value()
            && all.iter().all(|other| is_other(other) || other.refers())
            && all.iter().any(|other| other.refers())
    }

    /// Returns `true` if the schema allows any value.
    pub(crate) fn allows_any_value(&self) -> bool {
        self.stands_alone() && self.own_keywords_allow_any_value()
    }

    /// Returns `true` if the schema's own keywords allow any value. References, `allOf` and
    /// alternatives are ignored.
    pub(crate) fn own_keywords_allow_any_value(&self) -> bool {
        self.types.is_empty()
            && self.values.is_none()
            && self.required.is_empty()
            && self.rarer_keywords_allow_any_value()
    }

    /// Returns `true` if the schema's own keywords allow any value, besides `type`, `enum` and `required`.
    fn rarer_keywords_allow_any_value(&self) -> bool {
        self.boolean != Some(false)
            && self.constant.is_none()
            && self.properties.is_empty()
            && self.patterns.is_empty()
            && self.additional.is_none()
            && self.prefix.is_empty()
            && self.items.is_none()
            && self.conditional.is_empty()
            && self.discriminator.is_none()
            && !self.unique
            && self.limits.is_empty()
    }

    /// Returns `true` if the schema describes properties by pattern or all additional ones.
    pub(crate) fn describes_unlisted_properties(&self) -> bool {
        self.additional.is_some() || !self.patterns.is_empty()
    }
}
