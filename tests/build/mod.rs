//! Building the client as those do who change its description, and those who call it wrongly.

mod workshop;

mod build_loop;
mod compile_fail;
