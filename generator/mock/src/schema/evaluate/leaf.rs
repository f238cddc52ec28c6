//! The keywords that need no other schema, checked by a JSON Schema library.

use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{Keyword, PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value};
use specwright::report::clean;

use super::Stop;

/// The keywords that need no other schema (JSON Schema 2020-12, Validation, sections 6 and 7).
const KEYWORDS: [&str; 20] = [
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
    "pattern",
    "format",
    "uniqueItems",
    INT64,
];

/// A keyword of the mock for a 64-bit integer, because `minimum` compares floats.
pub(super) const INT64: &str = "x-int64";

/// The most backtracking steps of a pattern with look-around or back-references. Other patterns take time linear in the
/// length of the string.
pub(super) const BACKTRACKS: usize = 20_000;

/// The steps of a run that such a pattern costs.
const COST: usize = 1_000;

/// A set of keywords, compiled on first use.
pub(super) struct Leaf {
    keywords: Value,
    /// The steps that a check costs.
    pub(super) cost: usize,
    compiled: OnceLock<Result<Validator, String>>,
}

/// A keyword that a value violates.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    /// The required member that is missing.
    pub(super) missing: Option<String>,
    /// The values of `enum` or `const`.
    pub(super) constants: Option<Vec<Value>>,
    /// `true` if the value has the wrong type.
    pub(super) decides: bool,
    /// The keyword.
    pub(super) rule: String,
    /// The message, without the value.
    pub(super) detail: String,
}

impl Leaf {
    /// Returns the keywords among the members of a schema.
    pub(super) fn keywords(members: &Map<String, Value>) -> Map<String, Value> {
        let own = KEYWORDS.iter().filter_map(|key| Some((*key, members.get(*key)?)));
        own.map(|(key, value)| (key.to_owned(), value.clone())).collect()
    }

    pub(super) fn new(keywords: Value) -> Leaf {
        let pattern = keywords.get("pattern").and_then(Value::as_str);
        let backtracks = pattern.is_some_and(|pattern| regex_syntax::parse(pattern).is_err());
        Leaf { cost: if backtracks { COST } else { 0 }, keywords, compiled: OnceLock::new() }
    }

    /// Returns the compiled keywords.
    ///
    /// # Errors
    ///
    /// Returns the reason if they are not valid JSON Schema.
    pub(super) fn validator(&self) -> Result<&Validator, &str> {
        let compile = || {
            jsonschema::draft202012::options()
                .should_validate_formats(true)
                .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACKS))
                .with_keyword(INT64, |_, _, _| Ok(Box::new(Int64)))
                .offline()
                .build(&self.keywords)
                .map_err(|error| {
                    clean(&error.masked_with("a value in it").to_string()).into_owned()
                })
        };
        self.compiled.get_or_init(compile).as_ref().map_err(String::as_str)
    }

    /// Returns `true` if a value satisfies all keywords.
    ///
    /// # Errors
    ///
    /// Returns an error if the keywords are not valid JSON Schema, or if a pattern takes too many steps.
    pub(super) fn accepts(&self, value: &Value) -> Result<bool, Stop> {
        let validator = self.validator().map_err(|reason| Stop::Broken(reason.to_owned()))?;
        if validator.is_valid(value) {
            return Ok(true);
        }
        let is_limit = |error: &ValidationError<'_>| {
            matches!(error.kind(), Kind::BacktrackLimitExceeded { .. })
        };
        match validator.iter_errors(value).any(|error| is_limit(&error)) {
            true => Err(Stop::Pattern),
            false => Ok(false),
        }
    }

    /// Returns the keywords that a value violates; none if they cannot be compiled.
    pub(super) fn broken(&self, value: &Value) -> Vec<Broken> {
        let errors = self.validator().map(|validator| validator.iter_errors(value));
        errors.into_iter().flatten().map(|error| Broken::of(&error)).collect()
    }
}

impl Broken {
    /// Creates a violation from a keyword and a message.
    pub(super) fn new(rule: &str, detail: &str) -> Broken {
        let (rule, detail) = (rule.to_owned(), detail.to_owned());
        Broken { missing: None, constants: None, decides: false, rule, detail }
    }

    fn of(error: &ValidationError<'_>) -> Broken {
        let kind = error.kind();
        let (mut missing, mut constants) = (None, None);
        match kind {
            Kind::Required { property } => missing = property.as_str().map(str::to_owned),
            Kind::Constant { expected_value } => {
                constants = Some(vec![Value::clone(expected_value)])
            }
            Kind::Enum { options } => constants = options.as_array().cloned(),
            _ => {}
        }
        let rule = match kind {
            // The only keyword of the mock stands for a format.
            Kind::Custom { .. } => "format",
            kind => kind.keyword(),
        };
        Broken {
            missing,
            constants,
            decides: matches!(kind, Kind::Constant { .. } | Kind::Enum { .. } | Kind::Type { .. }),
            rule: rule.to_owned(),
            detail: error.masked_with("it").to_string(),
        }
    }
}

struct Int64;

impl<'i> Keyword<'i> for Int64 {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match Keyword::is_valid(self, instance) {
            true => Ok(()),
            false => Err(ValidationError::custom("it is no integer of 64 bits")),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        /// 2^63, the first integer that is too large.
        const END: f64 = 9_223_372_036_854_775_808.0;
        // A float is an integer in another notation, or one too large for other types.
        let fits = |number: f64| -END < number && number < END;
        !instance.is_number() || instance.is_i64() || instance.as_f64().is_some_and(fits)
    }
}
