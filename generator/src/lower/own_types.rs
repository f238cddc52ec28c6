//! Types of the settings in the place of schemas and formats.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Lower;
use crate::api::{Arena, OwnForm, OwnType, OwnTypeId, Shape, Type, Width};
use crate::document::Schema;
use crate::formats::{Dates, Formats, is_decimal, known_type};
use crate::lower::merge::{Conjunction, Target};
use crate::lower::schema::surroundings;
use crate::report::Report;
use crate::settings::{self, Conversion, OwnTypes, is_type_path};
use crate::source::{FileId, Location};

/// The types of the settings, and those of them that are used.
#[derive(Default)]
pub(super) struct OwnTypeTable<'o> {
    settings: Option<&'o OwnTypes>,
    types: Arena<OwnType>,
    ids: HashMap<(String, bool), OwnTypeId>,
    /// The positions of the entries that matched: `true` for a schema.
    matched: HashSet<(bool, usize)>,
    /// The names of components and the formats that entries could mean: `true` for a component.
    words: BTreeSet<(bool, String)>,
}

/// The kind of the values that a format belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Strings,
    Integers,
    Numbers,
}

impl<'o> OwnTypeTable<'o> {
    /// Creates the table. Entries that are no types are reported and left out.
    pub(super) fn new(settings: &'o OwnTypes) -> Self {
        Self { settings: Some(settings), ..Self::default() }
    }

    fn entries(&self, schemas: bool) -> &'o [settings::OwnType] {
        let settings = self.settings.map(|it| if schemas { &it.schemas } else { &it.formats });
        settings.map_or(&[], Vec::as_slice)
    }

    fn find(
        &mut self,
        schemas: bool,
        is: impl Fn(&settings::OwnType) -> bool,
    ) -> Option<&'o settings::OwnType> {
        let is_usable = |own: &settings::OwnType| is(own) && is_type_path(&own.path);
        let index = self.entries(schemas).iter().position(is_usable)?;
        self.matched.insert((schemas, index));
        self.entries(schemas).get(index)
    }

    fn id(&mut self, own: &settings::OwnType, values: Option<Values>) -> OwnTypeId {
        let is_number = values.is_some_and(|values| values != Values::Strings);
        let is_text = known_type(&own.path).is_some() || own.by == Conversion::Text;
        let form = match (is_text, is_number) {
            (false, _) => OwnForm::Serde,
            (true, false) => OwnForm::Text,
            (true, true) => OwnForm::Number,
        };
        let types = &mut self.types;
        let key = (own.path.clone(), form == OwnForm::Number);
        *self.ids.entry(key).or_insert_with(|| types.push(OwnType { path: own.path.clone(), form }))
    }

    /// Returns the types that are used, and the reports about entries that are not.
    pub(super) fn finish(mut self, file: Option<&FileId>) -> (Arena<OwnType>, Vec<Report>) {
        let mut reports = Vec::new();
        for schemas in [true, false] {
            for (index, own) in self.entries(schemas).iter().enumerate() {
                if !is_type_path(&own.path) {
                    reports.push(settings::wrong_type_path(own, file));
                } else if !self.matched.contains(&(schemas, index)) {
                    let words = self.words.iter().filter(|(of, _)| *of == schemas);
                    let words = words.map(|(_, word)| word.as_str());
                    reports.push(settings::type_matches_nothing(own, schemas, words, file));
                }
            }
        }
        let numbers = self.types.iter().filter(|(_, own)| own.form == OwnForm::Number);
        let numbers: HashSet<_> = numbers.map(|(_, own)| own.path.clone()).collect();
        let entries = || [true, false].into_iter().flat_map(|schemas| self.entries(schemas));
        let named: Vec<_> = entries().filter(|own| numbers.contains(&own.path)).collect();
        for own in self.types.values_mut() {
            // One type has one form in JSON.
            if own.form == OwnForm::Text && numbers.contains(&own.path) {
                let named = named.iter().find(|it| it.path == own.path);
                reports.extend(named.map(|own| settings::mixed_forms(own, file)));
                *own = OwnType { path: "String".to_owned(), form: OwnForm::Usual };
            }
        }
        (self.types, reports)
    }
}

