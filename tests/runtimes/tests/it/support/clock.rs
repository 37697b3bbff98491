//! Time for tests that don't wait.

use core::future::Future;

use tokio::{
    runtime::Builder,
    task::LocalSet,
    time::{Duration, sleep},
};

/// Runs a test in this thread on tokio, on a paused clock: the clock advances by itself when no task can go on.
///
/// # Panics
///
/// Panics if the test waits for something that doesn't come.
pub fn on_paused_clock(test: impl Future<Output = ()>) {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        tokio::select! {
            () = test => {}
            () = a_day() => panic!("the test waits for what doesn't come"),
        }
    });
}

/// Lasts a day, in steps of a second: tokio polls the network after each.
async fn a_day() {
    for _ in 0..24 * 60 * 60 {
        sleep(Duration::from_secs(1)).await;
    }
}
