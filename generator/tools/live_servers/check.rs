//! The checks of a program: each prints one line, which the tool counts.

use std::fmt::{Debug, Display};

/// Prints `ok NAME: NOTE` or `FAIL NAME: NOTE`.
pub fn check(name: &str, passed: bool, note: impl Display) {
    let note: String = note.to_string().chars().map(|it| if it == '\n' { ' ' } else { it }).take(200).collect();
    println!("{} {name}: {note}", if passed { "ok" } else { "FAIL" });
}

/// Checks that a call returned a result, and returns it.
pub fn succeeds<T: Debug, E: Display>(name: &str, result: Result<T, E>) -> Option<T> {
    match result {
        Ok(value) => {
            check(name, true, format!("{value:?}"));
            Some(value)
        }
        Err(error) => {
            check(name, false, error);
            None
        }
    }
}

/// Checks that a call returned an error for which the condition holds.
#[allow(dead_code, reason = "a program uses some of the checks")]
pub fn fails<T: Debug, E: Debug>(name: &str, result: Result<T, E>, condition: impl FnOnce(&E) -> bool) {
    match result {
        Ok(value) => check(name, false, format!("{value:?}")),
        Err(error) => check(name, condition(&error), format!("{error:?}")),
    }
}

/// Checks that two values are equal.
#[allow(dead_code, reason = "a program uses some of the checks")]
pub fn equal<T: Debug + PartialEq>(name: &str, found: T, expected: T) {
    check(name, found == expected, format!("{found:?}"));
}
