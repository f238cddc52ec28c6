//! Constraints on values.

use super::ConstDefault;

/// The constraints on a value (JSON Schema 2020-12, Validation 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `minimum` or `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The value of the bound.
    pub value: f64,
    /// `true` if the range excludes the bound itself.
    pub exclusive: bool,
}

impl ConstDefault for Constraints {
    const DEFAULT: &'static Self = &Self {
        min_length: None,
        max_length: None,
        minimum: None,
        maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
    };
}

impl Constraints {
    /// Returns `true` if there are no constraints.
    pub fn is_empty(&self) -> bool {
        *self == *Self::DEFAULT
    }

    /// Returns the constraints as English phrases, such as `1 to 100` and `at most 255 characters`.
    pub fn phrases(&self) -> Vec<String> {
        let mut phrases = Vec::new();
        phrases.extend(count(self.min_length, self.max_length, "character"));
        phrases.extend(count(self.min_items, self.max_items, "item"));
        phrases.extend(count(self.min_properties, self.max_properties, "property"));
        phrases.extend(range(self.minimum, self.maximum));
        phrases.extend(self.multiple_of.map(|factor| format!("a multiple of {factor}")));
        phrases.extend(self.unique_items.then(|| "unique items".to_owned()));
        phrases
    }
}

fn count(least: Option<u64>, most: Option<u64>, noun: &str) -> Option<String> {
    let nouns = |count: u64| match (count, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{noun}s"),
    };
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("{least} {}", nouns(least))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", nouns(most))),
        (Some(least), None) => Some(format!("at least {least} {}", nouns(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", nouns(most))),
        (None, None) => None,
    }
}

fn range(least: Option<Bound>, most: Option<Bound>) -> Vec<String> {
    if let (Some(least), Some(most)) = (least, most)
        && !least.exclusive
        && !most.exclusive
    {
        return vec![format!("{} to {}", least.value, most.value)];
    }
    let end = |bound: Option<Bound>, exclusive: &str, inclusive: &str| {
        let bound = bound?;
        Some(format!("{} {}", if bound.exclusive { exclusive } else { inclusive }, bound.value))
    };
    let ends = [end(least, "more than", "at least"), end(most, "less than", "at most")];
    ends.into_iter().flatten().collect()
}
