//! The constraints of JSON Schema on arguments.

use indexmap::IndexMap;

use crate::runtime::requests::check::{Check, Checks};
use crate::runtime::requests::invalid::{RequestPart, Violation};
use crate::runtime::text::secret::Secret;
use crate::runtime_tests::sample::parcel;

fn violations(check: impl FnOnce(&mut Checks)) -> Vec<String> {
    let mut checks = Checks::new(RequestPart::Body, "");
    check(&mut checks);
    checks.into_violations().iter().map(Violation::to_string).collect()
}

fn rule(check: impl FnOnce(&mut Checks)) -> Option<String> {
    let violations = violations(check);
    assert!(violations.len() < 2, "{violations:?}");
    violations.into_iter().next()
}

#[test]
fn a_valid_value_breaks_nothing() {
    assert_eq!(violations(|checks| parcel().check(checks)), [""; 0]);
}

#[test]
fn every_broken_rule_is_told_with_its_pointer() {
    let mut broken = parcel();
    broken.id.clear();
    broken.weight = 0.0;
    broken.count = 11;
    broken.tags = vec!["short".into(), "longer".into(), "c".into()];
    broken.owner.as_mut().unwrap().pin = "abc".into();
    assert_eq!(
        violations(|checks| broken.check(checks)),
        [
            "the body at `/id` must have at least 1 character",
            "the body at `/weight` must be more than 0",
            "the body at `/count` must be at most 10",
            "the body at `/owner/pin` must have at least 4 characters",
            "the body at `/tags` must have at most 2 items",
            "the body at `/tags/1` must have at most 5 characters",
        ]
    );
}

#[test]
fn length_is_counted_in_characters() {
    assert_eq!(rule(|checks| checks.max_length("éé", 2)), None);
    assert_eq!(rule(|checks| checks.min_length("😀", 1)), None);
    assert!(rule(|checks| checks.min_length("é", 2)).is_some());
    assert!(rule(|checks| checks.max_length("ééé", 2)).is_some());
    assert_eq!(rule(|checks| checks.min_length("", 0)), None);
    assert_eq!(rule(|checks| checks.max_length("", 0)), None);
}

#[test]
fn bounds_hold_at_their_edge() {
    assert_eq!(rule(|checks| checks.minimum(1, 1)), None);
    assert_eq!(rule(|checks| checks.maximum(1.5, 1.5)), None);
    assert!(rule(|checks| checks.minimum(0_u64, 1)).is_some());
    assert!(rule(|checks| checks.exclusive_minimum(1, 1)).is_some());
    assert!(rule(|checks| checks.exclusive_maximum(1, 1)).is_some());
    assert_eq!(rule(|checks| checks.exclusive_maximum(0, 1)), None);
    assert_eq!(rule(|checks| checks.min_items(1, 1)), None);
    assert_eq!(
        rule(|checks| checks.min_properties(0, 1)).unwrap(),
        "the body must have at least 1 member"
    );
    assert_eq!(
        rule(|checks| checks.max_properties(3, 2)).unwrap(),
        "the body must have at most 2 members"
    );
}

#[test]
fn multiples_allow_for_rounding() {
    assert_eq!(rule(|checks| checks.multiple_of(0.3, 0.1)), None);
    assert_eq!(rule(|checks| checks.multiple_of(19.99, 0.01)), None);
    assert!(rule(|checks| checks.multiple_of(0.35, 0.1)).is_some());
    assert_eq!(rule(|checks| checks.multiple_of(-6, 3)), None);
    assert!(rule(|checks| checks.multiple_of(7, 3)).is_some());
    assert_eq!(rule(|checks| checks.multiple_of(i64::MIN, -1)), None);
    assert!(rule(|checks| checks.multiple_of(1, 0)).is_some());
}

#[test]
fn items_are_unique_by_their_json() {
    assert_eq!(rule(|checks| checks.unique_items(["a".to_owned(), "b".to_owned()].iter())), None);
    assert_eq!(
        rule(|checks| checks.unique_items([1, 2, 1].iter())).unwrap(),
        "the body must not have an item twice"
    );
}

#[test]
fn containers_hand_the_check_on() {
    let mut broken = parcel();
    broken.id.clear();
    let map = IndexMap::from([("a/b".to_owned(), vec![Some(Box::new(Secret::new(broken)))])]);
    assert_eq!(
        violations(|checks| map.check(checks)),
        ["the body at `/a~1b/0/id` must have at least 1 character"]
    );
    assert_eq!(
        rule(|checks| checks.require(false, "must be a UUID")).unwrap(),
        "the body must be a UUID"
    );
}
