//! Runs many streams at once, over loopback, in one process. Measures what they take, and checks that nothing is lost.
//!
//! The large tests run only if you ask for them: `cargo test --release --test load -- --include-ignored --nocapture`. They
//! count, and don't measure time: on a slow machine, they take longer.

mod client;
mod machine;
mod memory;
mod reconnections;
mod server;
mod streams;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Lets one test run at a time, even after one has failed, because these tests count the resources of the process.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a test on as many threads as a small machine has. A test whose streams wait for each other fails in the end.
fn on_two_threads(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let in_time = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(300), test).await });
    in_time.expect("something was lost, or a task has panicked: see above");
}
