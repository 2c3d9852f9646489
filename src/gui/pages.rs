//! Pages that are opened in the browser: each on a thread of its own, for a desktop may ask a person by which, or hang.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use egui::Context;

use crate::jobs::{Failure, open_page};

/// Opens a page, however long that takes.
pub type Opener = Arc<dyn Fn(&'static str) -> Result<(), Failure> + Send + Sync>;

/// Those that nobody has taken yet.
pub struct Pages {
    opener: Opener,
    opening: Vec<Receiver<Result<(), Failure>>>,
}

impl Default for Pages {
    fn default() -> Self {
        Self::by(Arc::new(open_page))
    }
}

impl Pages {
    /// Opened in another way.
    pub fn by(opener: Opener) -> Self {
        Self { opener, opening: Vec::new() }
    }

    /// Opens one; what comes of it is to be [heard](Self::hear) in a later frame.
    pub fn open(&mut self, ctx: &Context, page: &'static str) {
        let (sender, receiver) = sync_channel(1);
        let (opener, ctx) = (Arc::clone(&self.opener), ctx.clone());
        let open = move || {
            // The window may be gone by now.
            let _ = sender.send(opener(page));
            ctx.request_repaint();
        };
        // Without a thread its end of the channel is gone, which is heard.
        drop(std::thread::Builder::new().name("page".to_owned()).spawn(open));
        self.opening.push(receiver);
    }

    /// What came of one; none while nothing is known.
    pub fn hear(&mut self) -> Option<Result<(), Failure>> {
        for (at, opening) in self.opening.iter().enumerate() {
            let came = match opening.try_recv() {
                Ok(came) => came,
                Err(TryRecvError::Empty) => continue,
                Err(TryRecvError::Disconnected) => {
                    Err(Failure::new("Couldn't open the page.", "Keyloft made a mistake.", "Try again."))
                }
            };
            self.opening.swap_remove(at);
            return Some(came);
        }
        None
    }
}
