//! Runs futures.

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Runs a future on the smallest possible runtime, which needs no wakers: it polls the future again at once.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    // No test takes so many steps.
    for _ in 0..1_000_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the future is never ready");
}

/// Runs a future on tokio, in this thread.
pub fn on_tokio<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Is pending once, as in the middle of a read or write.
pub async fn yield_now() {
    let mut yielded = false;
    core::future::poll_fn(|_| if core::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}
