//! The data of the page in parts. Each part is a script.

use super::Context;
use crate::source::Value;

/// The size in bytes at which a part ends.
const SIZE: usize = 128 * 1024;

/// Values in parts, in order.
pub(super) struct Parts {
    parts: Vec<String>,
    /// The part of each value.
    pub(super) of: Vec<usize>,
    /// The first value of each part.
    pub(super) starts: Vec<usize>,
}

impl Parts {
    /// Splits operations. The operations of a group are adjacent, and no part has two groups.
    pub(super) fn of_operations(cx: Context<'_>, operations: Vec<Value>) -> Self {
        let groups = cx.model.api().operations.iter();
        let groups: Vec<_> = groups.map(|(_, it)| it.group.map(|id| id.index())).collect();
        let mut order: Vec<_> = (0..operations.len()).collect();
        order.sort_by_key(|index| groups.get(*index));
        Self::new(&operations, &order, |index| groups.get(index).copied().flatten())
    }

    /// Splits types, in order.
    pub(super) fn of_types(types: Vec<Value>) -> Self {
        let order: Vec<_> = (0..types.len()).collect();
        Self::new(&types, &order, |_| None)
    }

    fn new(values: &[Value], order: &[usize], group: impl Fn(usize) -> Option<usize>) -> Self {
        let mut parts = Self { parts: Vec::new(), of: vec![0; values.len()], starts: Vec::new() };
        let mut last = None;
        for index in order {
            let text = values.get(*index).map(ToString::to_string).unwrap_or_default();
            let is_full = parts.parts.last().is_none_or(|part| part.len() + text.len() > SIZE);
            match parts.parts.last_mut() {
                Some(part) if !is_full && last == Some(group(*index)) => {
                    part.push(',');
                    part.push_str(&text);
                }
                _ => {
                    parts.parts.push(text);
                    parts.starts.push(*index);
                }
            }
            last = Some(group(*index));
            if let Some(part) = parts.of.get_mut(*index) {
                *part = parts.parts.len() - 1;
            }
        }
        parts
    }

    /// Returns the parts, each with its name.
    pub(super) fn texts(&self, name: &str) -> impl Iterator<Item = (String, String)> {
        let parts = self.parts.iter().enumerate();
        parts.map(move |(index, part)| (format!("{name}-{index}"), format!("[{part}]")))
    }
}

/// Returns the script of a part. The name needs no escapes, because it is not from the description.
pub(super) fn script(name: &str, json: &str) -> String {
    format!("(window.REFERENCE_PARTS ??= {{}})[\"{name}\"] = {json};\n")
}
