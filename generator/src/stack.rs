//! Room for schemas that refer to schemas, thousands in a row.

use std::panic::resume_unwind;
use std::thread;

/// Bytes. Lowering stops where schemas stand within one another so deep that a quarter of this is used; memory that is not
/// touched is not taken.
const SIZE: usize = 256 << 20;

/// Does some work on a thread with a large stack, or here where the system does not give one.
pub(crate) fn on_large_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    let large = thread::Builder::new().name("specwright".to_owned()).stack_size(SIZE);
    thread::scope(|scope| match large.spawn_scoped(scope, &work) {
        Ok(handle) => handle.join().unwrap_or_else(|panic| resume_unwind(panic)),
        Err(_) => work(),
    })
}
