//! Pages that are opened in the browser: each on a thread of its own, for a desktop may ask a person by which, or hang.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use egui::Context;

use crate::jobs::{Failure, open_page};

/// Opens a page, however long that takes, and says what came of it; once more where it fails after that.
pub type Opener = Arc<dyn Fn(&'static str, &mut dyn FnMut(Result<(), Failure>)) + Send + Sync>;

/// One that somebody is asked to open.
struct Opening {
    answers: Receiver<Result<(), Failure>>,
    is_answered: bool,
}

/// Those of which something may still be heard.
pub struct Pages {
    opener: Opener,
    opening: Vec<Opening>,
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
        let (sender, answers) = sync_channel(2);
        let (opener, ctx) = (Arc::clone(&self.opener), ctx.clone());
        let open = move || {
            opener(page, &mut |came| {
                // The window may be gone by now.
                let _ = sender.send(came);
                ctx.request_repaint();
            });
        };
        // Without a thread its end of the channel is gone, which is heard.
        drop(std::thread::Builder::new().name("page".to_owned()).spawn(open));
        self.opening.push(Opening { answers, is_answered: false });
    }

    /// What came of one; none while nothing is known.
    pub fn hear(&mut self) -> Option<Result<(), Failure>> {
        let mut heard = None;
        self.opening.retain_mut(|opening| match heard.is_none().then(|| opening.answers.try_recv()) {
            None | Some(Err(TryRecvError::Empty)) => true,
            Some(Ok(came)) => {
                (opening.is_answered, heard) = (true, Some(came));
                true
            }
            Some(Err(TryRecvError::Disconnected)) => {
                if !opening.is_answered {
                    let mistake = Failure::new("Couldn't open the page.", "Keyloft made a mistake.", "Try again.");
                    heard = Some(Err(mistake));
                }
                false
            }
        });
        heard
    }
}
