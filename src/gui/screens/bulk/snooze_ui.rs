//! How Snooze is drawn: until when, and why.

use egui::{Context, Id, Rect, pos2, vec2};

use super::ask::{Answer, Attempt, Words, ask_ui};
use super::snooze::{CHOICES, REASONS, Snooze};
use crate::gui::counts::counted;
use crate::gui::theme::{Icon, size};
use crate::gui::widgets::keyboard::is_pointed;
use crate::gui::widgets::{
    Chips, Choice, Field, Frame, Segmented, Strip, caret_to_end, chip_width, field_error, field_label, field_said,
};
use crate::gui::wish::Wish;

/// Draws the dialog.
pub fn snooze_ui(ctx: &Context, snooze: &mut Snooze, wishes: &mut Vec<Wish>) {
    let count = counted(snooze.count(), "warning", "warnings");
    let act = if snooze.count() == 1 { "Snooze warning".to_owned() } else { format!("Snooze {count}") };
    let (until, wrong, name) = (snooze.until_words(), snooze.day_error(), snooze.name.clone());
    let words = Words {
        ids: ["snooze", "snooze many", "leave snooze"],
        title: "Snooze",
        name: name.as_deref(),
        act: &act,
        typed: snooze.is_typed(),
        needs: snooze.needs(),
        note: "Noted in Activity.",
        icon: Icon::BellSlash,
        question: &format!("Snooze {count}?"),
        means: &format!("They stay quiet {until} and aren't counted anywhere."),
    };
    let Snooze { ask, choice, day, to_day, reason, .. } = snooze;
    let answer = ask_ui(ctx, ask, &words, wishes, |ui, body, ask| {
        let enabled = ask.attempt != Attempt::Saving;
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let row = |y: f32, high: f32| Rect::from_min_size(pos2(left, y), vec2(right - left, high));
        field_label(ui, row(body.top() + 16.0, 16.0), "Quiet for", &until);
        let choices = [Choice::words("30 days"), Choice::words("90 days"), Choice::words("Until a day…")];
        let at = row(body.top() + 37.0, size::CONTROL);
        let leads = std::mem::take(to_day);
        if let Some(chosen) = Segmented::new("snooze for", &choices, *choice).filling(ui, at) {
            *choice = chosen;
            // Arrows go on choosing.
            *to_day = CHOICES[chosen].is_none() && is_pointed(ui.ctx());
        }
        let mut y = at.bottom() + 14.0;
        if CHOICES[*choice].is_none() {
            let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
            let field = Field::new(Id::unique("snooze day"), "Day").hint("2027-01-31 or 45d").frame(frame);
            let response = field.enabled(enabled).at(ui, row(y, size::CONTROL), day);
            if leads {
                response.request_focus();
            }
            y += size::CONTROL + 8.0;
            if let Some(words) = wrong {
                y = field_error(ui, pos2(left, y), right - left, words).bottom() + 6.0;
            }
            y += 6.0;
        }
        field_label(ui, row(y, 16.0), "Why it can wait", "");
        let id = Id::unique("snooze reason");
        let field = Field::new(id, "Why it can wait").hint("Replaced with the new contract in January").fact();
        let at = row(y + 21.0, size::CONTROL);
        let response = field.enabled(enabled).at(ui, at, reason);
        if response.changed() {
            ask.changed();
        }
        if !std::mem::replace(&mut ask.began, true) {
            response.request_focus();
        }
        y = field_said(ui, id, at.left_bottom(), at.width()) + 8.0;
        let mut strip = Strip::new(row(y, size::SMALL_CONTROL), 0.0);
        let mut chips = Chips::new(ui, "reasons", REASONS.len());
        for words in REASONS {
            if chip_width(ui, words, None) > strip.room() {
                y += size::SMALL_CONTROL + 8.0;
                strip = Strip::new(row(y, size::SMALL_CONTROL), 0.0);
            }
            if chips.chip(&mut strip, words, None, reason.trim() == words).clicked() && enabled {
                words.clone_into(reason);
                // Who types on says more of it.
                caret_to_end(ui, id, reason);
                ask.changed();
            }
        }
        y + size::SMALL_CONTROL + 20.0
    });
    match answer {
        Answer::None => {}
        Answer::Submit => snooze.submit(wishes),
        Answer::Send => snooze.send(wishes),
    }
}
