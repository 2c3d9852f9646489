//! Both ends of the talk with the worker, as the window holds them.

use std::sync::mpsc::{Receiver, SyncSender};

use super::talk::{Event, Request};

/// A running worker. Dropping the handle ends it: it sees its channel closed.
#[derive(Debug)]
pub struct Worker {
    /// Where requests go. Bounded: a full one means that the worker is busy, and nothing waits for it on the window's
    /// thread.
    pub requests: SyncSender<Request>,
    /// Where events come from.
    pub events: Receiver<Event>,
}
