//! The public API as text, for the next run of a build script.

use super::{Item, Member, PublicApi, Role};

const ROLES: [(&str, Role); 5] = [
    ("required", Role::Required),
    ("optional", Role::Optional),
    ("variant", Role::Variant),
    ("method", Role::Method),
    ("given", Role::Given),
];

/// The first word of an item.
const ITEM: &str = "item";

/// The last line.
const END: &str = "end";

impl PublicApi {
    /// Returns a line for each item and for each member below it. The operations that need the items are left out.
    ///
    /// The fields have no escapes, because a build script is not optimised: to look at each character takes it seconds.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |word: &str, fields: &[&str]| {
            text.push_str(word);
            for field in fields {
                text.push('\t');
                text.push_str(field);
            }
            text.push('\n');
        };
        for item in &self.items {
            let Item { path, kind, place, wire, alias_of, members, .. } = item;
            line(ITEM, &[path, kind, place, wire, alias_of, flag(item.deprecated)]);
            for member in members {
                let role = ROLES.iter().find(|(_, role)| *role == member.role);
                let Member { name, ty, wire, checks, .. } = member;
                let role = role.map_or("", |(word, _)| word);
                line(role, &[name, ty, wire, checks, flag(member.deprecated)]);
            }
        }
        line(END, &[]);
        text
    }

    /// Reads what [`to_text`](Self::to_text) returned. Returns `None` if it is not whole, or if a name of the description contains a
    /// tab or the end of a line, so that a line has another number of fields.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut items: Vec<Item> = Vec::new();
        let mut lines = text.split_terminator('\n');
        loop {
            let mut fields = lines.next()?.split('\t');
            let word = fields.next()?;
            if word == END {
                return lines.next().is_none().then_some(Self { items });
            }
            let mut field = || fields.next().map(str::to_owned);
            let [first, second, third, fourth] = [field()?, field()?, field()?, field()?];
            if word == ITEM {
                let (alias_of, deprecated) = (field()?, !field()?.is_empty());
                let item = Item::new(first, second, Vec::new());
                items.push(Item { place: third, wire: fourth, alias_of, deprecated, ..item });
            } else {
                let (_, role) = ROLES.iter().find(|(role, _)| *role == word)?;
                let mut member = Member::new(first, *role, second, third);
                (member.checks, member.deprecated) = (fourth, !field()?.is_empty());
                items.last_mut()?.members.push(member);
            }
            if fields.next().is_some() {
                return None;
            }
        }
    }
}

fn flag(is_set: bool) -> &'static str {
    if is_set { "deprecated" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_is_read_as_it_was_written() {
        let mut member = Member::new("a\\tb", Role::Given, "Vec<\\n>", "\r");
        member.deprecated = true;
        let other = Member::new("é", Role::Required, "", "wire");
        let mut item = Item::new("types::A", "a struct", vec![member, other]);
        item.place = "api.json#/a".to_owned();
        let mut alias = Item::new("types::B", "a struct", Vec::new());
        alias.alias_of = "types::A".to_owned();
        let mut api = PublicApi { items: vec![item, alias] };
        let text = api.to_text();
        assert_eq!(PublicApi::from_text(&text).unwrap().items, api.items);
        for start in (0..text.len() - 1).filter_map(|end| text.get(..end)) {
            assert!(PublicApi::from_text(start).is_none(), "{start}");
        }
        api.items.push(Item::new(
            "types::C",
            "a struct",
            vec![Member::new("c", Role::Given, "", "a\tb")],
        ));
        assert!(PublicApi::from_text(&api.to_text()).is_none());
    }
}
