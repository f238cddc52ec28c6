//! Limits the total length of the keys on the paths to all nodes, because later stages copy these paths.

use super::Value;

/// The limit in bytes is `MAX_KEYS`, plus `MAX_EACH` for each byte of the text.
const MAX_KEYS: usize = 64 << 20;
const MAX_EACH: usize = 64;

/// Returns the longest key on the path that exceeds the limit.
pub(super) fn too_long(root: &Value, text: usize) -> Option<&str> {
    let left = MAX_KEYS.saturating_add(text.saturating_mul(MAX_EACH));
    Count { left }.value(root, 0, "").err()
}

struct Count {
    left: usize,
}

impl Count {
    /// Counts the keys inside a value. The path of the value itself has `above` bytes.
    fn value<'v>(
        &mut self,
        value: &'v Value,
        above: usize,
        longest: &'v str,
    ) -> Result<(), &'v str> {
        match value {
            Value::Array(items) => {
                items.iter().try_for_each(|item| self.value(item, above, longest))
            }
            Value::Object(members) => members.iter().try_for_each(|(key, value)| {
                let place = above + key.len();
                let longest = if key.len() > longest.len() { key } else { longest };
                self.left = self.left.checked_sub(place).ok_or(longest)?;
                self.value(value, place, longest)
            }),
            _ => Ok(()),
        }
    }
}
