//! The dialog's last page: the places outside this computer where the new value is to be put too.

use egui::{Context, Rect, pos2, vec2};

use super::state::{Failed, Page, Rotate};
use super::steps::failed_ui;
use super::ui::Title;
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{
    Button, Callout, Dialog, DialogAnswer, Tone, baseline, checkbox, name_node, paragraph, text,
};
use crate::gui::wish::Wish;
use crate::jobs::Request;
use crate::review::date;

const ROW: f32 = 28.0;

/// Which way the last change of a key's value went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Turn {
    /// A new value came.
    #[default]
    On,
    /// The one before it was put back.
    Back,
}

impl Turn {
    /// What the value is called that the key has now.
    pub fn value(self) -> &'static str {
        match self {
            Self::On => "new",
            Self::Back => "current",
        }
    }

    /// What the one is called whose place it took.
    pub fn other(self) -> &'static str {
        match self {
            Self::On => "old",
            Self::Back => "newer",
        }
    }
}

/// Draws the page.
pub(super) fn places_ui(ctx: &Context, rotate: &mut Rotate, wishes: &mut Vec<Wish>) {
    let title = Title::of(rotate);
    let Page::Places(places) = &mut rotate.page else { return };
    let now = ctx.input(|input| input.time);
    let (about, first_frame, kept, failed) = (&rotate.about, &mut rotate.began, &rotate.kept, &mut rotate.failed);
    let (on_clipboard, old_ended, turn) = (&mut rotate.on_clipboard, rotate.old_ended, rotate.turn);
    let (value, other) = (turn.value(), turn.other());
    on_clipboard.follow(ctx, about, now);
    let mut puts_back = false;
    let note = places_note(places.iter().filter(|(_, done)| *done).count(), places.len());
    let note = on_clipboard.words(now).map_or(note.clone(), |words| format!("{note}. {words}."));
    let title_words = match turn {
        Turn::On => "Rotated",
        Turn::Back => "Put back",
    };
    let dialog = Dialog::new("rotate places", title_words)
        .head(|ui, rect| title.draw(ui, rect))
        .note(&note)
        .cancel(None)
        .primary(Button::primary("Done"), true);
    let answer = dialog.show(ctx, |ui, body| {
        let t = of(ui);
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let mut y = body.top() + 18.0;
        let head = format!("Put the {value} value there too");
        let copy = format!("Copy the {value} value");
        let copy = Button::secondary(&copy).icon(Icon::Copy);
        let wanted = copy.size(ui);
        let button = Rect::from_min_size(pos2(right - wanted.x, y + 3.0), wanted);
        let copy = if on_clipboard.just_copied(now) {
            Button::secondary("Copied").icon(Icon::Check).icon_ink(t.ok_solid)
        } else {
            copy
        };
        if copy.salt(1).at(ui, button).clicked() {
            *failed = None;
            // Who has just put it in is not asked whether it may be copied: the question would take this page's place.
            wishes.push(Wish::Confirmed(Request::Copy(about.uid)));
        }
        let used = text(ui, left, baseline(ui, y + 10.0, Type::Strong), Type::Strong, t.text_primary, &head);
        let line = Rect::from_min_size(pos2(left, y), vec2(used, 20.0));
        name_node(ui, line, ui.make_persistent_id("places"), &head);
        let why = "Keyloft can't see these places. Your ticks are saved.";
        let said = paragraph(ui, pos2(left, y + 20.0), button.left() - 12.0 - left, Type::Small, t.text_tertiary, why);
        y = said.bottom().max(button.bottom()) + 10.0;
        let first = std::mem::take(first_frame);
        for (index, (place, done)) in places.iter_mut().enumerate() {
            let tick = checkbox(ui, Rect::from_min_max(pos2(left, y), pos2(right, y + ROW)), place, done);
            if tick.changed() || tick.clicked() {
                wishes.push(Wish::Ask(Request::Tick(about.uid, place.clone(), *done)));
            }
            if first && index == 0 {
                tick.request_focus();
            }
            y += ROW;
        }
        if let Some(provider) = about.provider.as_ref().filter(|_| !old_ended) {
            let title = format!("{provider} still accepts the {other} one");
            let hint = format!("Delete it there once every place has the {value} one.");
            let open = format!("Open {provider}");
            let mut callout = Callout::new(Tone::Note, &title).hint(&hint).centered();
            if about.page.is_some() {
                callout = callout.button(Button::secondary(&open).trailing(Icon::ArrowSquareOut));
            }
            let (rect, clicked) = callout.at(ui, pos2(left, y + 10.0), right - left);
            if let Some(page) = about.page.filter(|_| clicked) {
                wishes.push(Wish::OpenPage(page));
            }
            y = rect.bottom();
        }
        if old_ended {
            let title = format!("The {other} one has ended");
            let hint = format!("A place that does not have the {value} one can't use this key.");
            let callout = Callout::new(Tone::Note, &title).hint(&hint);
            y = callout.at(ui, pos2(left, y + 10.0), right - left).0.bottom();
        }
        if let Some((until, _)) = kept {
            let title = format!("The {other} value is kept until {}", date(*until));
            let hint = format!("Put it back if something does not work with the {value} one.");
            let callout = Callout::new(Tone::Note, &title).hint(&hint);
            let callout = callout.button(Button::secondary("Put back")).centered();
            let (rect, clicked) = callout.at(ui, pos2(left, y + 10.0), right - left);
            puts_back = clicked;
            y = rect.bottom();
        }
        if let Some(Failed { failure, seen }) = failed {
            let at = pos2(left, y + 10.0);
            y = failed_ui(ui, at, right - left, failure, wishes);
            if !std::mem::replace(seen, true) {
                bring_into_view(ui, Rect::from_min_max(at, pos2(right, y + 8.0)), None);
            }
        }
        y + 18.0
    });
    if puts_back {
        return rotate.put_back(wishes);
    }
    if answer != DialogAnswer::None {
        rotate.close(wishes);
    }
}

/// "1 of 3 done".
pub(super) fn places_note(done: usize, of: usize) -> String {
    format!("{done} of {of} done")
}
