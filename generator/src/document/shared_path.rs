//! The segments that the paths of a description begin with.

/// Returns the text that all path templates begin with, in whole segments: `/api/v1`. Each path has a further segment
/// behind it that is no parameter, because a parameter needs the word before it: `/api/users/{id}`.
pub(super) fn find<'s>(templates: impl ExactSizeIterator<Item = &'s str>) -> String {
    // A single path shares nothing.
    if templates.len() < 2 {
        return String::new();
    }
    let mut shared: Option<Vec<&str>> = None;
    for template in templates {
        let words = template.strip_prefix('/').unwrap_or_default().split('/');
        let mut words: Vec<_> =
            words.take_while(|word| !word.is_empty() && !word.contains('{')).collect();
        words.pop();
        shared = Some(match shared {
            None => words,
            Some(shared) => {
                let both = shared.into_iter().zip(words);
                both.take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
            }
        });
    }
    shared.unwrap_or_default().iter().map(|word| format!("/{word}")).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn each_path_keeps_a_word_behind_the_shared_ones() {
        for (templates, expected) in [
            (vec!["/api/v1/pets", "/api/v1/users/{id}"], "/api/v1"),
            (vec!["/api/v1/pets", "/api/v2/pets"], "/api"),
            (vec!["/api/pets/{id}", "/api/pets/{id}/toys"], "/api"),
            (vec!["/api/pets", "/api/pets/"], "/api"),
            (vec!["/api/pets", "/api"], ""),
            (vec!["/api/pets", "/api/{tenant}/users"], ""),
            (vec!["/api/pets", "/apis/users"], ""),
            (vec!["/api/v1/pets"], ""),
            (vec!["api/pets", "api/users"], ""),
            (vec![], ""),
        ] {
            assert_eq!(find(templates.iter().copied()), expected, "{templates:?}");
        }
    }
}
