//! A process that can die between any two instructions that touch the world.

use std::sync::Arc;

use tokio::sync::Notify;

#[derive(Clone, Default)]
pub struct Crash(Arc<Notify>);

impl Crash {
    /// Nothing after this happens in the process.
    pub async fn now(&self) -> ! {
        self.0.notify_one();
        std::future::pending().await
    }

    /// When the process dies.
    pub async fn happened(&self) {
        self.0.notified().await;
    }
}
