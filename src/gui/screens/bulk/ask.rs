//! How it goes that something is asked of the worker for several keys at once: many are asked about once more, what did not
//! happen is said in place. And the dialog around it.

use egui::{Context, Rect, Ui, pos2};

use crate::gui::modal::Heard;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Confirm, ConfirmAnswer, Dialog, DialogAnswer, baseline, discard, field_error, middle_elided, text,
};
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure};

/// More than so many are asked about once more.
pub const MANY: usize = 50;
const WIDE: f32 = 440.0;
/// What stays free over and under what did not happen, in points.
const UNDER_FIELDS: f32 = 10.0;

/// How it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Attempt {
    /// It was not asked for.
    #[default]
    None,
    /// Whether it is really meant for so many.
    Asking,
    /// The worker is at it.
    Saving,
    /// It did not happen: why, and what to do; and the technical text behind it.
    Failed(String, String),
}

impl Attempt {
    pub(super) fn failed(failure: &Failure) -> Self {
        Self::Failed(format!("{} {}", failure.why, failure.advice).trim().to_owned(), failure.details.clone())
    }

    /// What stands under the fields about it.
    pub(super) fn words(&self) -> Option<&str> {
        if let Self::Failed(words, _) = self { Some(words) } else { None }
    }

    /// The technical text behind it; empty where there is none.
    pub(super) fn details(&self) -> &str {
        if let Self::Failed(_, details) = self { details } else { "" }
    }

    /// Nothing can be changed meanwhile.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Asking | Self::Saving)
    }
}

/// An attempt, and whether the first field was given the keyboard for it.
#[derive(Debug, Default)]
pub(super) struct Ask {
    pub attempt: Attempt,
    pub began: bool,
    /// Whether what was typed may be lost is being asked.
    leaving: bool,
}

impl Ask {
    /// The primary button was pressed: true where it is to be sent now.
    pub fn submit(&mut self, count: usize) -> bool {
        if count > MANY {
            self.attempt = Attempt::Asking;
            return false;
        }
        true
    }

    /// Something else was typed.
    pub fn changed(&mut self) {
        if self.attempt != Attempt::Saving {
            self.attempt = Attempt::None;
        }
    }

    /// What comes of it; `closes`: the news that ends it.
    pub fn hear(&mut self, event: Event, closes: impl Fn(&Done) -> bool) -> Heard {
        match event {
            Event::Failed(failure) if self.attempt == Attempt::Saving => {
                self.attempt = Attempt::failed(&failure);
                // The field was off meanwhile: it gets the keyboard again.
                self.began = false;
                Heard::Taken
            }
            Event::Done(done) if self.attempt == Attempt::Saving && closes(&done) => Heard::Close(Event::Done(done)),
            other => Heard::Pass(other),
        }
    }
}

/// What the dialog says around its fields.
pub(super) struct Words<'a> {
    /// Its id, and those of the questions behind it: of many, and of what was typed.
    pub ids: [&'static str; 3],
    pub title: &'a str,
    /// The one key's name.
    pub name: Option<&'a str>,
    /// The act and the count, and what it still takes.
    pub act: &'a str,
    /// Something was typed, not only chosen: it is not lost without a question.
    pub typed: bool,
    pub needs: Option<&'a str>,
    /// In the footer.
    pub note: &'a str,
    /// What is asked of many: its icon, the question, what it means.
    pub icon: Icon,
    pub question: &'a str,
    pub means: &'a str,
}

/// What came of a frame of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    None,
    /// The primary button, or Enter.
    Submit,
    /// Yes, that many.
    Send,
}

/// Draws the dialog around `fields`, which return where they end; and the question where many are asked about.
pub(super) fn ask_ui(
    ctx: &Context,
    ask: &mut Ask,
    words: &Words<'_>,
    wishes: &mut Vec<Wish>,
    fields: impl FnOnce(&mut Ui, Rect, &mut Ask) -> f32,
) -> Answer {
    let saving = ask.attempt == Attempt::Saving;
    let name = words.name;
    let failed = ask.attempt.words().map(str::to_owned);
    let details = ask.attempt.details().to_owned();
    let dialog = Dialog::new(words.ids[0], words.title)
        .width(WIDE)
        .steady()
        .head(move |ui, rect| head_ui(ui, rect, name))
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(words.act).busy(saving), true)
        .details(&details)
        .needs(words.needs)
        .note(words.note);
    let answer = dialog.show(ctx, |ui, body| {
        let end = fields(ui, body, ask);
        // Whole: the footer has room for a part of it.
        failed.map_or(end, |words| {
            let (left, wide) = (body.left() + size::DIALOG_EDGE, body.width() - 2.0 * size::DIALOG_EDGE);
            field_error(ui, pos2(left, end - UNDER_FIELDS), wide, &words).bottom() + UNDER_FIELDS
        })
    });
    match answer {
        _ if saving => Answer::None,
        _ if ask.attempt == Attempt::Asking => many_ui(ctx, ask, words),
        _ if ask.leaving => leave_ui(ctx, ask, words, wishes),
        DialogAnswer::None => Answer::None,
        DialogAnswer::Cancel if words.typed => {
            ask.leaving = true;
            Answer::None
        }
        DialogAnswer::Cancel => {
            wishes.push(Wish::CloseModal);
            Answer::None
        }
        DialogAnswer::Primary => Answer::Submit,
    }
}

/// The one key's name behind a dialog's title.
fn head_ui(ui: &Ui, rect: Rect, name: Option<&str>) {
    let Some(name) = name else { return };
    let name = middle_elided(ui, Type::NameTitle, name, rect.width());
    let line = baseline(ui, rect.center().y, Type::NameTitle);
    text(ui, rect.left(), line, Type::NameTitle, of(ui).text_primary, &name);
}

fn leave_ui(ctx: &Context, ask: &mut Ask, words: &Words<'_>, wishes: &mut Vec<Wish>) -> Answer {
    match discard(words.ids[2], words.icon, "Discard what was typed?", "", "Nothing else was changed.", ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => ask.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
    Answer::None
}

fn many_ui(ctx: &Context, ask: &mut Ask, words: &Words<'_>) -> Answer {
    let means = format!("That is more than {MANY} at once. {}", words.means);
    let buttons = [Button::primary(words.act)];
    let icon = (words.icon, Face::Line);
    let (id, title) = (words.ids[1], words.question);
    let confirm = Confirm { id, icon, title, name: "", words: &means, buttons: &buttons };
    match confirm.show(ctx) {
        ConfirmAnswer::None => Answer::None,
        ConfirmAnswer::Cancel => {
            ask.attempt = Attempt::None;
            Answer::None
        }
        ConfirmAnswer::Button(_) => Answer::Send,
    }
}
