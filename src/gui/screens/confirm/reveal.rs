//! "Show this production secret?": asked before a secret of a protected environment is on screen.

use egui::Context;

use crate::gui::theme::{Face, Icon};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer};
use crate::gui::wish::Wish;
use crate::jobs::Request;
use crate::model::{Key, KeyUid};

/// What the question is about.
#[derive(Debug)]
pub struct Reveal {
    uid: KeyUid,
    name: String,
    environment: String,
    /// For how long it would be shown.
    secs: u64,
}

impl Reveal {
    /// A question about this key, which would be shown for so many seconds.
    pub fn new(key: &Key, secs: u64) -> Self {
        Self { uid: key.uid, name: key.name().to_owned(), environment: key.place().environment.clone(), secs }
    }
}

/// Asks over the window. Enter copies instead: a secret that is used need not be seen.
pub fn reveal_ui(ctx: &Context, reveal: &Reveal, wishes: &mut Vec<Wish>) {
    let title = format!("Show this {} secret?", reveal.environment);
    let seconds = if reveal.secs == 1 { "second" } else { "seconds" };
    let words =
        format!("will be on screen for {} {seconds}. Check who can see it. This is noted in Activity.", reveal.secs);
    let show = format!("Show for {} s", reveal.secs);
    let confirm = Confirm {
        id: "reveal",
        icon: (Icon::ShieldCheck, Face::Fill),
        title: &title,
        name: &reveal.name,
        words: &words,
        buttons: &[Button::secondary(&show).icon(Icon::Eye), Button::primary("Copy instead").icon(Icon::Copy)],
    };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => wishes.push(Wish::CloseModal),
        ConfirmAnswer::Button(0) => wishes.extend([Wish::CloseModal, Wish::Show(reveal.uid)]),
        // It is an answer: copying asks no question of its own then.
        ConfirmAnswer::Button(_) => {
            wishes.extend([Wish::CloseModal, Wish::Confirmed(Request::Copy(reveal.uid))]);
        }
    }
}
