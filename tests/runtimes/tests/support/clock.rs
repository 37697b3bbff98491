//! Time for tests that don't wait.

use core::future::Future;

use tokio::{
    runtime::Builder,
    task::LocalSet,
    time::{Duration, sleep},
};

/// Runs a test in this thread on tokio, on a clock that is paused: it goes on by itself when all have done what they can.
///
/// # Panics
///
/// Panics if the test waits for what doesn't come.
pub fn on_paused_clock(test: impl Future<Output = ()>) {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        tokio::select! {
            () = test => {}
            () = a_day() => panic!("the test waits for what doesn't come"),
        }
    });
}

/// Second by second: the network is looked at each time.
async fn a_day() {
    for _ in 0..24 * 60 * 60 {
        sleep(Duration::from_secs(1)).await;
    }
}
