//! Finds the text that is nearest to a request.

use serde_json::Value;

/// The least number of characters that two forms of a word have in common.
const SHORTEST: usize = 3;

/// Returns the documented text with the longest stem in common with a text of the request. A stem is a common start of
/// at least three characters and half of the shorter text, without regard to case. `decline` is nearest to `DECLINED`.
/// Returns the first of equals, and `None` if there is no common stem.
pub(crate) fn nearest<'t, 's>(texts: &'t [&'s str], words: &[String]) -> Option<&'t &'s str> {
    let stems = texts.iter().map(|text| (longest(text, words), text));
    let best = stems.rev().max_by_key(|(length, _)| *length)?;
    (best.0 > 0).then_some(best.1)
}

/// Returns the documented example with the longest stem in common with a text of the request. Texts that occur in all
/// examples do not count.
pub(crate) fn nearest_example<'v>(examples: &[&'v Value], words: &[String]) -> Option<&'v Value> {
    let texts: Vec<Vec<&str>> = examples.iter().map(|example| texts(example)).collect();
    let is_common = |text: &str| texts.iter().all(|texts| texts.contains(&text));
    let length = |texts: &Vec<&str>| {
        let telling = texts.iter().filter(|text| !is_common(text));
        telling.map(|text| longest(text, words)).max().unwrap_or(0)
    };
    let best = examples.iter().zip(&texts).rev().max_by_key(|(_, texts)| length(texts))?;
    (length(best.1) > 0).then_some(*best.0)
}

/// Returns all strings in a value.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn longest(text: &str, words: &[String]) -> usize {
    words.iter().map(|word| stem(text, word)).max().unwrap_or(0)
}

/// Returns the length of the common start in characters, or 0 if it is too short for a stem.
fn stem(one: &str, other: &str) -> usize {
    fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars().flat_map(char::to_lowercase)
    }
    let shared = folded(one).zip(folded(other)).take_while(|(one, other)| one == other).count();
    // Most texts have no common start, so that counting them is unnecessary.
    if shared < SHORTEST {
        return 0;
    }
    let shorter = folded(one).count().min(folded(other).count());
    if shared >= shorter.div_ceil(2) { shared } else { 0 }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_in_another_form_are_near() {
        let texts = ["ACCEPTED", "DECLINED"];
        for (word, expected) in [
            ("accept", Some("ACCEPTED")),
            ("decline", Some("DECLINED")),
            ("DECLINED", Some("DECLINED")),
            ("acc_linkedin_01HXYZ", None),
            ("ac", None),
            ("", None),
        ] {
            assert_eq!(nearest(&texts, &words(&[word])).copied(), expected, "{word}");
        }
        assert_eq!(nearest(&["cancel", "cancelled"], &words(&["cancel"])), Some(&"cancel"));
    }

    #[test]
    fn what_all_examples_say_does_not_tell_them_apart() {
        let accepted = json!({"object": "Invitation", "list": [{"status": "ACCEPTED"}]});
        let declined = json!({"object": "Invitation", "list": [{"status": "DECLINED"}]});
        let examples = [&accepted, &declined];
        let nearest = |given: &[&str]| nearest_example(&examples, &words(given));
        assert_eq!(nearest(&["invitation", "decline"]), Some(&declined));
        assert_eq!(nearest(&["invitation"]), None);
        assert_eq!(nearest(&[]), None);
    }
}
