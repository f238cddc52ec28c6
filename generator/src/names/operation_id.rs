//! The words that operations are named by: their ids, without the words that a framework adds to each of them.

use std::collections::HashMap;

use super::assign::fold;
use super::reserved::{CLIENT, MOCK};
use super::text::{Case, plain};
use crate::api::{Api, Operation};

/// Returns the words of each operation, by index.
///
/// FastAPI makes an id of the name of a function, the path and the method: `read_flow_flows__id__get`. Such an operation is
/// named by the function, unless another operation has that name.
pub(super) fn find(api: &Api) -> Vec<String> {
    let short: Vec<_> = api.operations.iter().map(|(_, operation)| function(operation)).collect();
    let folded = |text: &str| fold(&plain(text, Case::Snake));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for ((_, operation), short) in api.operations.iter().zip(&short) {
        for text in [Some(operation.id.as_str()), *short].into_iter().flatten() {
            *counts.entry(folded(text)).or_default() += 1;
        }
    }
    let is_taken = |name: &str| CLIENT.iter().chain(&MOCK).any(|taken| fold(taken) == name);
    let is_free = |text: &&str| {
        let name = folded(text);
        counts.get(&name) == Some(&1) && !is_taken(&name)
    };
    let named = api.operations.iter().zip(short);
    named
        .map(|((_, operation), short)| short.filter(is_free).unwrap_or(&operation.id).to_owned())
        .collect()
}

/// Returns the name of the function in an id by FastAPI: the part before the path and the method, where all characters that
/// no identifier of Python has are underscores.
fn function(operation: &Operation) -> Option<&str> {
    let word = |char: char| if char.is_alphanumeric() { char } else { '_' };
    let path: String = operation.template.chars().map(word).collect();
    let suffix = format!("{path}_{}", operation.method.as_str().to_lowercase());
    let function = operation.id.strip_suffix(&suffix)?;
    function.starts_with(char::is_alphabetic).then_some(function)
}
