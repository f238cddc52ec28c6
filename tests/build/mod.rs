//! Builds of the client after changes of its description, and builds of programs that call it wrongly.

mod workshop;

mod build_loop;
mod compile_fail;
