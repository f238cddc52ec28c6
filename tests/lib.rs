//! The examples in README.md, which rustdoc tests.
#![cfg_attr(doctest, doc = include_str!("../README.md"))]
