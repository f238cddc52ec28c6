//! Reads the body of an error leniently: an optional member that does not match is left out.
//!
//! A caller matches on the error, so one wrong member must not hide which error it is.

use std::cell::RefCell;

use super::super::json::read::ReadError;

thread_local! {
    /// The members that were left out; `None` where a mismatch is an error.
    static LEFT_OUT: RefCell<Option<Vec<ReadError>>> = const { RefCell::new(None) };
}

/// The most members that are listed.
const MOST: usize = 20;

/// Calls `read` and returns its result, with the mismatches of the optional members that were left out. The path of a
/// mismatch begins at the object that contains the member.
pub(crate) fn leniently<T>(read: impl FnOnce() -> T) -> (T, Vec<ReadError>) {
    let outer = LEFT_OUT.replace(Some(Vec::new()));
    let value = read();
    (value, LEFT_OUT.replace(outer).unwrap_or_default())
}

/// Leaves out a member, if members may be left out at present. Otherwise returns the mismatch.
pub(crate) fn leave_out(name: &str, mismatch: ReadError) -> Result<(), ReadError> {
    LEFT_OUT.with_borrow_mut(|list| match list {
        None => Err(mismatch),
        Some(_) if mismatch.is_postponed() => Err(mismatch),
        Some(list) => {
            if list.len() < MOST {
                list.push(mismatch.at_field(name));
            }
            Ok(())
        }
    })
}