impl<'s, 'o> Lower<'s, 'o> {
    /// Returns the shape of a component that the settings replace.
    pub(super) fn replaced_component(&mut self, target: &Target<'s>) -> Option<Shape> {
        if self.own_types.entries(true).is_empty() {
            return None;
        }
        let own = self.replacement(&target.location, true)?;
        let schema = self.schema_in(target);
        let conjunction = self.flatten(&[schema]);
        Some(self.own_shape(&conjunction, own))
    }

    /// Returns the shape of an inline schema that the settings replace.
    pub(super) fn replaced_inline(&mut self, conjunction: &Conjunction<'s>) -> Option<Shape> {
        if self.own_types.entries(true).is_empty() {
            return None;
        }
        let location = |schema: &Schema<'s>| schema.location.clone();
        let places: Vec<_> = conjunction.parts.iter().map(|part| location(part)).collect();
        let own = places.iter().find_map(|place| self.replacement(place, false))?;
        Some(self.own_shape(conjunction, own))
    }

    fn replacement(&mut self, location: &Location, by_name: bool) -> Option<&'o settings::OwnType> {
        let name = settings::component_name(location).filter(|_| by_name);
        self.own_types.words.extend(name.map(|name| (true, name.to_owned())));
        self.own_types.find(true, |own| own.replaces(location, by_name))
    }

    fn own_shape(&mut self, conjunction: &Conjunction<'s>, own: &settings::OwnType) -> Shape {
        let usual = usual(&own.path, self.formats);
        let ty = usual.unwrap_or_else(|| Type::Own(self.own_types.id(own, values_of(conjunction))));
        let around = surroundings(conjunction);
        Shape { nullable: around.nullable, sensitive: around.sensitive, ..Shape::of(ty) }
    }

    /// Returns the type of the settings for the format of a string or number.
    pub(super) fn format_type(&mut self, conjunction: &Conjunction<'s>) -> Option<Type> {
        if self.own_types.entries(false).is_empty() {
            return None;
        }
        let values = values_of(conjunction)?;
        let format = conjunction.first(|part| part.format)?;
        self.own_types.words.insert((false, format.to_owned()));
        let own = self.own_types.find(false, |own| own.rule.matches(format))?;
        match usual(&own.path, self.formats) {
            Some(ty) if fits(values, &ty) => Some(ty),
            None if values == Values::Strings || !is_known_string(&own.path) => {
                Some(Type::Own(self.own_types.id(own, Some(values))))
            }
            _ => {
                let file = self.cx.source.settings_file();
                self.cx.report(settings::unfit_type(own, conjunction.location(), file));
                None
            }
        }
    }
}

fn values_of(conjunction: &Conjunction<'_>) -> Option<Values> {
    Some(match conjunction.types() {
        ["string"] => Values::Strings,
        ["integer"] => Values::Integers,
        ["number"] | ["integer", "number"] | ["number", "integer"] => Values::Numbers,
        _ => return None,
    })
}

/// Returns `true` for a known type whose values are strings.
fn is_known_string(path: &str) -> bool {
    known_type(path).is_some() && !is_decimal(path)
}

/// Returns the type of the API for a path that the runtime reads and writes already.
fn usual(path: &str, formats: Formats) -> Option<Type> {
    let is_of = |dates: Dates| formats.dates == dates;
    Some(match path.trim_start_matches("::") {
        "String" | "std::string::String" => Type::Text,
        "uuid::Uuid" => Type::Uuid,
        "time::Date" if is_of(Dates::Time) => Type::Date,
        "time::OffsetDateTime" if is_of(Dates::Time) => Type::DateTime,
        "jiff::civil::Date" if is_of(Dates::Jiff) => Type::Date,
        "jiff::Timestamp" if is_of(Dates::Jiff) => Type::DateTime,
        "chrono::NaiveDate" if is_of(Dates::Chrono) => Type::Date,
        "chrono::DateTime<chrono::Utc>" if is_of(Dates::Chrono) => Type::DateTime,
        "serde_json::Value" => Type::Any,
        "f64" => Type::Number,
        "bool" => Type::Bool,
        path => {
            let bits = path.strip_prefix(['i', 'u'])?;
            let bits @ (8 | 16 | 32 | 64 | 128) = bits.parse().ok()? else { return None };
            Type::Integer(Width { bits, signed: path.starts_with('i') })
        }
    })
}

/// Returns `true` if values of the kind can be of a type of the API.
fn fits(values: Values, ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::Number => values != Values::Strings,
        Type::Integer(_) => values == Values::Integers,
        Type::Bool => false,
        _ => values == Values::Strings,
    }
}
