//! Options that select operations.

use specwright::settings::{Filters, Rule, Select};

/// Options that select operations; `*` stands for any text.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Operations of the client; `*` stands for any text")]
pub struct SelectArguments {
    /// Include the operations with this tag; may be repeated
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Include the operation of this `operationId`, `METHOD /path` or JSON pointer; may be repeated
    #[arg(long, value_name = "NAME")]
    operation: Vec<String>,
    /// Include the operations of this path; may be repeated
    #[arg(long, value_name = "PATH")]
    path: Vec<String>,
    /// Include only operations with this method; may be repeated
    #[arg(long, value_name = "METHOD")]
    method: Vec<String>,
    /// Exclude the operations with this tag; may be repeated
    #[arg(long, value_name = "TAG")]
    exclude_tag: Vec<String>,
    /// Exclude the operation of this `operationId`, `METHOD /path` or JSON pointer; may be repeated
    #[arg(long, value_name = "NAME")]
    exclude_operation: Vec<String>,
    /// Exclude the operations of this path; may be repeated
    #[arg(long, value_name = "PATH")]
    exclude_path: Vec<String>,
    /// Exclude the operations with this method; may be repeated
    #[arg(long, value_name = "METHOD")]
    exclude_method: Vec<String>,
}

/// A key of the settings that an option sets.
#[derive(Debug)]
pub struct SetKey {
    /// The key with its table, such as `select.exclude.tags`.
    pub key: &'static str,
    /// The values.
    pub values: Vec<String>,
    /// The option.
    pub option: &'static str,
}

impl SelectArguments {
    /// Replaces what the settings include or exclude, if there are options for it.
    pub fn replace(&self, select: &mut Select) {
        let rules = |patterns: &[String]| patterns.iter().map(Rule::from).collect();
        let include = Filters {
            tags: rules(&self.tag),
            operations: rules(&self.operation),
            paths: rules(&self.path),
            methods: rules(&self.method),
        };
        let exclude = Filters {
            tags: rules(&self.exclude_tag),
            operations: rules(&self.exclude_operation),
            paths: rules(&self.exclude_path),
            methods: rules(&self.exclude_method),
        };
        if !include.is_empty() {
            select.include = include;
        }
        if !exclude.is_empty() {
            select.exclude = exclude;
        }
    }

    /// Returns the options, each with its key in the settings and its values.
    fn options(&self) -> [(&'static str, &'static str, &Vec<String>); 8] {
        [
            ("--tag", "select.tags", &self.tag),
            ("--operation", "select.operations", &self.operation),
            ("--path", "select.paths", &self.path),
            ("--method", "select.methods", &self.method),
            ("--exclude-tag", "select.exclude.tags", &self.exclude_tag),
            ("--exclude-operation", "select.exclude.operations", &self.exclude_operation),
            ("--exclude-path", "select.exclude.paths", &self.exclude_path),
            ("--exclude-method", "select.exclude.methods", &self.exclude_method),
        ]
    }

    /// Returns the keys that options set, each with its values and the option.
    pub fn set(&self) -> Vec<SetKey> {
        let set = self.options().into_iter().filter(|(.., values)| !values.is_empty());
        set.map(|(option, key, values)| SetKey { key, values: values.clone(), option }).collect()
    }

    /// Returns the options that were given, each with its value.
    pub fn words(&self) -> Vec<Vec<String>> {
        let words = self.options().into_iter().flat_map(|(option, _, values)| {
            values.iter().map(move |value| vec![option.to_owned(), value.clone()])
        });
        words.collect()
    }
}
