//! A secret that was typed or pasted where one searches: whose it is is asked, and it is wiped from the field, with what
//! still comes of it.

use std::time::Duration;

use egui::Context;
use zeroize::{Zeroize as _, Zeroizing};

use super::{CAPACITY, Palette, Whose, keys};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};
use crate::model::Secret;

/// Letters that come within so many seconds after a typed secret are more of it.
const BURST_SECS: f64 = 1.0;

/// What came so far of a secret that is typed.
pub(super) struct Burst {
    text: Zeroizing<String>,
    /// When the last of it came.
    at: f64,
}

impl Burst {
    /// Whether what comes now is more of it.
    fn goes_on(&self, now: f64) -> bool {
        now - self.at <= BURST_SECS
    }
}

impl Palette {
    /// What is typed is asked about and wiped where it is a secret, or more of the one before.
    pub(super) fn wipe_secret(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if self.query.is_empty() {
            (self.burst, self.wiped) = (None, false);
        }
        if let Some(burst) = self.burst.take().filter(|burst| burst.goes_on(self.now)) {
            return self.take_more(burst, wishes);
        }
        if keys::has_a_known_shape(&self.query) && !keys::is_known(&self.query, snapshot) {
            let mut text = Zeroizing::new(String::with_capacity(CAPACITY));
            if self.query.len() <= CAPACITY {
                text.push_str(&self.query);
            }
            let typed = std::mem::replace(&mut self.query, String::with_capacity(CAPACITY));
            self.burst = Some(Burst { text, at: self.now });
            self.wiped = true;
            self.ask_whose(typed, wishes);
        }
    }

    /// Takes what was typed now as more of a secret: whose the whole of it is, is asked again.
    fn take_more(&mut self, mut burst: Burst, wishes: &mut Vec<Wish>) {
        // Longer than its room it would move about in memory.
        if burst.text.len() + self.query.len() <= CAPACITY {
            burst.text.push_str(&self.query);
        }
        self.query.zeroize();
        burst.at = self.now;
        self.ask_whose(burst.text.as_str().to_owned(), wishes);
        self.burst = Some(burst);
    }

    /// The frame's time: what is kept of a typed secret goes once no more of it comes.
    pub(super) fn tick(&mut self, ctx: &Context) {
        self.now = ctx.input(|input| input.time);
        self.burst = self.burst.take().filter(|burst| burst.goes_on(self.now));
        if self.burst.is_some() {
            ctx.request_repaint_after(Duration::from_secs_f64(BURST_SECS));
        }
    }

    /// Takes pasted text: a secret never comes into the field.
    pub(super) fn pasted(&mut self, text: String, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if keys::is_secret(&text, snapshot) {
            self.typed(snapshot, wishes);
            self.query.zeroize();
            self.ask_whose(text, wishes);
        } else {
            self.query.extend(text.chars().filter(|c| !c.is_control()));
            self.typed(snapshot, wishes);
        }
    }

    /// `text` becomes the secret, without a copy.
    fn ask_whose(&mut self, mut text: String, wishes: &mut Vec<Wish>) {
        text.truncate(text.trim_end().len());
        let leading = text.len() - text.trim_start().len();
        text.drain(..leading);
        self.whose = Whose::Asked;
        self.unanswered += 1;
        wishes.push(Wish::Ask(Request::Whose(Secret::new(text.into_bytes()))));
    }
}
