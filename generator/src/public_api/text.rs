//! The public API as text, for the next run of a build script.

use super::{Item, Member, PublicApi, Role};

const ROLES: [(&str, Role); 5] = [
    ("required", Role::Required),
    ("optional", Role::Optional),
    ("variant", Role::Variant),
    ("method", Role::Method),
    ("given", Role::Given),
];

/// The characters that end a field or a line, and the backslash, each with the character of its escape.
const ESCAPES: [(char, char); 4] = [('\\', '\\'), ('\t', 't'), ('\n', 'n'), ('\r', 'r')];

/// The last line.
const END: &str = "end";

impl PublicApi {
    /// Returns a line for each item and for each member below it. The operations that need the items are left out.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        for item in &self.items {
            let fields = [&item.path, &*item.kind, &item.place, &item.wire, flag(item.deprecated)];
            line(&mut text, "item", &fields);
            for member in &item.members {
                let role = ROLES.iter().find(|(_, role)| *role == member.role);
                let Member { name, ty, wire, checks, .. } = member;
                let role = role.map_or("", |(word, _)| word);
                line(&mut text, role, &[name, ty, wire, checks, flag(member.deprecated)]);
            }
        }
        line(&mut text, END, &[]);
        text
    }

    /// Reads what [`to_text`](Self::to_text) returned. Returns `None` if it is not whole.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut items: Vec<Item> = Vec::new();
        let mut lines = text.lines();
        loop {
            let mut fields = lines.next()?.split('\t');
            let word = fields.next()?;
            if word == END {
                return lines.next().is_none().then_some(Self { items });
            }
            let mut field = || fields.next().map(plain);
            let fields = [field()?, field()?, field()?, field()?, field()?];
            if let Some((_, role)) = ROLES.iter().find(|(role, _)| *role == word) {
                let [name, ty, wire, checks, deprecated] = fields;
                let (role, deprecated) = (*role, !deprecated.is_empty());
                let member = Member { name, role, ty, wire, checks, deprecated };
                items.last_mut()?.members.push(member);
            } else {
                let [path, kind, place, wire, deprecated] = fields;
                let deprecated = !deprecated.is_empty();
                items.push(Item { place, wire, deprecated, ..Item::new(path, kind, Vec::new()) });
            }
        }
    }
}

fn flag(is_set: bool) -> &'static str {
    if is_set { "deprecated" } else { "" }
}

fn line(text: &mut String, word: &str, fields: &[&str]) {
    text.push_str(word);
    for field in fields {
        text.push('\t');
        for char in field.chars() {
            match ESCAPES.iter().find(|(plain, _)| *plain == char) {
                Some((_, escape)) => text.extend(['\\', *escape]),
                None => text.push(char),
            }
        }
    }
    text.push('\n');
}

/// Returns a field without escapes.
fn plain(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(char) = chars.next() {
        let escape = if char == '\\' { chars.next() } else { None };
        let escaped = ESCAPES.iter().find(|(_, it)| Some(*it) == escape);
        text.push(escaped.map_or(char, |(plain, _)| *plain));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_is_read_as_it_was_written() {
        let mut member = Member::new("a\tb", Role::Given, "Vec<\\n>", "\r\n");
        member.deprecated = true;
        let other = Member::new("é", Role::Required, "", "wire");
        let mut item = Item::new("types::A", "a struct", vec![member, other]);
        item.place = "api.json#/a".to_owned();
        let api = PublicApi { items: vec![item, Item::new("B", "an enum", Vec::new())] };
        let text = api.to_text();
        assert_eq!(PublicApi::from_text(&text).unwrap().items, api.items);
        for start in (0..text.len() - 1).filter_map(|end| text.get(..end)) {
            assert!(PublicApi::from_text(start).is_none(), "{start}");
        }
    }
}
